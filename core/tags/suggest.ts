import type { SearchNode } from '../../storage/contracts/index.ts'
import { fail, type MessageSummary } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import { limits } from './limits.ts'

interface Suggestion {
  readonly tagId: string
  readonly because: string
}

/**
 * Tags that a message would get if it were tagged like those nearest to it: its thread, its list, its author. No more
 * than counting: what is suggested, and why, can be looked up in the mailbox.
 */
export async function suggestTags(context: CoreContext, messageId: string): Promise<Suggestion[]> {
  const { stores } = context
  const [message] = await stores.messages.get([messageId])
  if (message === undefined) throw fail('not-found', 'This message is not here any more.')
  const found = new Map<string, Suggestion>()
  const offer = (tags: readonly Counted[], because: (counted: Counted) => string): void => {
    for (const counted of tags) {
      const { tagId } = counted
      if (!message.tagIds.includes(tagId) && !found.has(tagId)) found.set(tagId, { tagId, because: because(counted) })
    }
  }

  const thread = await stores.messages.get(
    (await stores.messages.ofThreads([message.threadId])).slice(-limits.examined),
  )
  offer(counted(others(thread, messageId), 1, 0), () => 'Other messages of this thread have it.')
  if (message.listId !== null) {
    const ofList = await newest(context, { kind: 'list', listId: message.listId.toLowerCase() })
    offer(
      counted(others(ofList, messageId), limits.least, limits.share),
      ({ times, of }) => `${times} of the last ${of} messages of this list have it.`,
    )
  }
  const author = message.participants.find(({ type }) => type === 'from')
  if (author !== undefined && author.address !== '') {
    const ofAuthor = await newest(context, { kind: 'with', addresses: [author.address.toLowerCase()] })
    offer(
      counted(others(ofAuthor, messageId), limits.least, limits.share),
      ({ times, of }) => `${times} of the last ${of} messages with ${author.label || author.address} have it.`,
    )
  }
  return [...found.values()].slice(0, limits.suggestions)
}

async function newest({ stores }: CoreContext, node: SearchNode): Promise<MessageSummary[]> {
  const request = { node, sort: 'newest', limit: limits.examined } as const
  return stores.messages.get((await stores.search.match(request)).items)
}

const others = (messages: readonly MessageSummary[], but: string): MessageSummary[] =>
  messages.filter(({ id }) => id !== but)

interface Counted {
  readonly tagId: string
  readonly times: number
  readonly of: number
}

/** The most frequent first. */
function counted(messages: readonly MessageSummary[], least: number, share: number): Counted[] {
  const times = new Map<string, number>()
  for (const tagId of messages.flatMap(({ tagIds }) => tagIds)) times.set(tagId, (times.get(tagId) ?? 0) + 1)
  return [...times]
    .filter(([, count]) => count >= least && count >= messages.length * share)
    .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
    .map(([tagId, count]) => ({ tagId, times: count, of: messages.length }))
}
