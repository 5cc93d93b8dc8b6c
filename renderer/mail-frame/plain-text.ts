import { LinkifyIt } from 'linkify-it'
import { quotedName } from './quotes.ts'

/** A run of text in one line of thought: a link has an address. */
export interface Piece {
  readonly text: string
  readonly href: string | null
}

export type Block =
  | { readonly kind: 'text'; readonly text: string }
  /** `blocks` holds what was quoted, a level down */
  | { readonly kind: 'quote'; readonly lines: number; readonly name: string | null; readonly blocks: readonly Block[] }
  | { readonly kind: 'signature'; readonly text: string }

/** Deeper quotes are shown at this level: nobody tells twelve bars from thirteen. */
const MAX_QUOTE_LEVEL = 12

/** Links are looked for in this much text; what comes after is shown without. */
const MAX_LINKIFIED = 200_000

const ORIGINAL =
  /^-{2,}\s*(?:Original Message|Ursprüngliche Nachricht|Message d'origine|Message original|Mensaje original|Messaggio originale|Oorspronkelijk bericht|Forwarded message|Исходное сообщение)\s*-{2,}\s*$/i

const linkify = new LinkifyIt()

/** Reads a plain-text message: quotes by level, the signature, and the text between. */
export function readPlainText(text: string): Block[] {
  return readLines(text.replace(/\r\n?/g, '\n').split('\n'), 0)
}

function readLines(lines: readonly string[], level: number): Block[] {
  const blocks: Block[] = []
  let plain: string[] = []
  const flush = () => {
    const joined = plain.join('\n').replace(/^\n+|\n+$/g, '')
    if (joined !== '') blocks.push({ kind: 'text', text: joined })
    plain = []
  }
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (level === 0 && /^-- ?$/.test(line)) {
      flush()
      blocks.push({
        kind: 'signature',
        text: lines
          .slice(at + 1)
          .join('\n')
          .trim(),
      })
      return blocks
    }
    if (level === 0 && ORIGINAL.test(line)) {
      flush()
      blocks.push(quote(lines.slice(at + 1), level, null))
      return blocks
    }
    if (!line.startsWith('>') || level >= MAX_QUOTE_LEVEL) {
      plain.push(line)
      continue
    }
    const begin = at
    while (at + 1 < lines.length && (lines[at + 1] ?? '').startsWith('>')) at += 1
    const attribution =
      plain
        .join('\n')
        .trimEnd()
        .split(/\n\s*\n/)
        .at(-1) ?? ''
    flush()
    const quoted = lines.slice(begin, at + 1).map((quotedLine) => quotedLine.replace(/^> ?/, ''))
    blocks.push(quote(quoted, level, quotedName(attribution)))
  }
  flush()
  return blocks
}

const quote = (lines: readonly string[], level: number, name: string | null): Block => ({
  kind: 'quote',
  lines: lines.length,
  name,
  blocks: readLines(lines, level + 1),
})

/** Finds addresses of the web and of people in a text. */
export function findLinks(text: string): Piece[] {
  const matches = text.length > MAX_LINKIFIED ? null : linkify.match(text)
  if (matches === null) return [{ text, href: null }]
  const pieces: Piece[] = []
  let at = 0
  for (const { index, lastIndex, url, schema } of matches) {
    if (!['', '//', 'http:', 'https:', 'mailto:'].includes(schema)) continue
    if (index > at) pieces.push({ text: text.slice(at, index), href: null })
    pieces.push({ text: text.slice(index, lastIndex), href: url.startsWith('//') ? `https:${url}` : url })
    at = lastIndex
  }
  if (at < text.length) pieces.push({ text: text.slice(at), href: null })
  return pieces
}
