import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { fail } from '../../../core/defs/index.ts'

/** Left beside the database when a thread met damage while it ran: the next start then looks at every page. */
function markOf(file: string): string {
  return `${file}.suspect`
}

export function suspect(file: string): void {
  writeFileSync(markOf(file), '')
}

/**
 * Looks at a database that was just opened: cheaply at most starts, thoroughly when damage was met before.
 * Throws `corrupt`, or SQLite's own error of that kind.
 */
export function inspect(db: Database, file: string): void {
  db.prepare('select count(*) from sqlite_master').get()
  const log = `${file}-wal`
  const pages = Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }))
  if ((!existsSync(log) || statSync(log).size === 0) && statSync(file).size < pages) {
    throw fail('corrupt', 'The database is cut short.', { source: file, details: `${pages} bytes expected` })
  }
  if (!existsSync(markOf(file))) return
  const found = String(db.pragma('integrity_check(1)', { simple: true }))
  if (found !== 'ok') throw fail('corrupt', 'The database is damaged.', { source: file, details: found })
  rmSync(markOf(file))
}

/** Moves a damaged database out of the way, with its log, and answers where it is kept. */
export function setAside(file: string, nowMs: number, rename: (from: string, to: string) => void): string {
  const time = new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, '')
  let kept = `${file}.corrupt-${time}`
  for (let again = 2; existsSync(kept); again++) kept = `${file}.corrupt-${time}-${again}`
  for (const suffix of ['', '-wal', '-shm']) if (existsSync(file + suffix)) rename(file + suffix, kept + suffix)
  rmSync(markOf(file), { force: true })
  return kept
}
