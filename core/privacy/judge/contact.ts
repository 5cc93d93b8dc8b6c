import { comportmentOf } from './comportment.ts'
import { facetOf, type Judgement, part, reason } from './facet.ts'
import type { PersonFacts } from './facts.ts'

export interface ContactFacts extends Pick<PersonFacts, 'standing' | 'key' | 'habits'> {
  readonly id: string
  /** of the best key: its end has come */
  readonly keyExpired: boolean
  /** means to reach the person beside e-mail: phones, postal addresses, instant messages, social */
  readonly otherWays: number
}

const standings = { confirmed: 40, met: 25, unknown: 0 } as const

/** The index of a contact: what protects what goes between the user and that person, what is known of both, habits. */
export function judgeContact(contact: ContactFacts): Judgement {
  const { habits, standing, key, keyExpired, otherWays } = contact
  const level = (feature: 'encrypts' | 'proven' | 'signs' | 'quiet', of: number) =>
    reason(
      feature,
      `${habits[feature]} of 4`,
      part(of, habits[feature] / 4),
      of,
      feature === 'encrypts' ? 'ask-for-key' : null,
    )
  return {
    technic: facetOf([
      keyReason(key, keyExpired, habits.offersKey),
      level('encrypts', 35),
      level('proven', 25),
      level('signs', 10),
    ]),
    context: facetOf([
      reason('standing', standing, standings[standing], 40, standing === 'met' ? 'confirm-contact' : 'add-contact'),
      reason('mutual', habits.mutual, part(30, habits.mutual / 4), 30, 'write-back'),
      reason('ways', otherWays, otherWays >= 2 ? 15 : otherWays === 1 ? 10 : 0, 15),
      level('quiet', 15),
    ]),
    comportment: comportmentOf({ key, habits, address: contact.id }),
  }
}

function keyReason(key: PersonFacts['key'], expired: boolean, offered: boolean) {
  const of = 30
  if (key !== 'none' && expired) return reason('key', 'expired', 5, of, 'renew-key')
  if (key === 'compared') return reason('key', key, of, of)
  if (key === 'stored') return reason('key', key, 22, of, 'compare-key')
  return offered ? reason('key', 'offered', 12, of, 'compare-key') : reason('key', 'none', 0, of, 'ask-for-key')
}
