import { fail, flagsToImap, type MessageFlags } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import type { Ingest, IngestItem, IngestOutcome } from './item.ts'

/** A raw message whose record went with a damaged database, and what is still known of where it stood. */
export interface LostPlace {
  /** hash of the raw bytes in the blob store */
  readonly blob: string
  /** [] when its place was lost too */
  readonly mailboxIds: readonly string[]
  readonly flags: MessageFlags
}

/** The messages that are still to be taken in again, as storage keeps them: what is `done` is not asked for again. */
export interface LostMessages {
  left(): Promise<number>
  places(limit: number): Promise<readonly LostPlace[]>
  done(blobs: readonly string[]): Promise<void>
}

export interface RebuildProgress {
  readonly done: number
  readonly total: number
}

export interface RebuildOptions {
  /** where messages go whose place is not known any more; asked for with the first of them */
  fallback(): Promise<string>
  readonly signal?: AbortSignal | undefined
  onProgress?(progress: RebuildProgress): void
}

/** Messages and bytes taken in at once: a stop or a kill repeats no more than these. */
const pageSize = 50
const pageBytes = 8 * 1024 * 1024

/**
 * Takes in again what was lost with a damaged database, into its mailboxes as far as they are known. What else belongs to
 * a server (UIDs) comes back with the next sync, since a message is known by its bytes. Blobs that are no mail (attachments
 * of lost drafts) are left alone. Idempotent and resumable; stops between pages when the signal is aborted. Fails with
 * `disk-full` and `cancelled`; a message that is refused for another reason stays on the list for the next start.
 */
export async function rebuildFromBlobs(
  context: CoreContext,
  ingest: Ingest,
  lost: LostMessages,
  { fallback, signal, onProgress }: RebuildOptions,
): Promise<void> {
  const total = await lost.left()
  const refused = new Set<string>()
  let done = 0
  for (;;) {
    signal?.throwIfAborted()
    const page = (await lost.places(pageSize + refused.size)).filter(({ blob }) => !refused.has(blob))
    if (page.length === 0) return
    for await (const places of inPieces(context, page, fallback)) {
      const outcomes = await ingest.add(
        places.flatMap(({ items }) => items),
        { fresh: false, signal, priority: 'batch' },
      )
      throwIfStopped(outcomes)
      noteRefused(context, places, outcomes, refused)
      await lost.done(places.map(({ blob }) => blob).filter((blob) => !refused.has(blob)))
      done += places.length
      onProgress?.({ done, total })
    }
  }
}

interface ReadPlace {
  readonly blob: string
  readonly items: readonly IngestItem[]
}

/** Read in pieces of some megabytes: fifty large messages do not fit in memory at once. */
async function* inPieces(
  context: CoreContext,
  page: readonly LostPlace[],
  fallback: RebuildOptions['fallback'],
): AsyncGenerator<ReadPlace[]> {
  let piece: ReadPlace[] = []
  let size = 0
  for (const place of page) {
    const read = await readPlace(context, place, fallback)
    piece.push(read)
    size += read.items[0]?.bytes.length ?? 0
    if (size < pageBytes) continue
    yield piece
    piece = []
    size = 0
  }
  if (piece.length > 0) yield piece
}

async function readPlace(
  context: CoreContext,
  { blob, mailboxIds, flags }: LostPlace,
  fallback: RebuildOptions['fallback'],
): Promise<ReadPlace> {
  const bytes = await readBlob(context, blob)
  if (bytes === null || (mailboxIds.length === 0 && !looksLikeMail(bytes))) return { blob, items: [] }
  const known: string[] = []
  for (const id of mailboxIds) if ((await context.stores.records.get('mailbox', id)) !== null) known.push(id)
  const places = known.length > 0 ? known : [await fallback()]
  const imapFlags = flagsToImap(flags)
  return { blob, items: places.map((mailboxId) => ({ bytes, mailboxId, flags: imapFlags, receivedMs: null })) }
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

/** These say nothing about the messages: nothing of them is taken off the list. */
function throwIfStopped(outcomes: readonly IngestOutcome[]): void {
  for (const { problem } of outcomes) {
    if (problem?.code === 'cancelled' || problem?.code === 'disk-full')
      throw fail(problem.code, problem.message, problem)
  }
}

function noteRefused(
  context: CoreContext,
  places: readonly ReadPlace[],
  outcomes: readonly IngestOutcome[],
  refused: Set<string>,
): void {
  let next = 0
  for (const { blob, items } of places) {
    const problem = outcomes.slice(next, next + items.length).find((outcome) => outcome.problem !== null)?.problem
    next += items.length
    if (problem === undefined || problem === null) continue
    refused.add(blob)
    context.logger.error('A stored message could not be taken in again yet', { blob, ...problem })
  }
}

/** Begins with a header line and has one that every message on its way gets. */
function looksLikeMail(bytes: Uint8Array): boolean {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 8_192))
  return /^[!-9;-~]+[ \t]*:/.test(start) && /^(from|date|received|message-id|return-path)[ \t]*:/im.test(start)
}
