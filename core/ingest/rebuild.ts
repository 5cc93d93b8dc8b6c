import type { CoreContext } from '../ports.ts'
import type { Ingest, IngestItem } from './item.ts'

export interface RebuildProgress {
  readonly looked: number
  readonly added: number
  /** where to go on from after a stop */
  readonly after: string | null
}

export interface RebuildOptions {
  /** where messages go whose place is not known any more */
  readonly mailboxId: string
  readonly after?: string | null
  readonly signal?: AbortSignal | undefined
  onProgress?(progress: RebuildProgress): void
}

const pageSize = 50

/**
 * Takes in every raw message of the blob store again, for a database that was lost. Memberships and flags are not in the
 * bytes: accounts bring them back with their next sync, since a message is known by its bytes. Other blobs (attachments of
 * drafts) are left alone. Idempotent; stops between pages when the signal is aborted.
 */
export async function rebuildFromBlobs(
  context: CoreContext,
  ingest: Ingest,
  { mailboxId, after = null, signal, onProgress }: RebuildOptions,
): Promise<RebuildProgress> {
  let progress: RebuildProgress = { looked: 0, added: 0, after }
  while (signal?.aborted !== true) {
    const page = await context.stores.blobs.walk(progress.after, pageSize)
    const last = page.at(-1)
    if (last === undefined) return progress
    const items: IngestItem[] = []
    for (const { hash } of page) {
      const bytes = await readBlob(context, hash)
      if (bytes !== null && looksLikeMail(bytes)) items.push({ bytes, mailboxId, flags: ['\\Seen'], receivedMs: null })
    }
    const outcomes = await ingest.add(items, { fresh: false, signal, priority: 'batch' })
    const added = outcomes.filter(({ status }) => status === 'added').length
    progress = { looked: progress.looked + page.length, added: progress.added + added, after: last.hash }
    onProgress?.(progress)
  }
  return progress
}

/** A damaged blob must not stop the others from coming back. */
async function readBlob(context: CoreContext, hash: string): Promise<Uint8Array | null> {
  try {
    return await context.stores.blobs.get(hash)
  } catch (thrown) {
    context.logger.error('A stored message is damaged and was left out', { blob: hash, details: String(thrown) })
    return null
  }
}

/** Begins with a header line and has one that every message on its way gets. */
function looksLikeMail(bytes: Uint8Array): boolean {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 8_192))
  return /^[!-9;-~]+[ \t]*:/.test(start) && /^(from|date|received|message-id|return-path)[ \t]*:/im.test(start)
}
