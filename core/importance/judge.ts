import type { Contribution, Feature, Learnt } from '../defs/index.ts'
import { type Bulk, bulkOf, verdictOf, wordsVerdictOf } from './evidence.ts'
import {
  habitAfter,
  junkIsSpam,
  points,
  type ReasonName,
  spamFrom,
  taughtAfter,
  wantedFrom,
  wordsFrom,
} from './points.ts'

/** What a message is judged by beside its features: all of it is known to this computer, none of it to the sender. */
export interface ImportanceFacts {
  /** one of the user's own addresses wrote it */
  readonly own: boolean
  /** it lies in a junk mailbox and nowhere else */
  readonly junk: boolean
  /** null: not scored yet */
  readonly privacy: { readonly context: number; readonly comportment: number } | null
  readonly tags: readonly { readonly name: string; readonly importance: number }[]
  /** it has a List-Id */
  readonly list: boolean
  readonly answersOwn: boolean
  readonly inOwnThread: boolean
  readonly aloneInTo: boolean
  /** messages that the user wrote to its sender */
  readonly written: number
  /** of its sender, or of its list */
  readonly learnt: Omit<Learnt, 'id' | 'updatedAtMs'> | null
  readonly correction: number | null
}

export interface ImportanceJudgement {
  /** -10..10 */
  readonly importance: number
  /** what it would be without the user's correction */
  readonly judged: number
  /** and without any correction of this person or list: from here the user's corrections are measured */
  readonly untaught: number
  /** 0..1 */
  readonly spam: number
  /** their points add up to `importance` */
  readonly contributions: Contribution[]
}

/** A reason before rounding. `of`: the points that it could give. */
interface Reason {
  readonly feature: ReasonName
  readonly value: Contribution['value']
  readonly exact: number
  readonly of: number
}

/**
 * How important a message is, and why. Pure: the same features and facts give the same answer. More evidence of spam
 * never raises it, since as spam a message loses what speaks for it and keeps what speaks against it.
 */
export function judgeImportance(features: readonly Feature[], facts: ImportanceFacts): ImportanceJudgement {
  const evidence = spamEvidence(features, facts)
  const spam = Math.max(evidence.provider.spam, evidence.words, facts.junk ? junkIsSpam : 0)
  const isSpam = spam >= spamFrom && !facts.own
  const reasons = [...positiveReasons(features, facts)].map((reason) =>
    isSpam && reason.exact > 0 ? { ...reason, exact: 0 } : reason,
  )
  if (!facts.own) reasons.push(...spamReasons(evidence, facts.junk))
  const { contributions, total } = addUp(reasons)
  const others = reasons.filter(({ feature }) => feature !== 'taught')
  const untaught = others.length === reasons.length ? total : addUp(others).total
  const { correction } = facts
  if (correction === null) return { importance: total, judged: total, untaught, spam, contributions }
  const by = correction - total
  const corrected = { feature: 'correction' satisfies ReasonName, value: correction, points: by, of: 10, advice: null }
  return { importance: correction, judged: total, untaught, spam, contributions: [...contributions, corrected] }
}

interface SpamEvidence {
  readonly provider: { readonly spam: number; readonly by: readonly string[] }
  /** 0..1, 0.5 from `wordsFrom` on */
  readonly words: number
  /** what the classifier said; null if it was not asked */
  readonly said: number | null
}

/** Whom the user writes to, or whose mail the user wants, is not made a spammer by words alone. */
function spamEvidence(features: readonly Feature[], { written, learnt }: ImportanceFacts): SpamEvidence {
  const said = wordsVerdictOf(features)
  const { answered = 0, starred = 0, opened = 0 } = learnt ?? {}
  const known = written + answered + starred > 0 || opened >= wantedFrom
  const words = said === null ? 0 : scaled(said)
  return { provider: verdictOf(features), words: known ? Math.min(words, spamFrom * 0.98) : words, said }
}

/** So that what the classifier is sure of, and only that, is taken as spam. Grows with what it said. */
const scaled = (said: number): number =>
  said < wordsFrom
    ? (said / wordsFrom) * spamFrom * 0.98
    : spamFrom + ((said - wordsFrom) / (1 - wordsFrom)) * (1 - spamFrom)

