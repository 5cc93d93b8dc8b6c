import type { ChangeSet, Membership, RemoteCopy } from '../../storage/contracts/index.ts'
import { flagsToImap, type JournalEntry, type MessageSummary } from '../defs/index.ts'
import { touched } from '../events/index.ts'
import type { CoreContext } from '../ports.ts'
import { settleKnown } from './changes.ts'
import { readJournal } from './pending.ts'
import type { MirrorTags } from './tags.ts'

/** What became of the server's copies when an entry was replayed. */
export interface ReplayEffects {
  readonly removed?: readonly { readonly mailboxId: string; readonly uid: number }[]
  readonly put?: readonly RemoteCopy[]
  /** all copies of a mailbox that was deleted */
  readonly cleared?: readonly string[]
}

export interface Replayed {
  readonly entry: JournalEntry
  readonly effects?: ReplayEffects
}

/** The journal of an account, as its replay needs it. */
export interface ReplayLedger {
  /** oldest first */
  entries(accountId: string): Promise<JournalEntry[]>
  /** messages that are on their way up to some account: what another server holds of them is not deleted before */
  awaitingUpload(): Promise<Set<string>>
  copies(messageIds: readonly string[]): Promise<RemoteCopy[]>
  messages(messageIds: readonly string[]): Promise<MessageSummary[]>
  /** its flags, and the keywords of its tags, as a server is told of them */
  flagsOf(message: MessageSummary): Promise<string[]>
  /** the bytes of the copy that is shown; null while they are still on a server */
  raw(message: MessageSummary): Promise<Uint8Array | null>
  hash(bytes: Uint8Array): string
  /** these are done, or needless: they leave the journal together with what they did to the mirror, in one commit */
  finish(replayed: readonly Replayed[]): Promise<void>
  /** it did not work this time; answers how often it was tried */
  postpone(entry: JournalEntry): Promise<number>
  /** the server refuses for good: what was done here is taken back, so that both agree; uploads stay here */
  giveUp(entry: JournalEntry): Promise<void>
}

export function createReplayLedger(context: CoreContext, tags: MirrorTags): ReplayLedger {
  const { stores, log, events } = context

  /** Messages that were deleted for good here go when their servers have been told and nothing else is about them. */
  async function departed(entries: readonly JournalEntry[]): Promise<MessageSummary[]> {
    const ids = entries.flatMap(({ action }) => (action.kind === 'delete' ? [action.messageId] : []))
    const [first] = entries
    if (ids.length === 0 || first === undefined) return []
    const finished = new Set(entries.map(({ id }) => id))
    const awaited = new Set(
      (await readJournal(context, first.accountId)).flatMap(({ id, action }) =>
        !finished.has(id) && 'messageId' in action ? [action.messageId] : [],
      ),
    )
    const messages = await stores.messages.get([...new Set(ids)])
    return messages.filter(({ id, mailboxIds }) => mailboxIds.length === 0 && !awaited.has(id))
  }

  return {
    entries: (accountId) => readJournal(context, accountId),
    async awaitingUpload() {
      const entries = await readJournal(context)
      return new Set(entries.flatMap(({ action }) => (action.kind === 'append' ? [action.messageId] : [])))
    },
    copies: (messageIds) => stores.remote.byMessages(messageIds),
    messages: (messageIds) => stores.messages.get(messageIds),
    async flagsOf({ flags, tagIds }) {
      const all = await tags.keywords.all()
      return [...flagsToImap(flags), ...tagIds.flatMap((id) => all.get(id)?.keyword ?? [])]
    },
    async raw(message) {
      const blob = message.copies[0]?.blob
      return blob === undefined ? null : stores.blobs.get(blob)
    },
    hash: context.hash,
    async finish(replayed) {
      if (replayed.length === 0) return
      const gone = await departed(replayed.map(({ entry }) => entry))
      const goneIds = new Set(gone.map(({ id }) => id))
      const effects = replayed.map((each) => each.effects ?? {})
      const put = effects.flatMap((each) => each.put ?? []).filter(({ messageId }) => !goneIds.has(messageId))
      const kept = new Set(put.map(({ mailboxId, uid }) => `${mailboxId}\n${uid}`))
      await stores.commit({
        recordRemoves: replayed.map(({ entry }) => ({ noun: 'journal', id: entry.id })),
        remotePuts: put,
        // Removals are applied after puts: what is both must stay.
        remoteRemoves: effects
          .flatMap((each) => each.removed ?? [])
          .filter(({ mailboxId, uid }) => !kept.has(`${mailboxId}\n${uid}`)),
        remoteClears: effects.flatMap((each) => each.cleared ?? []),
        messageRemoves: [...goneIds],
        log: gone.map(({ id }) => log.delete('message', id)),
      })
      if (gone.length > 0) {
        events.emit({
          type: 'messages.removed',
          ...touched(
            goneIds,
            gone.map(({ threadId }) => threadId),
            [],
          ),
        })
      }
    },
    async postpone(entry) {
      const attempts = entry.attempts + 1
      const patch = { noun: 'journal' as const, id: entry.id, from: { attempts: entry.attempts }, set: { attempts } }
      // A conflict means that the entry was replaced or finished meanwhile: nothing to count then.
      await stores.commit({ recordPatches: [patch] })
      return attempts
    },
    giveUp: (entry) => takeBack(context, tags, entry),
  }
}

async function takeBack(context: CoreContext, tags: MirrorTags, entry: JournalEntry): Promise<void> {
  const { action } = entry
  const removal = { recordRemoves: [{ noun: 'journal' as const, id: entry.id }] }
  if (action.kind !== 'move' && action.kind !== 'delete' && action.kind !== 'flags') {
    await context.stores.commit(removal)
    return
  }
  const { messageId } = action
  const copies = await context.stores.remote.byMessages([messageId])
  const [message] = await context.stores.messages.get([messageId])
  const source = action.kind === 'move' ? action.from : action.mailboxId
  const still = message !== undefined && copies.some(({ mailboxId }) => mailboxId === source)
  const back: Membership[] =
    action.kind !== 'flags' && still && !message.mailboxIds.includes(source) ? [{ mailboxId: source, messageId }] : []
  const out: Membership[] =
    action.kind === 'move' && still && !copies.some(({ mailboxId }) => mailboxId === action.to)
      ? [{ mailboxId: action.to, messageId }]
      : []
  const changes: ChangeSet = {
    ...removal,
    membershipAdds: back,
    membershipRemoves: out,
    log: [
      ...back.map(({ mailboxId }) => context.log.add('message', messageId, 'mailboxes', mailboxId)),
      ...out.map(({ mailboxId }) => context.log.remove('message', messageId, 'mailboxes', mailboxId)),
    ],
  }
  await context.stores.commit(changes)
  if (action.kind === 'flags') await settleKnown(context, tags, action.mailboxId, [messageId])
  else if (message !== undefined) {
    context.events.emit({
      type: 'messages.changed',
      ...touched(
        [messageId],
        [message.threadId],
        [...back, ...out].map(({ mailboxId }) => mailboxId),
      ),
    })
  }
}
