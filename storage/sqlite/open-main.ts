import { existsSync, renameSync, statSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { Failure } from '../../core/defs/index.ts'
import type { RecordPut } from '../contracts/index.ts'
import { blobsOfRecord } from '../derived/index.ts'
import { createCommit } from './commit.ts'
import {
  type DirectoryLock,
  explainSqlite,
  lockDirectory,
  migrate,
  openWriter,
  refuseNewer,
} from './connection/index.ts'
import { migrations } from './migrations/index.ts'
import { inspect, type RebuildFacts, rebuildList, type SalvagedPlace, salvage, setAside } from './recovery/index.ts'
import { openWrites } from './writes.ts'

/** SQLite takes a file that is shorter than its smallest page for an empty database, and is silent about it. */
const smallestBytes = 512

export interface Opened {
  readonly db: Database
  readonly lock: DirectoryLock
}

/**
 * Takes the directory, opens or makes its database and brings it up to date. A damaged one is kept aside and replaced;
 * `rawBlobs` are then noted for ingest. Accounts, mailboxes, drafts and the outbox are carried over as far as they can be read.
 */
export function openMain(directory: string, file: string, program: string, rawBlobs: () => Iterable<string>): Opened {
  const lock = lockDirectory(directory, program)
  try {
    return { db: openOrRebuild(file, rawBlobs), lock }
  } catch (thrown) {
    lock.release()
    throw thrown
  }
}

function openOrRebuild(file: string, rawBlobs: () => Iterable<string>): Database {
  const isNew = !existsSync(file) || statSync(file).size < smallestBytes
  try {
    const db = openSound(file)
    // a database that was taken away or cut to nothing, its raw messages still here
    if (isNew) noteRebuild(db, { keptAt: null, records: 0 }, placeless([], rawBlobs()))
    return db
  } catch (thrown) {
    const explained = explainSqlite(thrown, file)
    if (!(explained instanceof Failure) || explained.code !== 'corrupt') throw thrown
  }
  const keptAt = setAside(file, Date.now(), renameSync)
  const db = openSound(file)
  const { records, places } = salvage(keptAt)
  const commit = createCommit(db, openWrites(db))
  db.transaction(() => {
    commit({ recordPuts: records })
    noteRebuild(db, { keptAt, records: records.length }, [...places, ...placeless(records, rawBlobs())])
  }).immediate()
  return db
}

function noteRebuild(db: Database, facts: RebuildFacts, places: readonly SalvagedPlace[]): void {
  if (facts.keptAt === null && places.length === 0) return
  db.transaction(() => rebuildList(db).begin(facts, places)).immediate()
}

/** Raw messages whose place was lost: all blobs but those of drafts and of the outbox (which also name no place). */
function placeless(records: readonly RecordPut[], blobs: Iterable<string>): SalvagedPlace[] {
  const others = new Set(records.flatMap((put) => blobsOfRecord(put.noun, put.value)))
  const flags = { seen: true, flagged: false, answered: false, forwarded: false, draft: false }
  return [...blobs].filter((blob) => !others.has(blob)).map((blob) => ({ blob, mailboxIds: [], flags }))
}

function openSound(file: string): Database {
  const db = openWriter(file, (opened) => refuseNewer(opened, migrations, file))
  try {
    inspect(db, file)
    migrate(db, migrations)
    return db
  } catch (thrown) {
    db.close()
    throw thrown
  }
}
