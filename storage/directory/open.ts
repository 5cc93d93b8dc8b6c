import { mkdirSync } from 'node:fs'
import { fail } from '../../core/defs/index.ts'
import { type OpenedStores, openSqlite, type SqliteOptions } from '../sqlite/index.ts'
import { noteFormat, refuseNewerFormat } from './format.ts'

/**
 * Opens a data directory, made if it is not there (readable by its owner only): `main.db` (everything but raw bytes),
 * `blobs.db` and `blobs/` (raw bytes), `format.json`, `lock.db`. Fails with `version` (newer, left untouched), `locked`
 * (open in another program, which it names), `refused` (may not be written), `disk-full`. A damaged database is kept
 * aside and replaced: `rebuilt` then says what has to be ingested again from the blobs.
 */
export async function openStores(options: SqliteOptions): Promise<OpenedStores> {
  const { directory } = options
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
  } catch (thrown) {
    throw fail('refused', 'The folder for the messages cannot be made. Choose another one or change its permissions.', {
      source: directory,
      details: thrown instanceof Error ? thrown.message : String(thrown),
    })
  }
  refuseNewerFormat(directory)
  const opened = await openSqlite(options)
  noteFormat(directory)
  return opened
}
