import { mkdir, mkdtemp, open, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fail } from '../../../core/defs/index.ts'

/** Files that the window hands over piece by piece, kept in the data directory until they have been imported. */
export interface Uploads {
  begin(name: string, sizeBytes: number): Promise<string>
  append(uploadId: string, offset: number, bytes: Uint8Array): Promise<void>
  /** the path of the finished file; `discard` when it has been read */
  finish(uploadId: string): Promise<string>
  discard(uploadId: string): Promise<void>
}

/** Uploads open at once: a window imports one file after the other. */
const maxUploads = 8

interface Upload {
  readonly folder: string
  readonly path: string
  readonly sizeBytes: number
  received: number
}

export function createUploads(directory: string): Uploads {
  const uploads = new Map<string, Upload>()

  const find = (uploadId: string): Upload => {
    const upload = uploads.get(uploadId)
    if (upload === undefined)
      throw fail('not-found', 'This upload is not known. Nothing was imported. Choose the file again.')
    return upload
  }

  return {
    async begin(name, sizeBytes) {
      if (uploads.size >= maxUploads)
        throw fail('limit', `At most ${maxUploads} files are handed over at once. Wait until one is done.`)
      await mkdir(directory, { recursive: true })
      const folder = await mkdtemp(join(directory, 'upload-'))
      const uploadId = basename(folder)
      uploads.set(uploadId, { folder, path: join(folder, safeName(name)), sizeBytes, received: 0 })
      return uploadId
    },

    async append(uploadId, offset, bytes) {
      const upload = find(uploadId)
      if (offset !== upload.received || offset + bytes.length > upload.sizeBytes) {
        throw fail('invalid', 'A piece of this file came out of turn. Nothing was imported. Choose the file again.', {
          field: 'offset',
        })
      }
      upload.received += bytes.length
      const file = await open(upload.path, 'a')
      try {
        await file.write(bytes)
      } finally {
        await file.close()
      }
    },

    async finish(uploadId) {
      const upload = find(uploadId)
      if (upload.received !== upload.sizeBytes)
        throw fail('invalid', 'Part of this file is missing. Nothing was imported. Choose the file again.')
      return upload.path
    },

    async discard(uploadId) {
      const upload = uploads.get(uploadId)
      uploads.delete(uploadId)
      if (upload !== undefined) await rm(upload.folder, { recursive: true, force: true })
    },
  }
}

/** The name decides how the file is read, so it is kept, but never as a path. */
function safeName(name: string): string {
  const cleaned = basename(name.replaceAll('\\', '/'))
    .replaceAll(/[^\p{L}\p{N} ._-]/gu, '_')
    .slice(-120)
  return cleaned.replace(/^\.+/, '') || 'file'
}
