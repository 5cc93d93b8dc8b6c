import type { JournalEntry } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'

/** What the user did that the server does not know yet: a copy that comes from there must not undo it. */
export interface PendingActions {
  /** the message has left this mailbox here */
  hasLeft(messageId: string, mailboxId: string): boolean
  hasFlags(messageId: string): boolean
  entriesOf(messageId: string): readonly JournalEntry[]
}

export const nothingPending: PendingActions = {
  hasLeft: () => false,
  hasFlags: () => false,
  entriesOf: () => [],
}
const pageSize = 500

export async function readPendingActions(context: CoreContext, accountId: string): Promise<PendingActions> {
  if ((await context.stores.records.count('journal', accountId)) === 0) return nothingPending
  const left = new Map<string, boolean>()
  const flagged = new Set<string>()
  const entries = new Map<string, JournalEntry[]>()
  for await (const entry of entriesOf(context, accountId)) {
    const { action } = entry
    if ('messageId' in action) entries.set(action.messageId, [...(entries.get(action.messageId) ?? []), entry])
    if (action.kind === 'flags') flagged.add(action.messageId)
    if (action.kind === 'move' || action.kind === 'delete') {
      left.set(`${action.messageId}\n${action.kind === 'move' ? action.from : action.mailboxId}`, true)
    }
    if (action.kind === 'move') left.set(`${action.messageId}\n${action.to}`, false)
    if (action.kind === 'append') left.set(`${action.messageId}\n${action.mailboxId}`, false)
  }
  return {
    hasLeft: (messageId, mailboxId) => left.get(`${messageId}\n${mailboxId}`) === true,
    hasFlags: (messageId) => flagged.has(messageId),
    entriesOf: (messageId) => entries.get(messageId) ?? [],
  }
}

async function* entriesOf(context: CoreContext, accountId: string): AsyncGenerator<JournalEntry> {
  let cursor: string | undefined
  do {
    const page = await context.stores.records.list('journal', { scope: accountId, cursor, limit: pageSize })
    yield* page.items
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
}
