import { createHash } from 'node:crypto'
import { zstdDecompressSync } from 'node:zlib'
import type { Database } from '../sqlite/connection/index.ts'
import type { BlobFiles } from './files.ts'

/** A row of a damaged database of raw bytes, as far as it could be read. */
export interface DamagedBlob {
  readonly row: number
  readonly hash: Uint8Array
  readonly codec: string
  readonly size_bytes: number
  readonly stored_bytes: number
  readonly bytes: Uint8Array | null
}

/** One by one by row, for a reader that goes on behind what it cannot read. */
export const damagedBlobs =
  'select row, hash, codec, size_bytes, stored_bytes, bytes from blobs where row > ? order by row limit 1'

/** Decompressed sizes are not known of files without a row: more than the largest message that servers take. */
const maxRawBytes = 1024 * 1024 * 1024
/** Rows in one transaction. */
const atOnce = 200

/** Copies what is whole, each checked against its hash, and takes up the files whose row is gone. */
export function salvageBlobs(rows: Iterable<DamagedBlob>, into: Database, files: BlobFiles): void {
  const insert = into.prepare<[Uint8Array, string, number, number, Uint8Array | null]>(
    `insert into blobs (hash, codec, size_bytes, stored_bytes, bytes) values (?, ?, ?, ?, ?)
     on conflict (hash) do nothing`,
  )
  const insertAll = into.transaction((some: readonly DamagedBlob[]) => {
    for (const { hash, codec, size_bytes, stored_bytes, bytes } of some) {
      insert.run(hash, codec, size_bytes, stored_bytes, bytes)
    }
  })
  let some: DamagedBlob[] = []
  for (const row of rows) {
    if (row.bytes === null || codecOf(row.hash, row.bytes) === null) continue
    some.push(row)
    if (some.length < atOnce) continue
    insertAll.immediate(some)
    some = []
  }
  insertAll.immediate(some)
  for (const file of files.walk()) {
    if (!('hash' in file)) continue
    const stored = files.read(file.hash)
    const hash = Buffer.from(file.hash, 'hex')
    const found = stored && codecOf(hash, stored)
    if (found) insert.run(hash, found.codec, found.sizeBytes, stored.byteLength, null)
  }
}

/** How these bytes are stored; null when they are not those of the hash. */
function codecOf(hash: Uint8Array, stored: Uint8Array): { codec: 'zstd' | 'raw'; sizeBytes: number } | null {
  const isRight = (bytes: Uint8Array): boolean => createHash('sha256').update(bytes).digest().equals(hash)
  if (isRight(stored)) return { codec: 'raw', sizeBytes: stored.byteLength }
  try {
    const raw = zstdDecompressSync(stored, { maxOutputLength: maxRawBytes })
    return isRight(raw) ? { codec: 'zstd', sizeBytes: raw.byteLength } : null
  } catch {
    return null
  }
}
