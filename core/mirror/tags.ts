import type { RemoteCopy, Tagging } from '../../storage/contracts/index.ts'
import type { MessageSummary } from '../defs/index.ts'
import { type KeywordTags, keywordKey, keywordsIn } from '../keywords/index.ts'
import type { Pending } from './pending.ts'

/** What the mirror needs of tags. */
export interface MirrorTags {
  readonly keywords: KeywordTags
  /** told which messages got or lost a tag by what their server says */
  tagged(messageIds: ReadonlySet<string>): Promise<void>
}

interface Taggings {
  readonly tagAdds: Tagging[]
  readonly tagRemoves: Tagging[]
}

type Messages = ReadonlyMap<string, MessageSummary>

/**
 * What the server changed of keywords and labels since they were last seen, as changes of tags; but for those that a
 * change of our own is on its way for.
 */
export async function taggingsOf(
  keywords: KeywordTags,
  changes: readonly { readonly copy: RemoteCopy; readonly flags: readonly string[] }[],
  messages: Messages,
  pending: Pending,
): Promise<Taggings> {
  const news = changes.map(({ copy, flags }) => without(flags, copy.flags, pending, copy.messageId))
  const gone = changes.map(({ copy, flags }) => without(copy.flags, flags, pending, copy.messageId))
  const [added, removed] = [await keywords.ofFlags(news), await keywords.knownOf(gone)]
  const tagAdds = changes.flatMap(({ copy }, i) => missing(messages, copy.messageId, added[i] ?? []))
  const kept = new Set(tagAdds.map(({ messageId, tagId }) => `${messageId}\n${tagId}`))
  const tagRemoves = changes.flatMap(({ copy: { messageId } }, i) =>
    (removed[i] ?? [])
      .filter((tagId) => messages.get(messageId)?.tagIds.includes(tagId) && !kept.has(`${messageId}\n${tagId}`))
      .map((tagId) => ({ messageId, tagId })),
  )
  return { tagAdds: unique(tagAdds), tagRemoves: unique(tagRemoves) }
}

/**
 * The tags of what was listed again. What the server does not have is not taken off: it may be a server that keeps no
 * keywords.
 */
export async function taggingsKnown(
  keywords: KeywordTags,
  copies: readonly RemoteCopy[],
  messages: Messages,
  pending: Pending,
): Promise<Taggings> {
  const found = await keywords.ofFlags(copies.map(({ flags, messageId }) => without(flags, [], pending, messageId)))
  return {
    tagAdds: unique(copies.flatMap(({ messageId }, i) => missing(messages, messageId, found[i] ?? []))),
    tagRemoves: [],
  }
}

/** Keywords of `flags` that are not among `others`, and that nothing is on its way for. */
function without(flags: readonly string[], others: readonly string[], pending: Pending, messageId: string): string[] {
  const keywords = keywordsIn(flags)
  if (keywords.length === 0) return []
  const known = new Set(keywordsIn(others).map(keywordKey))
  const ours = new Set(keywordsIn([...pending.flags(messageId)]).map(keywordKey))
  return keywords.filter((keyword) => !known.has(keywordKey(keyword)) && !ours.has(keywordKey(keyword)))
}

const missing = (messages: Messages, messageId: string, tagIds: readonly string[]): Tagging[] => {
  const message = messages.get(messageId)
  if (message === undefined) return []
  return tagIds.filter((tagId) => !message.tagIds.includes(tagId)).map((tagId) => ({ messageId, tagId }))
}

const unique = (taggings: readonly Tagging[]): Tagging[] => [
  ...new Map(taggings.map((each) => [`${each.messageId}\n${each.tagId}`, each])).values(),
]
