import { existsSync, renameSync, rmSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { Failure } from '../../core/defs/index.ts'
import {
  type BlobFiles,
  type DamagedBlob,
  damagedBlobs,
  prepareBlobs,
  salvageBlobs,
  sizePages,
} from '../blobs/index.ts'
import { explainSqlite, openWriter } from './connection/index.ts'
import { inspect, openDamaged, readable, setAside } from './recovery/index.ts'

/** Blobs are written once and in a row: only the index of hashes is looked at again. */
const blobsCacheKib = 8_192

export function openBlobs(file: string): Database {
  const db = openWriter(file, sizePages)
  db.pragma(`cache_size = -${blobsCacheKib}`)
  prepareBlobs(db)
  return db
}

/**
 * Sees to it that the database of raw bytes can be opened. A damaged one is kept aside and replaced by what can still be
 * read of it; answers where it is kept, null when it was sound. A kill on the way leaves the damaged one or the new one.
 */
export function ensureBlobs(file: string, files: BlobFiles): string | null {
  const salvaged = `${file}.salvaged`
  if (existsSync(salvaged)) return replace(file, salvaged)
  try {
    const db = openBlobs(file)
    try {
      inspect(db, file)
    } finally {
      db.close()
    }
    return null
  } catch (thrown) {
    const explained = explainSqlite(thrown, file)
    if (!(explained instanceof Failure) || explained.code !== 'corrupt') throw thrown
  }
  const unfinished = `${file}.salvaging`
  for (const suffix of ['', '-wal', '-shm']) rmSync(unfinished + suffix, { force: true })
  const into = openBlobs(unfinished)
  try {
    salvageInto(into, file, files)
    into.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    into.close()
  }
  renameSync(unfinished, salvaged)
  return replace(file, salvaged)
}

function salvageInto(into: Database, file: string, files: BlobFiles): void {
  let damaged: Database | null = null
  try {
    damaged = openDamaged(file)
  } catch {
    // not even its header can be read: what lies in files of its own is all there is
  }
  try {
    salvageBlobs(damaged === null ? [] : readable<DamagedBlob>(damaged, damagedBlobs, 1), into, files)
  } finally {
    damaged?.close()
  }
}

function replace(file: string, salvaged: string): string | null {
  const keptAt = existsSync(file) ? setAside(file, Date.now(), renameSync) : null
  renameSync(salvaged, file)
  return keptAt
}
