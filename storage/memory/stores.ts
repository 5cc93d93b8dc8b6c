import type { Finding, Stats } from '../../core/defs/index.ts'
import type { BlobStore, Stores } from '../contracts/index.ts'
import { blobsOfMessage, blobsOfRecord } from '../derived/index.ts'
import { memoryBlobs } from './blobs.ts'
import { commitTo } from './commit.ts'
import { discussionStore, participantSetStore } from './discussions.ts'
import { messageStore } from './messages.ts'
import { logStore, mailboxStore, recordStore, remoteStore } from './records.ts'
import { scoreStore, tagStore } from './scores.ts'
import { createMemorySearch } from './search/index.ts'
import { emptyState, type MemoryState } from './state.ts'
import { threadStore } from './threads.ts'

/** Everything in memory, for tests: the same answers as SQLite, at the cost of walking all of it. */
export function createMemoryStores(): Stores {
  const state = emptyState()
  const blobs = memoryBlobs()
  return {
    messages: messageStore(state),
    threads: threadStore(state),
    remote: remoteStore(state),
    records: recordStore(state),
    mailboxes: mailboxStore(state),
    discussions: discussionStore(state),
    participantSets: participantSetStore(state),
    scores: scoreStore(state),
    tags: tagStore(state),
    search: createMemorySearch(state),
    blobs,
    log: logStore(state),
    commit: async (changes) => commitTo(state, structuredClone(changes)),
    stats: () => statsOf(state, blobs),
    doctor: (repair) => findingsOf(state, blobs, repair),
    close: async () => {},
  }
}

async function statsOf(state: MemoryState, blobs: BlobStore): Promise<Stats> {
  const messages = [...state.messages.values()].map((stored) => stored.message)
  const times = messages.map((message) => message.sortMs).sort((a, b) => a - b)
  const size = await blobs.size()
  return {
    messages: messages.length,
    threads: state.threads.size,
    mailboxes: state.records.mailbox.size,
    accounts: state.records.account.size,
    unread: messages.filter((message) => !message.flags.seen).length,
    rawBytes: size.rawBytes,
    databaseBytes: 0,
    blobBytes: size.storedBytes,
    oldestMs: times[0] ?? null,
    newestMs: times.at(-1) ?? null,
  }
}

/** Only what can go wrong here: blobs and messages that do not match. */
async function findingsOf(state: MemoryState, blobs: BlobStore, repair: boolean): Promise<Finding[]> {
  const used = usedBlobs(state)
  const all = (await blobs.walk(null, Number.MAX_SAFE_INTEGER)).map((blob) => blob.hash)
  const here = new Set(all)
  const orphans = all.filter((hash) => !used.has(hash))
  const missing = [...used].filter((hash) => !here.has(hash))
  if (repair) await blobs.remove(orphans)
  return [
    {
      check: 'blobs',
      ok: missing.length === 0,
      message: `${missing.length} stored texts of messages are missing.`,
      count: missing.length,
      repaired: false,
    },
    {
      check: 'orphans',
      ok: orphans.length === 0,
      message: `${orphans.length} stored texts belong to no message.`,
      count: orphans.length,
      repaired: repair && orphans.length > 0,
    },
  ]
}

function usedBlobs(state: MemoryState): Set<string> {
  return new Set([
    ...[...state.messages.values()].flatMap(({ message }) => blobsOfMessage(message)),
    ...[...state.records.draft.values()].flatMap((draft) => blobsOfRecord('draft', draft)),
    ...[...state.records.outbox.values()].flatMap((item) => blobsOfRecord('outbox', item)),
    ...[...state.records.contact.values()].flatMap((contact) => blobsOfRecord('contact', contact)),
    ...[...state.records.contactMerge.values()].flatMap((merge) => blobsOfRecord('contactMerge', merge)),
  ])
}
