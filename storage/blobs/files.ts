import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

/** Blobs that are too large for the database, one file each: `<directory>/<first two of hash>/<hash>`. */
export class BlobFiles {
  readonly #directory: string

  constructor(directory: string) {
    this.#directory = directory
  }

  /** Whole or not at all: a temporary file is made durable before it gets its name, and the name before this returns. */
  write(hash: string, bytes: Uint8Array): void {
    const folder = join(this.#directory, hash.slice(0, 2))
    const isNew = mkdirSync(folder, { recursive: true }) !== undefined
    const temporary = join(folder, `${hash}.tmp`)
    try {
      writeDurably(temporary, bytes)
      renameSync(temporary, join(folder, hash))
    } catch (thrown) {
      rmSync(temporary, { force: true })
      throw thrown
    }
    syncFolder(folder)
    if (!isNew) return
    syncFolder(this.#directory)
    syncFolder(dirname(this.#directory))
  }

  /** null if there is no such file */
  read(hash: string): Uint8Array | null {
    const file = this.#path(hash)
    return existsSync(file) ? readFileSync(file) : null
  }

  has(hash: string): boolean {
    return existsSync(this.#path(hash))
  }

  remove(hash: string): void {
    rmSync(this.#path(hash), { force: true })
  }

  /** hashes of all files, and the paths of those that a kill left half written */
  *walk(): Generator<{ hash: string } | { half: string }> {
    if (!existsSync(this.#directory)) return
    for (const folder of readdirSync(this.#directory)) {
      for (const name of readdirSync(join(this.#directory, folder))) {
        yield /^[0-9a-f]{64}$/.test(name) ? { hash: name } : { half: join(this.#directory, folder, name) }
      }
    }
  }

  #path(hash: string): string {
    return join(this.#directory, hash.slice(0, 2), hash)
  }
}

function writeDurably(file: string, bytes: Uint8Array): void {
  const descriptor = openSync(file, 'w')
  try {
    for (let offset = 0; offset < bytes.byteLength; ) offset += writeSync(descriptor, bytes, offset)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** A name in a folder is durable once the folder is. Windows cannot open folders, and does not need it. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
