import type { Message } from '../defs/index.ts'
import type { CoreContext, PreparedMail, ReaderOptions } from '../ports.ts'
import type { IngestItem } from './item.ts'
import { ingestLimits } from './limits.ts'
import type { ReadItem } from './load.ts'
import type { WorkingSet } from './working-set.ts'

/**
 * Which of these are here already, byte for byte, told by their headers and the hash of their bytes: an import that is
 * done once more does not parse anything again. Answers what `settle` needs of them.
 */
export async function findKnown(
  context: CoreContext,
  items: readonly IngestItem[],
  options: ReaderOptions,
): Promise<ReadonlyMap<IngestItem, PreparedMail>> {
  const whole = items.filter(
    ({ headersOnly, bytes }) => headersOnly !== true && bytes.length <= ingestLimits.knownBytes,
  )
  const heads = await context.reader.prepare(
    whole.map(({ bytes }) => ({ bytes: bytes.subarray(0, ingestLimits.knownHeadBytes), headersOnly: true })),
    options,
  )
  const messageIds = new Set(heads.flatMap(({ messageId }) => messageId ?? []))
  if (messageIds.size === 0) return new Map()
  const stored = await context.stores.messages.byMessageIds([...messageIds], { priority: 'batch' })
  const byMessageId = Map.groupBy(stored, ({ messageId }) => messageId)
  const found = new Map<IngestItem, PreparedMail>()
  for (const [i, item] of whole.entries()) {
    const head = heads[i]
    if (head === undefined || head.messageId === null) continue
    const copies = byMessageId.get(head.messageId) ?? []
    // a hash is only worth its time where one of the same size is here
    if (!copies.some((message) => message.copies.some(({ sizeBytes }) => sizeBytes === item.bytes.length))) continue
    const hash = context.hash(item.bytes)
    if (!copies.some((message) => hasBytes(message, hash))) continue
    const { length: sizeBytes } = item.bytes
    found.set(item, { ...head, sizeBytes, blob: { hash, codec: 'raw', bytes: new Uint8Array(), sizeBytes } })
  }
  return withBlobs(context, found)
}

/** Bytes that are missing from the store come back with the message. */
async function withBlobs(
  context: CoreContext,
  found: ReadonlyMap<IngestItem, PreparedMail>,
): Promise<Map<IngestItem, PreparedMail>> {
  const there = await context.stores.blobs.has([...found.values()].flatMap(({ blob }) => blob?.hash ?? []))
  return new Map([...found].filter(([, { blob }]) => blob !== null && there.has(blob.hash)))
}

export const hasBytes = (message: Message, hash: string): boolean => message.copies.some(({ blob }) => blob === hash)

/** Taken for known when it was read, and deleted since: it has to be read after all. */
export const wasDeleted = ({ known, prepared: { messageId, blob } }: ReadItem, set: WorkingSet): boolean =>
  known && !set.withMessageId(messageId ?? '').some((message) => blob !== null && hasBytes(message, blob.hash))
