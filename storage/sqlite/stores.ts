import { type BlobReadOperations, type BlobWriteOperations, createBlobStore } from '../blobs/index.ts'
import type {
  LogStore,
  MailboxStore,
  MessageStore,
  RecordStore,
  RemoteStore,
  SearchStore,
  Stores,
  ThreadStore,
} from '../contracts/index.ts'
import { ThreadPool } from '../pool/index.ts'
import type { ReadOperations, ThreadData, WriteOperations } from './operations.ts'

/** Two, so that a search that takes its time does not hold up a list; more would only share the same two cores. */
const defaultReaders = 2

export interface SqliteOptions {
  readonly directory: string
  readonly threads?: {
    /** the module of a storage thread: `thread.ts`, or the file that it was bundled into */
    readonly file?: URL
    readonly readers?: number
  }
}

/** Opens (and makes, and migrates) the database of a data directory. SQLite itself runs only in the threads. */
export async function openSqliteStores({ directory, threads = {} }: SqliteOptions): Promise<Stores> {
  const file = threads.file ?? new URL('./thread.ts', import.meta.url)
  const pool = (role: ThreadData['role'], count = 1) => ({
    file,
    threads: count,
    data: { directory, role } satisfies ThreadData,
  })
  const writer = new ThreadPool<WriteOperations>(pool('writer'))
  const readers = new ThreadPool<ReadOperations>(pool('reader', threads.readers ?? defaultReaders))
  const blobWriter = new ThreadPool<BlobWriteOperations>(pool('blob-writer'))
  const blobReader = new ThreadPool<BlobReadOperations>(pool('blob-reader'))
  const blobs = createBlobStore(blobReader, blobWriter)

  const close = async () => {
    await Promise.all([readers.close(), blobReader.close()])
    await Promise.all([writer.call('store', 'close', []), blobWriter.call('blobs', 'close', [])])
    await Promise.all([writer.close(), blobWriter.close()])
  }
  try {
    await Promise.all([writer.call('store', 'open', []), blobWriter.call('blobs', 'open', [])])
  } catch (thrown) {
    await Promise.all([writer, readers, blobWriter, blobReader].map((threads) => threads.close()))
    throw thrown
  }
  return {
    ...readStores(readers),
    blobs,
    commit: (changes) => writer.call('store', 'commit', [changes]),
    async stats() {
      const [database, size] = await Promise.all([readers.call('stats', 'all', []), blobs.size()])
      return { ...database, rawBytes: size.rawBytes, blobBytes: size.storedBytes }
    },
    doctor: async () => [],
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
  readonly log: LogStore
}

/** The contracts over the reader threads: each method is the operation of the same name. */
function readStores(readers: ThreadPool<ReadOperations>): ReadStores {
  return {
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

/** The generic methods lose their noun on the way through the pool's table; the thread keeps to it. */
function recordStore(readers: ThreadPool<ReadOperations>): RecordStore {
  return {
    get: (noun, id, options) =>
      readers.call('records', 'get', [noun, id], options) as ReturnType<RecordStore['get']> as never,
    list: (noun, request, options) => readers.call('records', 'list', [noun, request], options) as never,
    count: (noun, scope, options) => readers.call('records', 'count', [noun, scope], options),
  }
}
