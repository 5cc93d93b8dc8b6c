import type { Feature } from '../../defs/index.ts'
import type { Habits } from './facts.ts'
import { featureValue, isTrusted, proofsOf, textsOf } from './proofs.ts'

/** One message between the user and a person, as far as habits show in it. */
export interface Evidence {
  readonly id: string
  readonly dateMs: number
  readonly own: boolean
  readonly features: readonly Feature[]
  /** the user's own answer to an encrypted message of the person */
  readonly answersEncrypted: boolean
}

/** How often both wrote to each other (stores.scores.correspondents). */
export interface Exchange {
  readonly written: number
  readonly received: number
}

/** Habits change: only the latest messages show what they are now. */
export const habitMessages = 200

/** Once is no habit: fewer messages count as so many. */
const fewest = 4

/** A person's habits by the latest messages of theirs and the user's, in whatever order these come. */
export function habitsOf(evidence: readonly Evidence[], exchange: Exchange): Habits {
  const latest = [...evidence]
    .sort((a, b) => b.dateMs - a.dateMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    .slice(0, habitMessages)
  const theirs = latest.filter(({ own }) => !own)
  const answers = latest.filter(({ own, answersEncrypted }) => own && answersEncrypted)
  const level = (holds: (features: readonly Feature[]) => boolean): number =>
    fifth(theirs.filter(({ features }) => holds(features)).length, Math.max(theirs.length, fewest))
  return {
    messages: theirs.length,
    encrypts: level(isEncrypted),
    signs: level(isSigned),
    proven: level((features) =>
      proofsOf(features).some(({ result, name, aligned }) => result === 'pass' && (aligned || name === 'dmarc')),
    ),
    quiet: level(
      (features) => featureValue(features, 'trackers') === undefined && featureValue(features, 'receipt') === undefined,
    ),
    mutual: mutualOf(exchange),
    offersKey: theirs.some(({ features }) => featureValue(features, 'autocrypt') !== undefined),
    answersInClear: fifth(answers.filter(({ features }) => !isEncrypted(features)).length, answers.length),
  }
}

/** 0 to 4, never rounded up: “always” is always. */
const fifth = (count: number, of: number): number => (of === 0 ? 0 : Math.floor((count * 4) / of))

export const isEncrypted = (features: readonly Feature[]): boolean =>
  textsOf(features, 'encryption').some((kind) => kind !== 'claimed' && kind !== 'partly')

/** There, and not found to be broken. */
function isSigned(features: readonly Feature[]): boolean {
  const signatures = features.filter(({ name }) => name === 'signature')
  return (
    signatures.length > 0 &&
    !signatures.some((feature) => isTrusted(feature) && JSON.stringify(feature.value).includes('"broken"'))
  )
}

function mutualOf({ written, received }: Exchange): number {
  const both = Math.min(written, received)
  if (both >= 10) return 4
  if (both >= 3) return 3
  if (both >= 1) return 2
  return written + received > 0 ? 1 : 0
}
