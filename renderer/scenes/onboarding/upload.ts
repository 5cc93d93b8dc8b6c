import type { Client, ImportReport } from '../../../core/defs/index.ts'

/** Large enough to be quick, small enough that progress is seen and memory is not. */
const pieceBytes = 4 * 1024 * 1024

/** Hands a file over piece by piece and has it imported. `onProgress` hears bytes handed over. */
export async function importFile(
  client: Client,
  file: File,
  onProgress: (doneBytes: number) => void,
  signal: AbortSignal,
): Promise<ImportReport> {
  const { uploadId } = await client.imports.begin({ name: file.name, sizeBytes: file.size }, { signal })
  for (let offset = 0; offset < file.size; offset += pieceBytes) {
    const bytes = new Uint8Array(await file.slice(offset, offset + pieceBytes).arrayBuffer())
    await client.imports.chunk({ uploadId, offset, bytes }, { signal })
    onProgress(offset + bytes.length)
  }
  return client.imports.finish({ uploadId }, { signal })
}
