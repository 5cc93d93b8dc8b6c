import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { zstdDecompressSync } from 'node:zlib'
import { type Failure, fail } from '../../core/defs/index.ts'
import type { EncodedBlob } from '../contracts/index.ts'
import type { Database } from '../sqlite/connection/index.ts'
import type { BlobFiles } from './files.ts'

/**
 * What is stored larger than this gets a file of its own. Measured (doc/decisions/041-raw-bytes-packed-or-files.md): up
 * to 1 MiB a row is written three to eighty times quicker than a file (one fsync a batch, not two a file) and read as
 * quickly; at 4 MiB the file wins both, since a row is written twice (log, then database) and leaves a hole when removed.
 */
export const packedLimitBytes = 1024 * 1024

interface BlobRow {
  readonly codec: string
  readonly size_bytes: number
  readonly bytes: Uint8Array | null
}

const hashPattern = /^[0-9a-f]{64}$/

/** Thread side of the reads of BlobStore. */
export function blobReads(db: Database, files: BlobFiles) {
  const get = db.prepare<[Uint8Array], BlobRow>('select codec, size_bytes, bytes from blobs where hash = ?')
  const has = db.prepare<[string], { hash: string; inFile: number }>(
    'select j.value as hash, b.bytes is null as inFile from json_each(?) j join blobs b on b.hash = unhex(j.value)',
  )
  const walk = db.prepare<[Uint8Array, number], { hash: string; sizeBytes: number; storedBytes: number }>(
    `select lower(hex(hash)) as hash, size_bytes as sizeBytes, stored_bytes as storedBytes
     from blobs where hash > ? order by hash limit ?`,
  )
  const size = db.prepare<[], { count: number; rawBytes: number; storedBytes: number }>(
    'select count, raw_bytes as rawBytes, stored_bytes as storedBytes from sums',
  )
  return {
    get(hash: string): Uint8Array | null {
      const row = hashPattern.test(hash) ? get.get(key(hash)) : undefined
      if (row === undefined) return null
      const stored = row.bytes ?? files.read(hash)
      if (stored === null) throw damaged(hash, 'its file is missing')
      return checked(hash, row, stored)
    },
    has(hashes: readonly string[]): Set<string> {
      const here = has.all(JSON.stringify(hashes)).filter(({ hash, inFile }) => inFile === 0 || files.has(hash))
      return new Set(here.map(({ hash }) => hash))
    },
    walk: (after: string | null, limit: number) => walk.all(after === null ? new Uint8Array() : key(after), limit),
    size: () => size.get() ?? { count: 0, rawBytes: 0, storedBytes: 0 },
  }
}

/** Thread side of the writes of BlobStore; answers when everything is on disk. */
export function blobWrites(db: Database, files: BlobFiles) {
  const inFile = db.prepare<[Uint8Array], number>('select bytes is null from blobs where hash = ?').pluck()
  const insert = db.prepare<[Uint8Array, string, number, number, Uint8Array | null]>(
    `insert into blobs (hash, codec, size_bytes, stored_bytes, bytes) values (?, ?, ?, ?, ?)
     on conflict (hash) do nothing`,
  )
  const remove = db.prepare<[Uint8Array]>('delete from blobs where hash = ?')
  const insertAll = db.transaction((blobs: readonly EncodedBlob[]) => {
    for (const { hash, codec, sizeBytes, bytes } of blobs) {
      insert.run(key(hash), codec, sizeBytes, bytes.byteLength, isLarge(bytes) ? null : bytes)
    }
  })
  const removeAll = db.transaction((hashes: readonly string[]) => {
    for (const hash of hashes) remove.run(key(hash))
  })
  return {
    put(blobs: readonly EncodedBlob[]): void {
      for (const { hash } of blobs) requireHash(hash)
      // files first: a row never names a file that is not there
      for (const { hash, bytes } of blobs) {
        const known = inFile.get(key(hash))
        if (known === undefined ? isLarge(bytes) && !files.has(hash) : known === 1 && !files.has(hash)) {
          files.write(hash, bytes)
        }
      }
      insertAll.immediate(blobs)
    },
    remove(hashes: readonly string[]): void {
      const known = hashes.filter((hash) => hashPattern.test(hash))
      removeAll.immediate(known)
      for (const hash of known) files.remove(hash)
    },
    /** files that no row names, left by a kill between the two; answers how many there were */
    strayFiles(removeThem: boolean): number {
      const stray = [...files.walk()].filter((file) => 'half' in file || inFile.get(key(file.hash)) !== 1)
      if (removeThem) {
        for (const file of stray) 'half' in file ? rmSync(file.half, { force: true }) : files.remove(file.hash)
      }
      return stray.length
    },
    /** what SQLite finds wrong with its own file; empty = sound */
    integrity(): string[] {
      const found = String(db.pragma('quick_check(1)', { simple: true }))
      return found === 'ok' ? [] : [found]
    },
    close(): void {
      db.pragma('wal_checkpoint(TRUNCATE)')
      db.close()
    },
  }
}

/** Every hash that there is. */
export function blobHashes(db: Database): string[] {
  return db.prepare<[], string>('select lower(hex(hash)) from blobs').pluck().all()
}

function isLarge(bytes: Uint8Array): boolean {
  return bytes.byteLength > packedLimitBytes
}

function key(hash: string): Uint8Array {
  return Buffer.from(hash, 'hex')
}

function requireHash(hash: string): void {
  if (!hashPattern.test(hash)) throw fail('invalid', 'A blob has to be named by its SHA-256.', { details: hash })
}

/** `size_bytes` bounds the decompression, so that damaged bytes cannot fill the memory. */
function checked(hash: string, row: BlobRow, stored: Uint8Array): Uint8Array {
  const raw = row.codec === 'raw' ? stored : unpack(hash, stored, row.size_bytes)
  if (createHash('sha256').update(raw).digest('hex') !== hash) throw damaged(hash, 'its hash differs')
  return raw
}

function unpack(hash: string, stored: Uint8Array, sizeBytes: number): Uint8Array {
  try {
    return zstdDecompressSync(stored, { maxOutputLength: Math.max(sizeBytes, 1) })
  } catch (thrown) {
    throw damaged(hash, thrown instanceof Error ? thrown.message : String(thrown))
  }
}

function damaged(hash: string, details: string): Failure {
  return fail(
    'corrupt',
    'The stored bytes of a message are damaged. The rest is safe; if the message is still on its server, fetch it again.',
    { source: hash, details },
  )
}
