import type { Page, RecordNoun, RecordOf } from '../../core/defs/index.ts'
import { createBlobStore } from '../blobs/index.ts'
import type {
  BlobStore,
  DiscussionStore,
  LogStore,
  MailboxStore,
  MessageStore,
  ParticipantSetStore,
  ReadOptions,
  RecordStore,
  RemoteStore,
  ScoreStore,
  SearchStore,
  Stores,
  TagStore,
  ThreadStore,
} from '../contracts/index.ts'
import { blobsOfChanges } from '../derived/index.ts'
import { ThreadPool } from '../pool/index.ts'
import type { Operations } from '../requests/index.ts'
import { examine } from './examine.ts'
import { InFlight } from './in-flight.ts'
import type { BlobOperations, ReadOperations, ThreadData, WriteOperations } from './operations.ts'
import type { RebuildFacts, SalvagedPlace } from './recovery/index.ts'

/** Two while both are busy, so that a search that takes its time does not hold up a list; one at rest. */
const readerThreads = { atLeast: 1, atMost: 2 }

export interface SqliteOptions {
  readonly directory: string
  /** who opens it, for the message to another program that tries: `caliopen serve` */
  readonly program?: string
  /** the module of a storage thread: `thread.ts`, or the file that it was bundled into */
  readonly threadFile?: URL
}

/**
 * A damaged database was replaced, now or at an earlier start, and raw messages are still to be ingested again:
 * take `places`, ingest them from the blob store, tell `done`, until there are none. A kill on the way only delays it.
 */
export interface Rebuild extends RebuildFacts {
  /** how many are left */
  left(): Promise<number>
  /** the next ones; those of which nothing more is known have no mailboxes */
  places(limit: number): Promise<SalvagedPlace[]>
  done(blobs: readonly string[]): Promise<void>
}

export interface OpenedStores {
  readonly stores: Stores
  /** null when the database is sound and whole */
  readonly rebuilt: Rebuild | null
  /** where a damaged database of raw bytes is kept; what could be read of it is in the new one; null when it was sound */
  readonly blobsKeptAt: string | null
}

/**
 * Opens (and makes, and migrates) the database of a data directory. SQLite itself runs only in the threads.
 * Fails with `locked`, `version`, `disk-full`, `refused`; a damaged database is replaced and told of in `rebuilt`.
 */
export async function openSqlite(options: SqliteOptions): Promise<OpenedStores> {
  const { directory, program = 'Caliopen', threadFile = new URL('./thread.ts', import.meta.url) } = options
  const pool = <T extends Operations>(role: ThreadData['role'], threads: { atLeast: number; atMost: number }) =>
    new ThreadPool<T>({ file: threadFile, threads, data: { directory, program, role } satisfies ThreadData })
  const writer = pool<WriteOperations>('writer', { atLeast: 1, atMost: 1 })
  const readers = pool<ReadOperations>('reader', readerThreads)
  const blobWriter = pool<BlobOperations>('blobs', { atLeast: 0, atMost: 1 })

  const close = async () => {
    await readers.close()
    if (blobWriter.started) await blobWriter.call('blobs', 'close', [])
    await blobWriter.close()
    await writer.call('store', 'close', [])
    await writer.close()
  }
  readers.warm()
  try {
    const { blobsKeptAt } = await writer.call('store', 'open', [])
    const facts = await writer.call('rebuild', 'facts', [])
    return {
      stores: assemble(writer, readers, blobWriter, close),
      rebuilt: facts && rebuildOf(writer, facts),
      blobsKeptAt,
    }
  } catch (thrown) {
    await Promise.all([writer.close(), readers.close()])
    throw thrown
  }
}

function rebuildOf(writer: ThreadPool<WriteOperations>, facts: RebuildFacts): Rebuild {
  return {
    ...facts,
    left: () => writer.call('rebuild', 'left', []),
    places: (limit) => writer.call('rebuild', 'places', [limit]),
    done: (blobs) => writer.call('rebuild', 'done', [blobs]),
  }
}

/** The same for who has no use for what happened on opening. */
export async function openSqliteStores(options: SqliteOptions): Promise<Stores> {
  return (await openSqlite(options)).stores
}

function assemble(
  writer: ThreadPool<WriteOperations>,
  readers: ThreadPool<ReadOperations>,
  blobWriter: ThreadPool<BlobOperations>,
  close: () => Promise<void>,
): Stores {
  const stored = createBlobStore(readers, blobWriter)
  const inFlight = new InFlight()
  const blobs: BlobStore = {
    ...stored,
    put(added, options) {
      for (const { hash } of added) inFlight.put(hash)
      return stored.put(added, options)
    },
  }
  return {
    ...readStores(readers),
    blobs,
    async commit(changes, options) {
      const result = await writer.call('store', 'commit', [changes], options)
      if (result.ok) for (const hash of blobsOfChanges(changes)) inFlight.committed(hash)
      return result
    },
    async stats() {
      const [database, size] = await Promise.all([readers.call('stats', 'all', []), blobs.size()])
      return { ...database, rawBytes: size.rawBytes, blobBytes: size.storedBytes }
    },
    doctor: (repair) => examine(repair, { writer, readers, blobs, blobWriter, inFlight }),
    close,
  }
}

