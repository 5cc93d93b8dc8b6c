import { readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { MessageFlags } from '../../../core/defs/index.ts'
import { packFlags, unpackFlags } from '../messages/index.ts'

/** Where a raw message stood: what is needed to ingest it again into its place. */
export interface SalvagedPlace {
  /** hash of the raw bytes in the blob store */
  readonly blob: string
  /** those that are still known; [] when the place was lost with the database */
  readonly mailboxIds: readonly string[]
  readonly flags: MessageFlags
}

/** What a damaged database was replaced by. */
export interface RebuildFacts {
  /** the damaged file, whole as it was found; null when there was none (somebody took it away) */
  readonly keptAt: string | null
  /** how many accounts, mailboxes, drafts ... were carried over */
  readonly records: number
}

const ids = z.array(z.string())

/** The list of raw messages that are still to be ingested again, in the new database itself. */
export function rebuildList(db: Database) {
  const facts = db.prepare<[], RebuildFacts>('select kept_at as keptAt, records from rebuild limit 1')
  const note = db.prepare<[string | null, number]>('insert into rebuild (kept_at, records) values (?, ?)')
  const finish = db.prepare('delete from rebuild where not exists (select 1 from salvaged)')
  const put = db.prepare<[string, string, number]>(
    `insert into salvaged (blob, mailboxes, flags) values (?, ?, ?) on conflict (blob) do nothing`,
  )
  const page = db.prepare<[number], { blob: string; mailboxes: string; flags: number }>(
    'select blob, mailboxes, flags from salvaged order by blob limit ?',
  )
  const remove = db.prepare<[string]>('delete from salvaged where blob = ?')
  const left = db.prepare<[], number>('select count(*) from salvaged').pluck()

  const removeAll = db.transaction((blobs: readonly string[]) => {
    for (const blob of blobs) remove.run(blob)
    finish.run()
  })
  return {
    /** null when there is nothing to rebuild, or nothing any more */
    facts: (): RebuildFacts | null => facts.get() ?? null,
    /** within a transaction of the caller; the first place given for a blob stays */
    begin({ keptAt, records }: RebuildFacts, places: readonly SalvagedPlace[]): void {
      note.run(keptAt, records)
      for (const { blob, mailboxIds, flags } of places) put.run(blob, JSON.stringify(mailboxIds), packFlags(flags))
    },
    left: (): number => left.get() ?? 0,
    /** names of the damaged databases that were set aside and are still there */
    kept: (): string[] =>
      readdirSync(dirname(db.name)).filter(
        (name) => /^(main|blobs)\.db\.corrupt-/.test(name) && !/-(wal|shm)$/.test(name),
      ),
    places: (limit: number): SalvagedPlace[] =>
      page.all(limit).map(({ blob, mailboxes, flags }) => ({
        blob,
        mailboxIds: ids.parse(JSON.parse(mailboxes)),
        flags: unpackFlags(flags),
      })),
    done: (blobs: readonly string[]): void => removeAll.immediate(blobs),
  }
}
