import { renameSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { Failure } from '../../core/defs/index.ts'
import { createCommit, openWrites } from './commit.ts'
import {
  type DirectoryLock,
  explainSqlite,
  lockDirectory,
  migrate,
  openWriter,
  refuseNewer,
} from './connection/index.ts'
import { migrations } from './migrations/index.ts'
import { inspect, type SalvagedPlace, salvage, setAside } from './recovery/index.ts'

/** What a damaged database was replaced by: a fresh one, with the records that could still be read. */
export interface Rebuilt {
  /** the damaged file, whole as it was found */
  readonly keptAt: string
  /** how many accounts, mailboxes, drafts ... were carried over */
  readonly records: number
  /** where the raw messages stood; those not named here have lost their place. Messages are to be ingested again */
  readonly places: readonly SalvagedPlace[]
}

export interface Opened {
  readonly db: Database
  readonly lock: DirectoryLock
  readonly rebuilt: Rebuilt | null
}

/** Takes the directory, opens or makes its database and brings it up to date; a damaged one is kept and replaced. */
export function openMain(directory: string, file: string, program: string): Opened {
  const lock = lockDirectory(directory, program)
  try {
    return { ...openOrRebuild(file), lock }
  } catch (thrown) {
    lock.release()
    throw thrown
  }
}

function openOrRebuild(file: string): Omit<Opened, 'lock'> {
  try {
    return { db: openSound(file), rebuilt: null }
  } catch (thrown) {
    const explained = explainSqlite(thrown, file)
    if (!(explained instanceof Failure) || explained.code !== 'corrupt') throw thrown
  }
  const keptAt = setAside(file, Date.now(), renameSync)
  const db = openSound(file)
  const { records, places } = salvage(keptAt)
  createCommit(db, openWrites(db))({ recordPuts: records })
  return { db, rebuilt: { keptAt, records: records.length, places } }
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
