import type { Database } from '../sqlite/connection/index.ts'

/** Blobs of a few pages are read whole: larger pages mean fewer of them. Takes effect on a new file only. */
const pageBytes = 16_384

/** Version of blobs.db. It is not derived from anything, so it changes as seldom as can be. */
export const blobsVersion = 1

/** `bytes` is null for what lies in a file of its own (files.ts). */
export function prepareBlobs(db: Database): void {
  if (Number(db.pragma('user_version', { simple: true })) >= blobsVersion) return
  db.transaction(() => {
    db.exec(`
      create table blobs (
        row integer primary key,
        hash blob not null unique,
        codec text not null,
        size_bytes integer not null,
        stored_bytes integer not null,
        bytes blob
      ) strict;
      -- one row: the sums, kept by triggers so that asking costs nothing
      create table sums (count integer not null, raw_bytes integer not null, stored_bytes integer not null) strict;
      insert into sums values (0, 0, 0);
      create trigger blobs_in after insert on blobs begin
        update sums set count = count + 1, raw_bytes = raw_bytes + new.size_bytes,
          stored_bytes = stored_bytes + new.stored_bytes;
      end;
      create trigger blobs_out after delete on blobs begin
        update sums set count = count - 1, raw_bytes = raw_bytes - old.size_bytes,
          stored_bytes = stored_bytes - old.stored_bytes;
      end;
    `)
    db.pragma(`user_version = ${blobsVersion}`)
  }).immediate()
}

/** Before anything is written into a new file. */
export function sizePages(db: Database): void {
  db.pragma(`page_size = ${pageBytes}`)
}