function spamReasons({ provider, words, said }: SpamEvidence, junk: boolean): Reason[] {
  const byProvider = provider.spam >= words
  const exact = points.spam * Math.max(provider.spam, words)
  const counts = Math.max(provider.spam, words) >= spamFrom
  const reasons: Reason[] = []
  if (provider.by.length > 0) {
    const value = { spam: provider.spam, by: [...provider.by] }
    reasons.push({ feature: 'spam-verdict', value, exact: counts && byProvider ? exact : 0, of: 0 })
  }
  if (said !== null)
    reasons.push({ feature: 'spam-words', value: said, exact: counts && !byProvider ? exact : 0, of: 0 })
  if (junk) reasons.push({ feature: 'junk-mailbox', value: true, exact: points.junkMailbox, of: 0 })
  return reasons
}

function* positiveReasons(features: readonly Feature[], facts: ImportanceFacts): Generator<Reason> {
  const { privacy, own, written, learnt } = facts
  if (privacy !== null) {
    yield reason('context', privacy.context, (points.context * privacy.context) / 100, points.context)
    yield reason(
      'comportment',
      privacy.comportment,
      (points.comportment * privacy.comportment) / 100,
      points.comportment,
    )
  }
  for (const { name, importance } of facts.tags) yield reason('tag', name, importance, importance)
  if (own) {
    yield reason('own', true, points.own, points.own)
    return
  }
  const bulk = bulkOf(features) ?? (facts.list ? 'list' : null)
  if (bulk !== null) yield reason(bulk, true, points[bulk], 0)
  yield* conversation(facts, bulk)
  if (written > 0) yield reason('written', written, writtenPoints(written), points.written)
  if (learnt !== null) yield* habits(learnt)
}

function* conversation(facts: ImportanceFacts, bulk: Bulk | null): Generator<Reason> {
  if (facts.answersOwn) yield reason('reply', true, points.reply, points.reply)
  else if (facts.inOwnThread) yield reason('thread', true, points.thread, points.thread)
  if (facts.aloneInTo && bulk === null) yield reason('alone', true, points.alone, points.alone)
}

const writtenPoints = (written: number): number => Math.min(points.written, Math.log2(1 + written) * 0.8)

function* habits(learnt: NonNullable<ImportanceFacts['learnt']>): Generator<Reason> {
  const { opened, answered, starred, ignored, corrections, correctionSum } = learnt
  const messages = Math.max(learnt.received, opened + ignored, answered, starred)
  for (const [name, times] of [
    ['answered', answered],
    ['starred', starred],
    ['opened', opened],
    ['ignored', ignored],
  ] as const) {
    if (times <= 0) continue
    const most = points[name]
    yield reason(name, times, (most * Math.min(times, messages)) / (messages + habitAfter), Math.max(0, most))
  }
  if (corrections > 0) {
    const said = correctionSum / (corrections + taughtAfter)
    yield reason('taught', said, Math.max(-points.taught, Math.min(points.taught, said)), points.taught)
  }
}

const reason = (feature: ReasonName, value: Contribution['value'], exact: number, of: number): Reason => ({
  feature,
  value,
  exact,
  of,
})

/** Whole points each; what rounding and the ends of the scale take or give stands beside them. */
function addUp(reasons: readonly Reason[]): { contributions: Contribution[]; total: number } {
  const contributions = reasons.map(
    ({ feature, value, exact, of }): Contribution => ({
      feature,
      value,
      points: whole(exact),
      of: whole(of),
      advice: null,
    }),
  )
  const shown = contributions.reduce((sum, each) => sum + each.points, 0)
  const rounded = whole(reasons.reduce((sum, each) => sum + each.exact, 0))
  const total = Math.max(-10, Math.min(10, rounded))
  for (const [feature, difference] of [
    ['rounding', rounded - shown],
    ['limit', total - rounded],
  ] as const) {
    if (difference !== 0) contributions.push({ feature, value: null, points: difference, of: 0, advice: null })
  }
  return { contributions, total }
}

/** Halves away from zero, never -0. */
const whole = (value: number): number => Math.sign(value) * Math.round(Math.abs(value)) || 0
