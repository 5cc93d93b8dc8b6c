import { type DraftAttachment, fail } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'

/**
 * All files of one draft together. Base64 adds a third, and few servers take more than 50 MB: what is larger would be
 * refused after it was written.
 */
export const maxDraftBytes = 50 * 1024 * 1024

interface File {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
  readonly contentId: string | null
}

/** Puts the bytes into the blob store; when it answers they are on disk. */
export async function keepFile(context: CoreContext, file: File): Promise<DraftAttachment> {
  const encoded = await context.reader.encode(file.bytes)
  await context.stores.blobs.put([encoded])
  return {
    id: context.random.id(),
    name: file.name.slice(0, 500),
    type: file.type.slice(0, 200),
    sizeBytes: file.bytes.length,
    blob: encoded.hash,
    contentId: file.contentId,
  }
}

/** Fails with `limit` when one more file of this size would make the message too large. */
export function checkRoom(attachments: readonly DraftAttachment[], name: string, sizeBytes: number): void {
  const total = attachments.reduce((sum, attachment) => sum + attachment.sizeBytes, sizeBytes)
  if (total <= maxDraftBytes) return
  throw fail(
    'limit',
    `“${name}” was not attached: the files of a message may have ${maxDraftBytes / 1024 / 1024} MB together. ` +
      'The draft is kept as it was. Send large files another way.',
    { field: 'bytes' },
  )
}
