import type { Migration } from '../connection/index.ts'

/** What is left to do after a damaged database was replaced: kept here, so that a kill on the way only delays it. */
export const recoveryMigration: Migration = {
  version: 3,
  up: (db) => {
    db.exec(`
      -- one row while there is something left
      create table rebuild (kept_at text, records integer not null) strict;

      -- raw messages that are to be ingested again; mailboxes: JSON array of ids; flags: as in messages.flags
      create table salvaged (
        blob text primary key,
        mailboxes text not null,
        flags integer not null
      ) strict, without rowid;
    `)
  },
}
