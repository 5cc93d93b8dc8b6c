import type { Message } from '../../core/defs/index.ts'
import type { Ingest } from '../../core/ingest/item.ts'
import type { CoreContext } from '../../core/ports.ts'
import { fakeMessage } from './message.ts'

/** Keeps a message with the least that can be known of it: id, Message-ID, bytes, mailbox. Idempotent like the real one. */
export function createFakeIngest(context: CoreContext): Ingest {
  return {
    async add(items) {
      const outcomes = []
      for (const { bytes, mailboxId, flags } of items) {
        const blob = await context.reader.encode(bytes)
        await context.stores.blobs.put([blob])
        const message = leastOf(context.hash(bytes), blob.hash, bytes, flags)
        const known = (await context.stores.messages.get([message.id])).length > 0
        const result = await context.stores.commit({
          ...(known ? {} : { messages: [message] }),
          membershipAdds: [{ messageId: message.id, mailboxId }],
        })
        if (!result.ok) throw new Error(`Not committed: ${JSON.stringify(result.conflict)}`)
        outcomes.push({
          status: known ? ('duplicate' as const) : ('added' as const),
          messageId: message.id,
          problem: null,
        })
      }
      return outcomes
    },
  }
}

function leastOf(id: string, blob: string, bytes: Uint8Array, flags: readonly string[]): Message {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 4096))
  const header = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(head)?.[1]?.trim() ?? null
  return fakeMessage({
    id,
    dateMs: 0,
    receivedMs: 0,
    sortMs: 0,
    subject: header('Subject') ?? '',
    messageId: header('Message-ID')?.replace(/[<>]/g, '') ?? null,
    sizeBytes: bytes.length,
    copies: [{ blob, sizeBytes: bytes.length }],
    flags: { seen: flags.includes('\\Seen'), flagged: false, answered: false, forwarded: false, draft: false },
  })
}
