import type { Patch } from '../../storage/contracts/index.ts'
import type { Feature, Message, MessageSummary } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import { featureNames } from './evidence.ts'
import type { FactsReader, ToJudge } from './facts.ts'
import { type ImportanceJudgement, judgeImportance } from './judge.ts'
import { renewBatch } from './limits.ts'
import type { Spam } from './spam.ts'

/** A stored message and how it is judged by what is known now. */
export interface Judged extends ImportanceJudgement {
  readonly message: MessageSummary
}

export interface Judge {
  /** in the order given; what comes in and what is stored are judged by the same */
  judge(items: readonly ToJudge[]): Promise<ImportanceJudgement[]>
  /**
   * Judges stored messages by what is known now, and keeps what differs. `reread`: asks the classifier again, which takes
   * their bytes.
   */
  renew(messageIds: readonly string[], options?: { readonly reread: boolean }): Promise<Judged[]>
}

const batch = { priority: 'batch' } as const

export function createJudge(context: CoreContext, facts: FactsReader, spam: Spam): Judge {
  const { stores, events } = context

  async function judge(items: readonly ToJudge[]): Promise<ImportanceJudgement[]> {
    const known = await facts.read(items)
    return items.flatMap(({ features }, i) => (known[i] === undefined ? [] : [judgeImportance(features, known[i])]))
  }

  async function renewStep(ids: readonly string[], reread: boolean): Promise<Judged[]> {
    const messages = await stores.messages.get(ids, batch)
    const stored = await stores.scores.features(ids, batch)
    const said = reread ? await spam.ofStored(messages) : new Map<string, Feature | null>()
    const items = messages.map((message) => ({
      message,
      privacy: message.privacy,
      features: withWords(stored.get(message.id) ?? [], said.get(message.id)),
    }))
    const judged = (await judge(items)).flatMap((each, i) => {
      const message = messages[i]
      return message === undefined ? [] : [{ ...each, message }]
    })
    await keep(judged, items, stored)
    return judged
  }

  async function keep(
    judged: readonly Judged[],
    items: readonly ToJudge[],
    stored: ReadonlyMap<string, readonly Feature[]>,
  ): Promise<void> {
    const moved = judged.filter(({ importance, message }) => importance !== message.importance)
    // a message without features has not been looked at yet: whoever does asks the classifier too
    const features = items.flatMap(({ message: { id }, features: now }) =>
      !stored.has(id) || JSON.stringify(stored.get(id)) === JSON.stringify(now)
        ? []
        : [{ messageId: id, features: now }],
    )
    if (moved.length + features.length === 0) return
    const changes = { messagePatches: moved.map(patchOf), features }
    if (!(await stores.commit(changes, batch)).ok) {
      // one of them was changed meanwhile, and is judged anew by whoever changed it
      for (const one of moved) await stores.commit({ messagePatches: [patchOf(one)] }, batch)
    }
    if (moved.length > 0) {
      events.emit({ type: 'privacy.changed', messageIds: moved.map(({ message }) => message.id), more: false })
    }
  }

  return {
    judge,
    async renew(messageIds, { reread } = { reread: false }) {
      const judged: Judged[] = []
      for (let at = 0; at < messageIds.length; at += renewBatch) {
        judged.push(...(await renewStep(messageIds.slice(at, at + renewBatch), reread)))
      }
      return judged
    },
  }
}

function patchOf({ message: { id, importance: before, correction }, importance }: Judged): Patch<Message> {
  return { id, from: { importance: before, correction }, set: { importance } }
}

/** undefined: the classifier was not asked, and what it said before stays. */
function withWords(features: readonly Feature[], said: Feature | null | undefined): Feature[] {
  if (said === undefined) return [...features]
  return [...features.filter(({ name }) => name !== featureNames.words), ...(said === null ? [] : [said])]
}
