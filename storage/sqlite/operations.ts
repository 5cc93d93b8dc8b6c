import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import {
  BlobFiles,
  type BlobReadOperations,
  type BlobWriteOperations,
  blobReads,
  blobWrites,
  prepareBlobs,
  sizePages,
} from '../blobs/index.ts'
import type { ChangeSet, CommitResult } from '../contracts/index.ts'
import type { Operations } from '../requests/index.ts'
import { createCommit, openWrites } from './commit.ts'
import { migrate, openReader, openWriter, refuseNewer } from './connection/index.ts'
import { logReads } from './log/index.ts'
import { mailboxReads } from './mailboxes/index.ts'
import { messageReads } from './messages/index.ts'
import { migrations } from './migrations/index.ts'
import { recordReads } from './records/index.ts'
import { remoteReads } from './remote/index.ts'
import { searchReads } from './search/index.ts'
import { statsReads } from './stats.ts'
import { threadReads } from './threads/index.ts'

export interface ThreadData {
  readonly directory: string
  readonly role: 'writer' | 'reader' | 'blob-writer' | 'blob-reader'
}

export const databaseName = 'main.db'
export const blobsName = 'blobs.db'
export const blobFolder = 'blobs'

/** What a reader thread answers, by noun. */
export function readOperations(db: Database) {
  const messages = messageReads(db)
  return {
    messages,
    threads: threadReads(db, messages),
    remote: remoteReads(db),
    records: recordReads(db),
    mailboxes: mailboxReads(db),
    search: searchReads(db),
    log: logReads(db),
    stats: statsReads(db),
  }
}
export type ReadOperations = ReturnType<typeof readOperations>

/** What the writer thread answers. */
export function writeOperations(db: Database) {
  const commit = createCommit(db, openWrites(db))
  return {
    store: {
      /** opens and migrates, which every first request does: an answer means that readers may open too */
      open: (): void => {},
      commit: (changes: ChangeSet): CommitResult => commit(changes),
      close: (): void => {
        db.pragma('wal_checkpoint(TRUNCATE)')
        db.close()
      },
    },
  }
}
export type WriteOperations = ReturnType<typeof writeOperations>

function openMain(file: string): WriteOperations {
  const db = openWriter(file)
  refuseNewer(db, migrations, file)
  migrate(db, migrations)
  return writeOperations(db)
}

function openBlobWriter(directory: string): BlobWriteOperations {
  const db = openWriter(join(directory, blobsName), sizePages)
  prepareBlobs(db)
  return { blobs: blobWrites(db, new BlobFiles(join(directory, blobFolder))) }
}

function openBlobReader(directory: string): BlobReadOperations {
  return { blobs: blobReads(openReader(join(directory, blobsName)), new BlobFiles(join(directory, blobFolder))) }
}

export function openOperations({ directory, role }: ThreadData): Operations {
  switch (role) {
    case 'writer':
      return openMain(join(directory, databaseName))
    case 'reader':
      return readOperations(openReader(join(directory, databaseName)))
    case 'blob-writer':
      return openBlobWriter(directory)
    case 'blob-reader':
      return openBlobReader(directory)
  }
}
