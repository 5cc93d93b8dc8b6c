import { Parser } from 'htmlparser2'
import { escapeHtml } from './escape-html.ts'
import { keptElements, safeAttributes } from './quote-rules.ts'

/** Longer HTML is quoted as text: it would hold up the thread that answers the window. */
export const maxQuotedHtmlLength = 500_000

/** What is in these is never text for a reader. */
const silent: ReadonlySet<string> = new Set([
  'script',
  'style',
  'head',
  'title',
  'template',
  'noscript',
  'iframe',
  'object',
  'svg',
  'math',
  'textarea',
  'select',
  'button',
])

/** A mail nested deeper than this was made to hurt; its text is kept, its structure is not. */
const maxDepth = 100

/**
 * The sender's HTML as it may stand in a quote: text and plain structure. Scripts, styles, forms, frames and whatever
 * would fetch something are left out; a remote picture becomes its alternative text. `cid:` pictures stay only where
 * their parts go along (`keepPictures`). The answer is well-formed: whatever was open is closed.
 */
export function neutralHtml(html: string, keepPictures: boolean): string {
  let output = ''
  let silence = 0
  const open: string[] = []
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (silent.has(name)) silence += 1
        if (silence > 0) return
        if (name === 'img') output += picture(attributes, keepPictures)
        else if (name === 'br' || name === 'hr') output += `<${name}>`
        else if (keptElements.has(name) && open.length < maxDepth) {
          open.push(name)
          output += `<${name}${safeAttributes(name, attributes)}>`
        }
      },
      ontext(text) {
        if (silence === 0) output += escapeHtml(text)
      },
      onclosetag(name) {
        if (silent.has(name)) silence = Math.max(0, silence - 1)
        else if (silence === 0 && open.at(-1) === name) {
          open.pop()
          output += `</${name}>`
        }
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  )
  parser.write(html)
  parser.end()
  return (
    output +
    open
      .toReversed()
      .map((name) => `</${name}>`)
      .join('')
  )
}

function picture(attributes: Readonly<Record<string, string>>, keep: boolean): string {
  const { src = '', alt = '' } = attributes
  if (keep && /^cid:[^\s"'<>]+$/i.test(src)) return `<img src="${escapeHtml(src)}" alt="${escapeHtml(alt)}">`
  return alt.trim() === '' ? '' : escapeHtml(`[${alt.trim()}]`)
}
