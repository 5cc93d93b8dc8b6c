import {
  type Account,
  type Draft,
  fail,
  type OutboxItem,
  type Problem,
  type Recipient,
  type Server,
} from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import { messageIdFor } from './message-id.ts'

/** The message as it will leave: composed once, so that every attempt sends the same bytes under the same Message-ID. */
export async function composeItem(
  context: CoreContext,
  draft: Draft,
  account: Account,
  { sendAtMs, chosenAtMs = null }: { readonly sendAtMs: number; readonly chosenAtMs?: number | null },
): Promise<OutboxItem> {
  if (account.smtp === null) {
    throw fail('invalid', `“${account.label}” has no server to send with. The draft is kept. Choose another account.`, {
      field: 'accountId',
    })
  }
  const now = context.clock.nowMs()
  const messageId = messageIdFor(account.address, context.random.id())
  const blobs = await readBlobs(context, draft)
  const dateMs = Math.max(now, sendAtMs)
  const composed = await context.composer.compose({ draft, account, messageId, dateMs, blobs })
  const encoded = await context.reader.encode(composed.bytes)
  await context.stores.blobs.put([encoded])
  return {
    id: context.log.stamp(),
    accountId: account.id,
    state: 'waiting',
    sendAtMs,
    chosenAtMs,
    attempts: 0,
    handingOverAtMs: null,
    messageId,
    subject: draft.subject,
    recipients: recipientsOf(draft),
    envelopeFrom: composed.envelopeFrom,
    envelopeTo: [...composed.envelopeTo],
    blob: encoded.hash,
    draft,
    problem: null,
    filed: false,
    createdAtMs: now,
  }
}

export async function readItem(context: CoreContext, id: string): Promise<OutboxItem> {
  const item = await context.stores.records.get('outbox', id)
  if (item === null)
    throw fail('not-found', 'This message is not in the outbox any more. It was taken back or removed.')
  return item
}

/** Everything in the outbox, oldest first: it holds what is on its way and a week of what was sent. */
export async function allItems(context: CoreContext): Promise<OutboxItem[]> {
  const items: OutboxItem[] = []
  let cursor: string | undefined
  do {
    const page = await context.stores.records.list('outbox', { cursor, limit: 200 })
    items.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return items
}

/** What the server may have taken, for all we know: the one case in which a person has to look. */
export function maybeSent(smtp: Server | null): Problem {
  const server = smtp === null ? undefined : `${smtp.host}:${smtp.port}`
  return fail(
    'refused',
    `This message may have been sent: the connection broke just when ${server ?? 'the server'} was taking it. ` +
      'It is kept here and will not be sent again by itself. Ask a recipient, or check before sending it again.',
    server === undefined ? {} : { server },
  ).problem
}

/** Later than this, what was written for an hour may say what no longer holds ("good morning", "in an hour"). */
const lateAfterMs = 2 * 3_600_000

/** Whether the hour that a person chose is long past and the message was not even tried: the computer slept, or was off. */
export const isLate = ({ chosenAtMs, attempts }: OutboxItem, nowMs: number): boolean =>
  typeof chosenAtMs === 'number' && attempts === 0 && nowMs - chosenAtMs > lateAfterMs

export const overslept = (): Problem =>
  fail(
    'timeout',
    'The hour that was chosen for this message passed while nothing could be sent. It has not been sent and its text is ' +
      'kept. Send it now, or edit it first.',
  ).problem

/** What a person has to know when the server took a message for some recipients only; null if for all. */
export function partlySent(
  rejected: readonly { readonly address: string; readonly words: string }[],
  smtp: Server | null,
): Problem | null {
  if (rejected.length === 0) return null
  const list = rejected.map(({ address, words }) => `${address} (${words || 'no reason given'})`).join(', ')
  return fail(
    'refused',
    `This message was sent, but not to ${list}. The others have it. Write to the rest again at another address.`,
    smtp === null ? {} : { server: `${smtp.host}:${smtp.port}` },
  ).problem
}

function recipientsOf(draft: Draft): Recipient[] {
  return [...draft.to, ...draft.cc, ...draft.bcc]
}

async function readBlobs(context: CoreContext, draft: Draft): Promise<Map<string, Uint8Array>> {
  const blobs = new Map<string, Uint8Array>()
  for (const { blob, name } of draft.attachments) {
    const bytes = await context.stores.blobs.get(blob)
    if (bytes === null) {
      throw fail('corrupt', `The stored bytes of “${name}” are missing. Nothing was sent. Attach it again.`)
    }
    blobs.set(blob, bytes)
  }
  return blobs
}
