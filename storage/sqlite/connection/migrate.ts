import type { Database } from 'better-sqlite3'
import { fail } from '../../../core/defs/index.ts'

/** One step forward. Versions are 1, 2, 3 ... without gaps; a step that has been released is never changed. */
export interface Migration {
  readonly version: number
  readonly up: (db: Database) => void
}

export function versionOf(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }))
}

/** A file of a newer version fails with `version`. Reads only: call it before anything is written. */
export function refuseNewer(db: Database, migrations: readonly Migration[], file: string): void {
  const version = versionOf(db)
  if (version <= migrations.length) return
  throw fail(
    'version',
    'This data was written by a newer version of Caliopen. It was left untouched; install that version to open it.',
    { source: file, details: `database version ${version}, known up to ${migrations.length}` },
  )
}

/** Brings a database to the newest version, each step in a transaction of its own. */
export function migrate(db: Database, migrations: readonly Migration[]): void {
  for (const migration of migrations.slice(versionOf(db))) {
    db.transaction(() => {
      migration.up(db)
      db.pragma(`user_version = ${migration.version}`)
    }).immediate()
  }
}
