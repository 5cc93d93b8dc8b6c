import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite, { type Database } from 'better-sqlite3'
import { z } from 'zod'
import { fail } from '../../../core/defs/index.ts'

const owner = z.object({ pid: z.number().int(), program: z.string(), sinceMs: z.number() })

/** What holds a data directory for one program; `release` gives it up. */
export interface DirectoryLock {
  release(): void
}

/**
 * One program at a time in a directory, by a lock of the operating system on `lock.db`: it ends with the process,
 * however that ends, so that no lock is ever left behind and a process id that is used again means nothing.
 * `lock.json` only says who holds it. Fails with `locked`.
 */
export function lockDirectory(directory: string, program: string): DirectoryLock {
  const db = new Sqlite(join(directory, 'lock.db'), { timeout: 0 })
  const note = join(directory, 'lock.json')
  try {
    db.exec('begin exclusive')
  } catch (thrown) {
    db.close()
    if (thrown instanceof Sqlite.SqliteError && thrown.code.startsWith('SQLITE_BUSY')) throw heldBy(note, directory)
    throw thrown
  }
  writeFileSync(note, JSON.stringify({ pid: process.pid, program, sinceMs: Date.now() }))
  return { release: () => release(db, note) }
}

function release(db: Database, note: string): void {
  rmSync(note, { force: true })
  db.close()
}

function heldBy(note: string, directory: string) {
  const who = readOwner(note)
  const name = who === null ? 'another program' : `${who.program} (process ${who.pid})`
  return fail(
    'locked',
    `These messages are open in ${name}. Nothing was changed. Close it there, or choose another folder.`,
    { source: directory, details: who === null ? 'the holder is not known' : JSON.stringify(who) },
  )
}

function readOwner(note: string): z.output<typeof owner> | null {
  try {
    return owner.parse(JSON.parse(readFileSync(note, 'utf8')))
  } catch {
    return null // written after the lock was taken: it may not be there yet
  }
}
