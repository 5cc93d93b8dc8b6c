import type { MessageSummary, Target } from '../../core/defs/index.ts'
import type { ListItem, RowKind } from '../client/index.ts'

/** What an action acts on: whole discussions, whole threads, or single messages. */
export interface ActOn {
  readonly kind: RowKind | 'messages'
  readonly ids: readonly string[]
  /** the newest message of each: by it a discussion is found that has become another one meanwhile */
  readonly newest?: readonly string[]
  /** the rows that show these messages, where it is messages */
  readonly rows?: ReadonlySet<string>
}

/** What is tagged, and how it stands. */
export interface Tagged {
  readonly on: ActOn
  /** the tags of each of the things */
  readonly tagIds: readonly (readonly string[])[]
  /** the message that tags are suggested for */
  readonly messageId: string | null
}

export const onRows = (kind: RowKind, rows: readonly Pick<ListItem, 'id' | 'lastMessageId'>[]): ActOn => ({
  kind,
  ids: rows.map(({ id }) => id),
  newest: rows.map(({ lastMessageId }) => lastMessageId),
})

export const onThread = (id: string): ActOn => ({ kind: 'threads', ids: [id] })

export const onMessage = ({ id, threadId, discussionId }: MessageSummary): ActOn => ({
  kind: 'messages',
  ids: [id],
  rows: new Set([threadId, discussionId]),
})

/** The same for an operation of core. */
export function targetOf({ kind, ids }: ActOn): Partial<Target> {
  switch (kind) {
    case 'discussions':
      return { discussionIds: [...ids] }
    case 'threads':
      return { threadIds: [...ids] }
    case 'messages':
      return { messageIds: [...ids] }
  }
}

/** Whether the whole of a row is acted on. */
export const isActedOn = (row: ListItem, on: ActOn, ids: ReadonlySet<string>): boolean =>
  on.kind !== 'messages' && ids.has(row.id)
