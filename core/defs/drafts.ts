import { z } from 'zod'
import { bytes, command, nothing, pageInput, pageOf, query } from './operation.ts'

export const recipient = z.object({ address: z.string().max(320), label: z.string().max(500) })
export type Recipient = z.output<typeof recipient>

export const draftAttachment = z.object({
  id: z.string(),
  name: z.string().max(500),
  type: z.string().max(200),
  sizeBytes: z.number().int(),
  /** content-addressed, in the blob store */
  blob: z.string(),
  /** set for pictures within the text, referred to as `cid:` */
  contentId: z.string().nullable(),
})
export type DraftAttachment = z.output<typeof draftAttachment>

/** What the composer edits. `html` is null for a plain-text message; `text` is always there. */
export const draftContent = z.object({
  accountId: z.string(),
  to: z.array(recipient).max(1000),
  cc: z.array(recipient).max(1000),
  bcc: z.array(recipient).max(1000),
  subject: z.string().max(10_000),
  text: z.string().max(5_000_000),
  html: z.string().max(10_000_000).nullable(),
})
export type DraftContent = z.output<typeof draftContent>

/** Why this draft exists, kept to set threading headers and the answered/forwarded flag on sending. */
export const draftOrigin = z.object({
  kind: z.enum(['reply', 'reply-all', 'reply-list', 'forward', 'forward-attached']),
  messageId: z.string(),
})
export type DraftOrigin = z.output<typeof draftOrigin>

export const draft = draftContent.extend({
  id: z.string(),
  revision: z.number().int(),
  origin: draftOrigin.nullable(),
  /** Message-ID headers for threading, without angle brackets */
  inReplyTo: z.string().nullable(),
  references: z.array(z.string()),
  attachments: z.array(draftAttachment),
  createdAtMs: z.number().int(),
  updatedAtMs: z.number().int(),
})
export type Draft = z.output<typeof draft>

/** An earlier state of a draft, kept 30 days. */
export const draftRevision = draftContent.extend({
  id: z.string(),
  draftId: z.string(),
  revision: z.number().int(),
  savedAtMs: z.number().int(),
})
export type DraftRevision = z.output<typeof draftRevision>

export const drafts = {
  list: query('Drafts, latest first', z.object({ ...pageInput }), pageOf(draft)),
  get: query('One draft', z.object({ id: z.string() }), draft),
  create: command(
    'Begin a message: empty, or an answer to or forward of another',
    z.object({ content: draftContent.partial().default({}), origin: draftOrigin.optional() }),
    draft,
  ),
  save: command(
    'Save what was typed; `revision` is the one that the change started from',
    z.object({ id: z.string(), revision: z.number().int(), content: draftContent.partial() }),
    draft,
  ),
  remove: command('Throw a draft away', z.object({ id: z.string() }), nothing),
  attach: command(
    'Attach a file',
    z.object({
      id: z.string(),
      name: z.string().max(500),
      type: z.string().max(200).default('application/octet-stream'),
      bytes,
      inline: z.boolean().default(false),
    }),
    draft,
  ),
  detach: command('Take an attachment off', z.object({ id: z.string(), attachmentId: z.string() }), draft),
  attachment: query(
    'The content of an attachment of a draft',
    z.object({ id: z.string(), attachmentId: z.string() }),
    z.object({ name: z.string(), type: z.string(), bytes }),
  ),
  revisions: query(
    'Earlier states of a draft, latest first',
    z.object({ id: z.string(), ...pageInput }),
    pageOf(draftRevision),
  ),
  restore: command('Go back to an earlier state', z.object({ id: z.string(), revisionId: z.string() }), draft),
}
