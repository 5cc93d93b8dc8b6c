import type { ChangeSet, RemoteCopy } from '../../storage/contracts/index.ts'
import type { JournalEntry, MessageSummary } from '../defs/index.ts'
import { touched } from '../events/index.ts'
import type { CoreContext } from '../ports.ts'
import { readJournal } from './pending.ts'

/** What became of the server's copies when an entry was replayed. */
export interface ReplayEffects {
  readonly removed?: readonly { readonly mailboxId: string; readonly uid: number }[]
  readonly put?: readonly RemoteCopy[]
  /** all copies of a mailbox that was deleted */
  readonly cleared?: readonly string[]
}

/** The journal of an account, as its replay needs it. */
export interface ReplayLedger {
  /** oldest first */
  entries(accountId: string): Promise<JournalEntry[]>
  copies(messageId: string): Promise<RemoteCopy[]>
  message(messageId: string): Promise<MessageSummary | null>
  /** the bytes of the copy that is shown; null while they are still on a server, or if they cannot be read */
  raw(message: MessageSummary): Promise<Uint8Array | null>
  hash(bytes: Uint8Array): string
  /** the entry is done or given up: it leaves the journal together with what it did to the mirror */
  finish(entry: JournalEntry, effects?: ReplayEffects): Promise<void>
  /** it did not work this time */
  postpone(entry: JournalEntry): Promise<void>
}

export function createReplayLedger(context: CoreContext): ReplayLedger {
  const { stores, log, events } = context

  /** A message that was deleted for good here goes when its server has been told and nothing else is about it. */
  async function departed(entry: JournalEntry): Promise<MessageSummary | null> {
    if (entry.action.kind !== 'delete') return null
    const { messageId } = entry.action
    const [message] = await stores.messages.get([messageId])
    if (message === undefined || message.mailboxIds.length > 0) return null
    const others = (await readJournal(context, entry.accountId)).some(
      ({ id, action }) => id !== entry.id && 'messageId' in action && action.messageId === messageId,
    )
    return others ? null : message
  }

  return {
    entries: (accountId) => readJournal(context, accountId),
    copies: (messageId) => stores.remote.byMessages([messageId]),
    async message(messageId) {
      return (await stores.messages.get([messageId]))[0] ?? null
    },
    async raw(message) {
      const blob = message.copies[0]?.blob
      return blob === undefined ? null : stores.blobs.get(blob)
    },
    hash: context.hash,
    async finish(entry, effects = {}) {
      const gone = await departed(entry)
      const changes: ChangeSet = {
        recordRemoves: [{ noun: 'journal', id: entry.id }],
        remoteClears: effects.cleared ?? [],
        remoteRemoves: effects.removed ?? [],
        remotePuts: (effects.put ?? []).filter(({ messageId }) => messageId !== gone?.id),
        messageRemoves: gone === null ? [] : [gone.id],
        log: gone === null ? [] : [log.delete('message', gone.id)],
      }
      await stores.commit(orderedForPuts(changes))
      if (gone !== null) events.emit({ type: 'messages.removed', ...touched([gone.id], [gone.threadId], []) })
    },
    async postpone(entry) {
      const patch = {
        noun: 'journal' as const,
        id: entry.id,
        from: { attempts: entry.attempts },
        set: { attempts: entry.attempts + 1 },
      }
      // A conflict means that the entry was replaced or finished meanwhile: nothing to count then.
      await stores.commit({ recordPatches: [patch] })
    },
  }
}

/** Puts come before removes in a change set: a copy that is both put and removed must stay. */
function orderedForPuts(changes: ChangeSet): ChangeSet {
  const put = new Set((changes.remotePuts ?? []).map(({ mailboxId, uid }) => `${mailboxId}\n${uid}`))
  return {
    ...changes,
    remoteRemoves: (changes.remoteRemoves ?? []).filter(({ mailboxId, uid }) => !put.has(`${mailboxId}\n${uid}`)),
  }
}
