import type { FeatureRow, Score } from '../../storage/contracts/index.ts'
import type { Feature, MessageSummary } from '../defs/index.ts'
import type { Importance } from '../importance/index.ts'
import type { CoreContext } from '../ports.ts'
import type { FactsReader, ToScore } from './facts.ts'
import { indexOf, isTrusted, type Judgement, judgeMessage, type MessageFacts, privacyRules } from './judge/index.ts'
import { privacyLimits } from './limits.ts'
import type { createPlaces } from './places.ts'

export interface ScoredMessage extends Judgement {
  readonly message: MessageSummary
  readonly features: readonly Feature[]
  readonly facts: MessageFacts
}

export interface Scoring {
  /** what messages are judged to be by what is known now; unknown ids are left out */
  judge(messageIds: readonly string[]): Promise<ScoredMessage[]>
  judgeItems(items: readonly ToScore[]): Promise<{ readonly judged: Judgement; readonly facts: MessageFacts }[]>
  /** judges stored messages anew and keeps what differs; reads the bytes of those that nothing was found in yet */
  rescore(messageIds: readonly string[], options?: { readonly reread?: boolean }): Promise<void>
}

export interface ScoringNeeds {
  readonly facts: FactsReader
  readonly places: ReturnType<typeof createPlaces>
  readonly importance: Pick<Importance, 'judge'>
}

const batch = { priority: 'batch' } as const

export function createScoring(context: CoreContext, { facts, places, importance }: ScoringNeeds): Scoring {
  const { stores, reader, events, logger } = context

  async function judgeItems(items: readonly ToScore[]) {
    const known = await places.read(items.flatMap(({ message }) => message.mailboxIds))
    const all = await facts.ofMessages(items, known)
    return items.flatMap(({ features }, i) => {
      const of = all[i]
      return of === undefined ? [] : [{ judged: judgeMessage(features, of), facts: of }]
    })
  }

  async function judgeStored(
    messages: readonly MessageSummary[],
    features: ReadonlyMap<string, readonly Feature[]>,
  ): Promise<ScoredMessage[]> {
    const items = messages.map((message) => ({ message, features: features.get(message.id) ?? [] }))
    const judged = await judgeItems(items)
    return items.flatMap(({ message, features: own }, i) => {
      const one = judged[i]
      return one === undefined ? [] : [{ message, features: own, facts: one.facts, ...one.judged }]
    })
  }

  async function rescoreStep(ids: readonly string[], reread: boolean): Promise<string[]> {
    const [messages, stored] = await Promise.all([stores.messages.get(ids, batch), stores.scores.features(ids, batch)])
    const unread = messages.filter(({ id, bodyState }) => bodyState !== 'pending' && (reread || !stored.has(id)))
    const found = unread.length === 0 ? [] : await readAgain(unread, stored)
    const features = new Map([...stored, ...found.map((row) => [row.messageId, row.features] as const)])
    const whole = messages.filter(({ bodyState }) => bodyState !== 'pending')
    const scored = await judgeStored(whole, features)
    const scores = await scoresOf(scored)
    if (scores.length + found.length === 0) return []
    const result = await stores.commit({ features: found, scores }, batch)
    if (!result.ok) logger.warn('Scores were not kept', { conflict: result.conflict.noun })
    return scores.map(({ messageId }) => messageId)
  }

  /** Only what is another than before: most of what is looked at again stays as it was. */
  async function scoresOf(scored: readonly ScoredMessage[]): Promise<Score[]> {
    const judged = scored.map((one) => ({ ...one, privacy: { ...indexOf(one), rules: privacyRules } }))
    const importances = await importance.judge(
      judged.map(({ message, features, privacy }) => ({ message, features, privacy })),
    )
    return judged.flatMap(({ message, privacy }, i) => {
      const level = importances[i]?.importance ?? message.importance
      const same = level === message.importance && isSame(message.privacy, privacy)
      return same ? [] : [{ messageId: message.id, privacy, importance: level }]
    })
  }

  /** What the components find now; what was verified since, and what others keep there, stays. */
  async function readAgain(
    messages: readonly MessageSummary[],
    stored: ReadonlyMap<string, readonly Feature[]>,
  ): Promise<FeatureRow[]> {
    const rows: FeatureRow[] = []
    for (let at = 0; at < messages.length; at += privacyLimits.rawBatch) {
      const some = messages.slice(at, at + privacyLimits.rawBatch)
      const raws = await Promise.all(
        some.map(({ copies: [copy] }) => (copy === undefined ? null : stores.blobs.get(copy.blob).catch(() => null))),
      )
      const here = some.flatMap((message, i) => (raws[i] == null ? [] : [{ message, raw: raws[i] }]))
      const found = await reader.features(
        here.map(({ raw }) => raw),
        batch,
      )
      for (const message of some) {
        const i = here.findIndex((one) => one.message === message)
        rows.push({ messageId: message.id, features: joined(stored.get(message.id) ?? [], found[i] ?? []) })
      }
    }
    return rows
  }

  return {
    judgeItems,
    async judge(messageIds) {
      const [messages, features] = await Promise.all([
        stores.messages.get(messageIds),
        stores.scores.features(messageIds),
      ])
      return judgeStored(messages, features)
    },
    async rescore(messageIds, { reread = false } = {}) {
      const steps: string[][] = []
      for (let at = 0; at < messageIds.length; at += privacyLimits.batch) {
        steps.push(messageIds.slice(at, at + privacyLimits.batch))
      }
      // one is read while another is written: they are done by different threads
      const work = async (): Promise<void> => {
        for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
          const changed = await rescoreStep(step, reread)
          if (changed.length > 0) events.emit({ type: 'privacy.changed', messageIds: changed, more: false })
        }
      }
      await Promise.all(Array.from({ length: privacyLimits.atOnce }, work))
    },
  }
}

const fields = ['technic', 'context', 'comportment', 'overall', 'rules'] as const
const isSame = (before: MessageSummary['privacy'], now: NonNullable<MessageSummary['privacy']>): boolean =>
  before !== null && fields.every((field) => before[field] === now[field])

/** What the classifier of words said is not found by components (core/importance). */
const words = 'spam-words'

function joined(stored: readonly Feature[], found: readonly Feature[]): Feature[] {
  const kept = stored.filter(({ name, origin }) => name !== skipped && (isTrusted({ origin }) || name === words))
  return [...found, ...kept]
}

const skipped = 'skipped'
