import { z } from 'zod'
import { draft, draftContent, recipient } from './drafts.ts'
import { problem } from './errors.ts'
import { bytes, command, nothing, pageInput, pageOf, query } from './operation.ts'

/**
 * `waiting`: until `sendAtMs` (undo window, send later) or a connection. `sending`: handed to the server; if the program
 * dies now, the item is checked and not blindly sent again. `sent`: accepted, the Sent copy may still be on its way.
 * `failed`: refused; the text is kept and `problem` says why.
 * `late`: the hour that a person chose for it passed while nothing could be sent; it waits for their word.
 */
export const outboxState = z.enum(['waiting', 'sending', 'sent', 'failed', 'late'])

export const outboxItem = z.object({
  id: z.string(),
  accountId: z.string(),
  state: outboxState,
  sendAtMs: z.number().int(),
  /** the hour that a person chose ("send later"); null: as soon as it may leave */
  chosenAtMs: z.number().int().nullable().optional(),
  attempts: z.number().int(),
  /** set while `sending`, just before the end of the text goes out: from then on the server may have the message */
  handingOverAtMs: z.number().int().nullable().optional(),
  /** Message-ID header, fixed when the item is made: the same message has the same one at every attempt */
  messageId: z.string(),
  subject: z.string(),
  recipients: z.array(recipient),
  /** SMTP envelope */
  envelopeFrom: z.string(),
  envelopeTo: z.array(z.string()),
  /** the bytes to send (blob hash), composed when the item is made; Bcc is not in them */
  blob: z.string(),
  /** the draft as it was, so that it can be opened again */
  draft,
  problem: problem.nullable(),
  /** true once the Sent copy is where it belongs */
  filed: z.boolean(),
  createdAtMs: z.number().int(),
})
export type OutboxItem = z.output<typeof outboxItem>

export const outbox = {
  list: query('What is on its way or failed', z.object({ ...pageInput }), pageOf(outboxItem)),
  get: query('One item of the outbox', z.object({ id: z.string() }), outboxItem),
  send: command(
    'Send a draft: it leaves after the undo time, or at `sendAtMs`',
    z.object({
      draftId: z.string(),
      sendAtMs: z.number().int().optional(),
      undoMs: z.number().int().min(0).max(60_000).optional(),
    }),
    outboxItem,
  ),
  compose: command(
    'Write and send in one step (command line, other programs)',
    z.object({
      content: draftContent.partial(),
      attachments: z.array(z.object({ name: z.string(), type: z.string(), bytes })).default([]),
      sendAtMs: z.number().int().optional(),
    }),
    outboxItem,
  ),
  cancel: command('Take back what has not left yet; it becomes a draft again', z.object({ id: z.string() }), draft),
  retry: command('Try a failed, late or waiting item now', z.object({ id: z.string() }), outboxItem),
  remove: command('Forget a failed or late item', z.object({ id: z.string() }), nothing),
}
