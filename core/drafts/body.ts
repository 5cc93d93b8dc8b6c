import type { Account, DraftOrigin, Message } from '../defs/index.ts'
import type { MailContent } from '../ports.ts'
import { escapeHtml, quotedTextToHtml, textToHtml } from './escape-html.ts'
import { maxQuotedHtmlLength, neutralHtml } from './quote-html.ts'
import { attribution, forwardedHeader, forwardedTitle, quoteText } from './quote-text.ts'

export interface Body {
  readonly text: string
  readonly html: string
}

const nothing: Body = { text: '', html: '' }

/** The signature of an identity under its delimiter (RFC 3676 4.3); nothing where there is none. */
export function signatureOf(account: Account): Body {
  const { signature } = account
  if (signature === null || (signature.text.trim() === '' && signature.html.trim() === '')) return nothing
  const html = signature.html.trim() === '' ? textToHtml(signature.text) : neutralHtml(signature.html, false)
  return { text: `\n\n-- \n${signature.text.trimEnd()}`, html: `<div><br></div><div>-- <br>${html}</div>` }
}

/** What an answer or forward begins with below the place to write in. */
export function quoteOf(
  kind: DraftOrigin['kind'],
  message: Pick<Message, 'participants' | 'subject' | 'dateMs'>,
  content: Pick<MailContent, 'text' | 'html'>,
  language: string,
): Body {
  if (kind === 'forward-attached') return nothing
  const forward = kind === 'forward'
  const text = forward ? content.text : withoutSignature(content.text)
  const html =
    content.html === null || content.html.length > maxQuotedHtmlLength
      ? quotedTextToHtml(text.slice(0, maxQuotedHtmlLength))
      : neutralHtml(content.html, forward)
  if (forward) {
    const header = forwardedHeader(message)
    return {
      text: `\n\n${forwardedTitle}\n${header.map(([name, value]) => `${name}: ${value}`).join('\n')}\n\n${content.text}`,
      html:
        `<div><br></div><div>${forwardedTitle}</div>` +
        `<div>${header.map(([name, value]) => `<b>${name}:</b> ${escapeHtml(value)}`).join('<br>')}</div><br>` +
        `<div>${html}</div>`,
    }
  }
  const line = attribution(message, language)
  return {
    text: `\n\n${line}\n${quoteText(text)}\n`,
    html: `<div><br></div><div>${escapeHtml(line)}</div><blockquote type="cite">${html}</blockquote>`,
  }
}

/** What is answered, not the card that came with it (RFC 3676 4.3). A message of nothing else is kept whole. */
function withoutSignature(text: string): string {
  const at = text.search(/^-- \r?$/m)
  const own = at < 0 ? text : text.slice(0, at)
  return own.trim() === '' ? text : own.trimEnd()
}
