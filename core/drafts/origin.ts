import { type Account, type DraftAttachment, type DraftContent, type DraftOrigin, fail } from '../defs/index.ts'
import type { CoreContext, MailContent } from '../ports.ts'
import { readSettings } from '../settings/index.ts'
import { keepFile, maxDraftBytes } from './attachments.ts'
import { quoteOf, signatureOf } from './body.ts'
import { textToHtml } from './escape-html.ts'
import { followupTo } from './followup-to.ts'
import { accountOf, answerRecipients } from './recipients.ts'
import { threadingOf } from './references.ts'
import { answerSubject, forwardSubject } from './subject.ts'

export interface Beginning {
  readonly content: DraftContent
  readonly inReplyTo: string | null
  readonly references: string[]
  readonly attachments: DraftAttachment[]
}

/** An empty message of this account, with its signature. */
export async function beginEmpty(context: CoreContext, account: Account, text: string): Promise<Beginning> {
  const { composeFormat } = await readSettings(context)
  const signature = signatureOf(account)
  return {
    content: {
      accountId: account.id,
      to: [],
      cc: [],
      bcc: [],
      subject: '',
      text: text + signature.text,
      html: composeFormat === 'html' ? `<div>${textToHtml(text) || '<br>'}</div>${signature.html}` : null,
    },
    inReplyTo: null,
    references: [],
    attachments: [],
  }
}

/**
 * An answer to, or forward of, a message: account, recipients, subject, quote, threading headers and copied files.
 * `asAccount` overrules the account that the message was written to. A forward needs the whole message (`offline`).
 */
export async function beginFrom(
  context: CoreContext,
  origin: DraftOrigin,
  accounts: readonly Account[],
  asAccount: Account | null,
): Promise<Beginning> {
  const [message] = await context.stores.messages.get([origin.messageId])
  if (message === undefined) {
    throw fail('not-found', 'The message to answer is not here any more. Nothing was changed.')
  }
  const raw = await readRaw(context, message.copies[0]?.blob)
  const forward = origin.kind === 'forward' || origin.kind === 'forward-attached'
  if (forward && raw === null) {
    throw fail('offline', 'The rest of this message is still on the server. Forward it when it has arrived.')
  }
  const content: MailContent | null = raw === null ? null : await context.reader.content(raw)
  const account =
    asAccount ?? accountOf(message, accounts) ?? (await accountHolding(context, message.mailboxIds, accounts))
  const { composeFormat, language } = await readSettings(context)
  const { to, cc } = answerRecipients(origin.kind, message, accounts, {
    listPost: content?.listPost ?? null,
    followupTo: raw === null ? [] : followupTo(raw),
  })
  const signature = signatureOf(account)
  const quote = quoteOf(origin.kind, message, content ?? { text: message.excerpt, html: null }, language)
  return {
    content: {
      accountId: account.id,
      to,
      cc,
      bcc: [],
      subject: forward ? forwardSubject(message.subject) : answerSubject(message.subject),
      text: signature.text + quote.text,
      html: composeFormat === 'html' ? `${lineToWriteIn}${signature.html}${quote.html}` : null,
    },
    ...(forward ? { inReplyTo: null, references: [] } : threadingOf(message)),
    attachments: raw === null ? [] : await copiedFiles(context, origin.kind, message, raw),
  }
}

/** Above the signature and the quote, with an empty line between: as in the plain text. */
const lineToWriteIn = '<div><br></div>'

async function copiedFiles(
  context: CoreContext,
  kind: DraftOrigin['kind'],
  message: { readonly subject: string; readonly attachments: readonly { index: number; contentId: string | null }[] },
  raw: Uint8Array,
): Promise<DraftAttachment[]> {
  if (kind === 'forward-attached') {
    const name = `${message.subject.slice(0, 80).trim() || 'message'}.eml`
    return [await keepFile(context, { name, type: 'message/rfc822', bytes: raw, contentId: null })]
  }
  if (kind !== 'forward') return []
  if (raw.length > maxDraftBytes * 2) {
    throw fail('limit', 'This message is too large to be forwarded with its attachments. Forward it as an attachment.')
  }
  const files: DraftAttachment[] = []
  for (const { index, contentId } of message.attachments) {
    const part = await context.reader.part(raw, index)
    files.push(await keepFile(context, { ...part, contentId }))
  }
  return files
}

async function accountHolding(
  context: CoreContext,
  mailboxIds: readonly string[],
  accounts: readonly Account[],
): Promise<Account> {
  for (const id of mailboxIds) {
    const mailbox = await context.stores.records.get('mailbox', id)
    const account = accounts.find((each) => each.id === mailbox?.accountId && each.protocol === 'imap')
    if (account !== undefined) return account
  }
  return firstAccount(accounts)
}

/** The account that writes when nothing says which: the first with a server. */
export function firstAccount(accounts: readonly Account[]): Account {
  const account = accounts.find((each) => each.protocol === 'imap') ?? accounts[0]
  if (account !== undefined) return account
  throw fail('invalid', 'There is no account to write with yet. Add one first.', { field: 'accountId' })
}

async function readRaw(context: CoreContext, blob: string | undefined): Promise<Uint8Array | null> {
  return blob === undefined ? null : context.stores.blobs.get(blob)
}