interface ReadStores {
  readonly messages: MessageStore
  readonly threads: ThreadStore
  readonly remote: RemoteStore
  readonly records: RecordStore
  readonly mailboxes: MailboxStore
  readonly search: SearchStore
  readonly discussions: DiscussionStore
  readonly participantSets: ParticipantSetStore
  readonly scores: ScoreStore
  readonly tags: TagStore
  readonly log: LogStore
}

/** The contracts over the reader threads: each method is the operation of the same name. */
function readStores(readers: ThreadPool<ReadOperations>): ReadStores {
  return {
    ...judgedStores(readers),
    messages: {
      get: (ids, options) => readers.call('messages', 'get', [ids], options),
      list: (request, options) => readers.call('messages', 'list', [request], options),
      byMessageIds: (ids, options) => readers.call('messages', 'byMessageIds', [ids], options),
      ofThreads: (ids, options) => readers.call('messages', 'ofThreads', [ids], options),
      memberships: (ids, options) => readers.call('messages', 'memberships', [ids], options),
      walk: (after, limit, options) => readers.call('messages', 'walk', [after, limit], options),
      pendingBodies: (mailboxId, limit, options) =>
        readers.call('messages', 'pendingBodies', [mailboxId, limit], options),
    },
    threads: {
      list: (request, options) => readers.call('threads', 'list', [request], options),
      get: (ids, options) => readers.call('threads', 'get', [ids], options),
      messages: (id, cursor, limit, options) => readers.call('threads', 'messages', [id, cursor, limit], options),
      byRefs: (refs, options) => readers.call('threads', 'byRefs', [refs], options),
    },
    remote: {
      page: (mailboxId, afterUid, limit, options) =>
        readers.call('remote', 'page', [mailboxId, afterUid, limit], options),
      byUids: (mailboxId, uids, options) => readers.call('remote', 'byUids', [mailboxId, uids], options),
      byMessages: (ids, options) => readers.call('remote', 'byMessages', [ids], options),
      count: (mailboxId, options) => readers.call('remote', 'count', [mailboxId], options),
    },
    records: recordStore(readers),
    mailboxes: { counts: (ids, options) => readers.call('mailboxes', 'counts', [ids], options) },
    search: {
      match: (request, options) => readers.call('search', 'match', [request], options),
      coverage: (options) => readers.call('search', 'coverage', [], options),
      people: (limit, options) => readers.call('search', 'people', [limit], options),
      subjects: (limit, options) => readers.call('search', 'subjects', [limit], options),
    },
    log: {
      since: (clock, limit) => readers.call('log', 'since', [clock, limit], { priority: 'batch' }),
      last: () => readers.call('log', 'last', []),
      count: () => readers.call('log', 'count', []),
    },
  }
}

function judgedStores(
  readers: ThreadPool<ReadOperations>,
): Pick<ReadStores, 'discussions' | 'participantSets' | 'scores' | 'tags'> {
  return {
    discussions: {
      list: (request, options) => readers.call('discussions', 'list', [request], options),
      get: (ids, options) => readers.call('discussions', 'get', [ids], options),
      histogram: (view, unread, options) => readers.call('discussions', 'histogram', [view, unread], options),
      threads: (id, cursor, limit, options) => readers.call('discussions', 'threads', [id, cursor, limit], options),
      messages: (request, options) => readers.call('discussions', 'messages', [request], options),
      messageIds: (ids, options) => readers.call('discussions', 'messageIds', [ids], options),
    },
    participantSets: {
      get: (ids, options) => readers.call('participantSets', 'get', [ids], options),
      byAddresses: (addresses, cursor, limit, options) =>
        readers.call('participantSets', 'byAddresses', [addresses, cursor, limit], options),
      ofDiscussions: (ids, options) => readers.call('participantSets', 'ofDiscussions', [ids], options),
      walk: (after, limit, options) => readers.call('participantSets', 'walk', [after, limit], options),
      messagesOf: (ids, cursor, limit, options) =>
        readers.call('participantSets', 'messagesOf', [ids, cursor, limit], options),
    },
    scores: {
      features: (ids, options) => readers.call('scores', 'features', [ids], options),
      stale: (rules, limit, options) => readers.call('scores', 'stale', [rules, limit], options),
      staleCount: (rules, options) => readers.call('scores', 'staleCount', [rules], options),
      correspondents: (addresses, options) => readers.call('scores', 'correspondents', [addresses], options),
      writtenTo: (limit, options) => readers.call('scores', 'writtenTo', [limit], options),
    },
    tags: {
      counts: (options) => readers.call('tags', 'counts', [], options),
      messages: (id, cursor, limit, options) => readers.call('tags', 'messages', [id, cursor, limit], options),
    },
  }
}

/** The generic methods lose their noun on the way through the pool's table; the thread parses by the noun's schema. */
function recordStore(readers: ThreadPool<ReadOperations>): RecordStore {
  return {
    get: <N extends RecordNoun>(noun: N, id: string, options?: ReadOptions) =>
      readers.call('records', 'get', [noun, id], options) as Promise<RecordOf<N> | null>,
    list: <N extends RecordNoun>(noun: N, request: Parameters<RecordStore['list']>[1], options?: ReadOptions) =>
      readers.call('records', 'list', [noun, request], options) as Promise<Page<RecordOf<N>>>,
    count: (noun, scope, options) => readers.call('records', 'count', [noun, scope], options),
  }
}
