import { createHash } from 'node:crypto'
import { compile } from 'html-to-text'
import NodemailerComposer, {
  type MailComposerAlternative,
  type MailComposerAttachment,
} from 'nodemailer/lib/mail-composer'
import { isMailAddress } from '../../accounts/index.ts'
import { type Draft, type DraftAttachment, fail, type Recipient } from '../../defs/index.ts'
import type { MailComposer } from '../../ports.ts'
import { toFlowed } from './compose-flowed.ts'

type Input = Parameters<MailComposer['compose']>[0]

/**
 * Draft -> RFC 5322 bytes, CRLF, by Nodemailer's composer. The same input gives the same bytes. What is in them of
 * the sender's computer is nothing: the date is in UTC, no program, host or address of the network is named.
 * Fails with `invalid` (and the field) for addresses that cannot be written to and for a message to nobody.
 */
export function createMailComposer(): MailComposer {
  return {
    async compose(input) {
      const { draft, account } = input
      checkAddresses(draft, account.address)
      const pictures = draft.attachments.filter((attachment) => isShownIn(draft.html, attachment))
      const node = new NodemailerComposer({
        from: { name: headerText(account.name), address: account.address },
        to: draft.to.map(toAddress),
        cc: draft.cc.map(toAddress),
        // taken for the envelope; Nodemailer leaves the header out
        bcc: draft.bcc.map(toAddress),
        subject: headerText(draft.subject),
        messageId: `<${input.messageId}>`,
        ...(draft.inReplyTo === null ? {} : { inReplyTo: `<${draft.inReplyTo}>` }),
        ...(draft.references.length === 0 ? {} : { references: draft.references.map((id) => `<${id}>`) }),
        date: new Date(input.dateMs),
        alternatives: bodies(draft),
        attachments: draft.attachments.map((attachment) => toPart(input, attachment, pictures.includes(attachment))),
        newline: 'win',
        boundaryPrefix: '--',
        baseBoundary: createHash('sha256').update(input.messageId).digest('hex').slice(0, 32),
        disableFileAccess: true,
        disableUrlAccess: true,
      }).compile()
      const envelope = node.getEnvelope()
      const bytes = await node.build()
      return { bytes, envelopeFrom: envelope.from === false ? '' : envelope.from, envelopeTo: envelope.to }
    },
  }
}

function bodies(draft: Draft): MailComposerAlternative[] {
  const html = draft.html === null ? null : bodyText(draft.html)
  const plain = draft.text.trim() === '' && html !== null ? htmlToText(html) : draft.text
  const flowed = toFlowed(bodyText(plain))
  const text = {
    contentType: `text/plain; charset=utf-8; format=flowed${flowed.delSp ? '; delsp=yes' : ''}`,
    content: flowed.text,
  }
  return html === null ? [text] : [text, { contentType: 'text/html; charset=utf-8', content: html }]
}

function toPart(input: Input, attachment: DraftAttachment, picture: boolean): MailComposerAttachment {
  const bytes = input.blobs.get(attachment.blob)
  if (bytes === undefined) {
    throw fail('not-found', `The attachment “${attachment.name}” is missing. Nothing was sent. Attach it again.`, {
      field: 'attachments',
    })
  }
  const forwarded = /^message\/rfc822$/i.test(attachment.type)
  return {
    filename: fileName(attachment.name),
    contentType: /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(attachment.type) ? attachment.type : 'application/octet-stream',
    contentDisposition: picture ? 'inline' : 'attachment',
    content: forwarded ? withLineEnds(bytes) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    ...(picture && attachment.contentId !== null ? { cid: attachment.contentId } : {}),
  }
}

/** Only what the text shows goes beside it; a picture that was deleted from the text is an attachment like others. */
function isShownIn(html: string | null, attachment: DraftAttachment): boolean {
  return html !== null && attachment.contentId !== null && html.includes(`cid:${attachment.contentId}`)
}

function checkAddresses(draft: Draft, from: string): void {
  if (!isMailAddress(from)) {
    throw fail(
      'invalid',
      `The sender's address “${from}” is not one that mail can be sent from. Correct the account.`,
      {
        field: 'accountId',
      },
    )
  }
  for (const field of ['to', 'cc', 'bcc'] as const) {
    for (const recipient of draft[field]) {
      if (isMailAddress(recipient.address.trim())) continue
      throw fail(
        'invalid',
        `“${recipient.address}” is not an address that mail can be sent to. Nothing was sent; the draft is kept.`,
        { field },
      )
    }
  }
  if (draft.to.length + draft.cc.length + draft.bcc.length > 0) return
  throw fail('invalid', 'The message has no recipient yet. Add one and send it again; the draft is kept.', {
    field: 'to',
  })
}

const toAddress = (recipient: Recipient) => ({
  name: headerText(recipient.label),
  address: recipient.address.trim(),
})

/** One line without control characters: nothing that is typed can begin a header of its own. */
const headerText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .trim()

/** A name without folders and control characters; a name of nothing else gets one. */
const fileName = (name: string): string => headerText(name.replace(/[/\\]/g, '_')) || 'attachment'

/** Text as it may stand in a body: line breaks and tabs are the only control characters of use in one. */
const bodyText = (text: string): string => text.toWellFormed().replace(/(?![\t\n\r])\p{Cc}/gu, '')

/** A forwarded message goes as it is (RFC 2046 5.2.1), only with the line ends that SMTP wants. */
function withLineEnds(bytes: Uint8Array): Buffer {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  return Buffer.from(text.replace(/\r\n|\r|\n/g, '\r\n'), 'latin1')
}

/** Bounds the time that a body of megabytes may take; what lies beyond them is in the HTML part. */
const htmlToText = compile({
  wordwrap: false,
  limits: { maxInputLength: 5_000_000, maxDepth: 200, maxChildNodes: 100_000 },
  selectors: [
    { selector: 'img', format: 'skip' },
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true } },
    { selector: 'blockquote', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
  ],
})
