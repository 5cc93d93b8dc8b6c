import type { JournalEntry } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'

/** What the journal of an account still has to tell its server: it wins over what the server says until then. */
export interface Pending {
  readonly count: number
  /** the message is on its way into this mailbox: not being there on the server means nothing */
  entering(messageId: string, mailboxId: string): boolean
  /** the message has left this mailbox here: being there on the server means nothing */
  leaving(messageId: string, mailboxId: string): boolean
  /** flags (IMAP names) whose value here is newer than the server's */
  flags(messageId: string): ReadonlySet<string>
  /** any entry is about this message: it must not be removed */
  about(messageId: string): boolean
  /** mailboxes that the server need not have yet, or that something is on its way into */
  readonly neededMailboxes: ReadonlySet<string>
  /** paths that the server may still have, to the mailbox that bears another path here already */
  readonly renamed: ReadonlyMap<string, string>
  /** paths that are gone here already */
  readonly deletedPaths: ReadonlySet<string>
}

const pageSize = 500
const none: ReadonlySet<string> = new Set()

export async function readPending(context: CoreContext, accountId: string): Promise<Pending> {
  return digest(await readJournal(context, accountId))
}

/** Every entry of an account, oldest first; of all accounts if none is named. */
export async function readJournal(context: CoreContext, accountId?: string): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = []
  let cursor: string | undefined
  do {
    const page = await context.stores.records.list('journal', { scope: accountId, cursor, limit: pageSize })
    entries.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return entries
}

function digest(entries: readonly JournalEntry[]): Pending {
  // The latest entry about a message and a mailbox says where the message is to be in the end.
  const directions = new Map<string, 'in' | 'out'>()
  const flags = new Map<string, Set<string>>()
  const neededMailboxes = new Set<string>()
  const renamed = new Map<string, string>()
  const deletedPaths = new Set<string>()
  const point = (messageId: string, mailboxId: string, direction: 'in' | 'out') =>
    directions.set(`${mailboxId}\n${messageId}`, direction)
  const messageIds = new Set(entries.flatMap(({ action }) => ('messageId' in action ? [action.messageId] : [])))
  for (const { action } of entries) {
    if (action.kind === 'flags') {
      const touched = flags.get(action.messageId) ?? new Set<string>()
      for (const flag of [...action.add, ...action.remove]) touched.add(flag)
      flags.set(action.messageId, touched)
    } else if (action.kind === 'move') {
      point(action.messageId, action.from, 'out')
      point(action.messageId, action.to, 'in')
      neededMailboxes.add(action.to)
    } else if (action.kind === 'delete') {
      point(action.messageId, action.mailboxId, 'out')
    } else if (action.kind === 'append') {
      point(action.messageId, action.mailboxId, 'in')
      neededMailboxes.add(action.mailboxId)
    } else if (action.kind === 'mailbox-create') {
      neededMailboxes.add(action.mailboxId)
    } else if (action.kind === 'mailbox-rename') {
      neededMailboxes.add(action.mailboxId)
      renamed.set(action.from, action.mailboxId)
    } else {
      deletedPaths.add(action.path)
    }
  }
  return {
    count: entries.length,
    entering: (messageId, mailboxId) => directions.get(`${mailboxId}\n${messageId}`) === 'in',
    leaving: (messageId, mailboxId) => directions.get(`${mailboxId}\n${messageId}`) === 'out',
    flags: (messageId) => flags.get(messageId) ?? none,
    about: (messageId) => messageIds.has(messageId),
    neededMailboxes,
    renamed,
    deletedPaths,
  }
}
