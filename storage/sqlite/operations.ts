import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { BlobFiles, blobHashes, blobReads, blobWrites } from '../blobs/index.ts'
import type { ChangeSet, CommitResult } from '../contracts/index.ts'
import type { Operations } from '../requests/index.ts'
import { createCommit } from './commit.ts'
import { openReader } from './connection/index.ts'
import { discussionReads, setReads } from './discussions/index.ts'
import { doctorReads, doctorWrites } from './doctor/index.ts'
import { internedReads } from './interned/index.ts'
import { logReads } from './log/index.ts'
import { mailboxReads } from './mailboxes/index.ts'
import { messageReads } from './messages/index.ts'
import { ensureBlobs, openBlobs } from './open-blobs.ts'
import { type Opened, openMain } from './open-main.ts'
import { peopleReads } from './people/index.ts'
import { recordReads } from './records/index.ts'
import { rebuildList, suspect } from './recovery/index.ts'
import { remoteReads } from './remote/index.ts'
import { scoreReads } from './scores/index.ts'
import { searchReads } from './search/index.ts'
import { statsReads } from './stats.ts'
import { tagReads } from './tags/index.ts'
import { threadReads } from './threads/index.ts'
import { openWrites } from './writes.ts'

/** What a storage thread is told when it starts. */
export interface ThreadData {
  readonly directory: string
  /** who holds the directory, for the message to others: `caliopen serve` */
  readonly program: string
  readonly role: 'writer' | 'reader' | 'blobs'
}

const databaseName = 'main.db'
const blobsName = 'blobs.db'
const blobFolder = 'blobs'

/** What a reader thread answers, by noun. */
export function readOperations(db: Database, blobs: () => ReturnType<typeof blobReads>) {
  const interned = internedReads(db)
  const messages = messageReads(db, interned)
  const threads = threadReads(db, interned, messages)
  const people = peopleReads(db)
  const { correspondents, writtenTo } = people
  return {
    messages,
    threads,
    discussions: discussionReads(db, { interned, messages, threads, people }),
    participantSets: setReads(db, interned),
    scores: { ...scoreReads(db), correspondents, writtenTo },
    tags: tagReads(db),
    remote: remoteReads(db),
    records: recordReads(db),
    mailboxes: mailboxReads(db),
    search: searchReads(db, interned),
    log: logReads(db),
    stats: statsReads(db),
    doctor: doctorReads(db),
    blobs: {
      get: (hash: string) => blobs().get(hash),
      has: (hashes: readonly string[]) => blobs().has(hashes),
      walk: (after: string | null, limit: number) => blobs().walk(after, limit),
      size: () => blobs().size(),
    },
  }
}
export type ReadOperations = ReturnType<typeof readOperations>

/** What the writer thread answers. */
export function writeOperations({ db, lock }: Opened, blobsKeptAt: string | null) {
  const writes = openWrites(db)
  const commit = createCommit(db, writes)
  return {
    store: {
      /**
       * the first request of all: when it is answered, the directory is ours and readers may open. `blobsKeptAt`: where a
       * damaged database of raw bytes is kept that was replaced now
       */
      open: (): { blobsKeptAt: string | null } => ({ blobsKeptAt }),
      commit: (changes: ChangeSet): CommitResult => commit(changes),
      close: (): void => {
        db.pragma('wal_checkpoint(TRUNCATE)')
        db.close()
        lock.release()
      },
    },
    doctor: doctorWrites(db, writes),
    rebuild: rebuildList(db),
  }
}
export type WriteOperations = ReturnType<typeof writeOperations>

/** What the thread of blobs answers. */
export function blobOperations(db: Database, files: BlobFiles) {
  return { blobs: blobWrites(db, files) }
}
export type BlobOperations = ReturnType<typeof blobOperations>

export function openOperations({ directory, program, role }: ThreadData): Operations {
  const file = join(directory, databaseName)
  const blobsFile = join(directory, blobsName)
  const files = new BlobFiles(join(directory, blobFolder))
  switch (role) {
    case 'writer': {
      let blobsKeptAt: string | null = null
      const opened = openMain(directory, file, program, () => {
        blobsKeptAt = ensureBlobs(blobsFile, files)
        return everyBlob(blobsFile)
      })
      try {
        blobsKeptAt ??= ensureBlobs(blobsFile, files)
      } catch (thrown) {
        opened.db.close()
        opened.lock.release()
        throw thrown
      }
      return writeOperations(opened, blobsKeptAt)
    }
    case 'reader': {
      let blobs: ReturnType<typeof blobReads> | null = null
      return readOperations(openReader(file), () => {
        blobs ??= blobReads(openReader(blobsFile), files)
        return blobs
      })
    }
    case 'blobs':
      return blobOperations(openBlobs(blobsFile), files)
  }
}

/** Damage met while running: the next start looks at the whole database before it goes on. */
export function noteDamage({ directory, role }: ThreadData): void {
  if (role !== 'blobs') suspect(join(directory, databaseName))
  if (role !== 'writer') suspect(join(directory, blobsName)) // readers read both
}

/** Only called when the main database had to be replaced. */
function everyBlob(file: string): string[] {
  const db = openBlobs(file)
  try {
    return blobHashes(db)
  } finally {
    db.close()
  }
}
