import { Buffer } from 'node:buffer'
import type { Field } from './header-block.ts'
import { htmlToText } from './html-text.ts'
import { limits } from './limits.ts'
import { type ParsedMail, type ParseOptions, parseMail } from './mail-stream.ts'

/** A text part that stands outside of multipart/alternative leaves this trace when it is not turned into HTML. */
const pieceMark = '<br/>\n'
/** "Your program cannot show HTML": a text part of this length beside HTML this many times longer is no alternative. */
const stubChars = 400
const stubRatio = 30

/**
 * The words of a body for search, excerpts and plain answers: the text parts; the HTML's words where there are none, and
 * both where neither says it all.
 */
export function bodyText({ text, html }: Pick<ParsedMail, 'text' | 'html'>): string {
  if (html === null) return text
  const own = text.trim()
  if (own === '') return htmlToText(html, limits.indexedChars)
  const mixed = html.startsWith(pieceMark) || html.endsWith(pieceMark)
  const stub = own.length < stubChars && own.length * stubRatio < html.length
  if (!mixed && !stub) return text
  const words = htmlToText(html, limits.indexedChars)
  return stub && words.length > own.length * 4 ? words : `${own}\n\n${words}`
}

/**
 * Second thoughts about what the parser gave. Text that is neither UTF-8 nor labelled as what it is comes out of the parser with replacement characters. It is
 * parsed once more then, with the labels taken off, so that `decodeText` decides by the bytes.
 */
export async function mended(
  fields: readonly Field[],
  body: Uint8Array,
  options: ParseOptions,
  parsed: ParsedMail,
): Promise<ParsedMail> {
  const empty = parsed.text === '' && parsed.html === null && parsed.parts.length === 0
  if (
    empty &&
    body.length > 0 &&
    fields.some(({ name, value }) => name === 'content-type' && /^\s*multipart/i.test(value))
  ) {
    // its boundary never comes: better the source than nothing
    const plain = fields.filter(({ name }) => !name.startsWith('content-'))
    return mended(plain, body, options, await parseMail(plain, body, options))
  }
  if (!parsed.text.includes('\ufffd') && !(parsed.html ?? '').includes('\ufffd')) return parsed
  const latin1 = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1')
  const contentType = fields.find(({ name }) => name === 'content-type')
  const relabelled = fields.map((field) => (field === contentType ? { ...field, value: unlabel(field.value) } : field))
  if (contentType === undefined) relabelled.push({ name: 'content-type', value: `text/plain; charset=${guessLabel}` })
  const multipart = /^\s*multipart\//i.test(contentType?.value ?? '')
  const inner = multipart ? latin1.replace(innerTextType, (whole) => unlabel(whole)) : latin1
  const again = await parseMail(relabelled, Buffer.from(inner, 'latin1'), options)
  return count(again) < count(parsed) ? again : parsed
}

const guessLabel = 'x-unlabelled'
const innerTextType = /^content-type:[ \t]*text\/(?:plain|html)\b[^\n]{0,300}(?:\n[ \t][^\n]{0,300}){0,4}/gim
const unlabel = (value: string): string => {
  if (!/^(content-type:)?\s*text\//i.test(value)) return value
  if (/charset\s*=/i.test(value)) return value.replace(/charset\s*=\s*("[^"]*"|[\w-]+)/i, relabel)
  return value.replace(/(\/(?:plain|html))/i, `$1; charset=${guessLabel}`)
}

/** A label that the platform knows stays: its bytes were damaged, not mislabelled. */
const relabel = (whole: string, label: string): string =>
  /^"?(utf-?8|us-ascii|ascii|)"?$/i.test(label) ? `charset=${guessLabel}` : whole

const count = ({ text, html }: ParsedMail): number => `${text}${html ?? ''}`.split('\ufffd').length
