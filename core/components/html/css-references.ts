import type { RemoteKind } from './remote-kind.ts'

/** What a style sheet would have fetched. */
export interface CssReference {
  readonly kind: RemoteKind
  readonly address: string
}

/**
 * `url()`, `src()` and `@import` in any writing of them, and the strings in `image()` and `image-set()`. Which at-rule an
 * address stands in is looked for from the last brace on.
 */
const places =
  /@import\s*(?:url\s*\(\s*)?["']?([^"')\s;]*)|@namespace[^;]*;|@font-face\b|\b(?:url|src)\s*\(\s*(?:"([^"]*)"|'([^']*)'|([^)"']*))|\b(?:-webkit-)?image(?:-set)?\s*\(([^)]*)|[{}]/gi

/** Whether there can be anything to find: the letters of the functions, or escapes that may hide them. */
export const mayFetch = (css: string): boolean => /url|import|image|src|\\/i.test(css)

/** The addresses in a style sheet or a style attribute, in the order they stand. Tolerant of everything, never throws. */
export function cssReferences(css: string): CssReference[] {
  if (!mayFetch(css)) return []
  const plain = unescaped(css)
  const found: CssReference[] = []
  let inFont = false
  for (const [whole, imported, double, single, bare, listed] of plain.matchAll(places)) {
    if (/^@font-face/i.test(whole)) inFont = true
    else if (whole === '}') inFont = false
    else if (imported !== undefined) found.push({ kind: 'style', address: imported })
    else if (listed !== undefined) {
      for (const [, text = ''] of listed.matchAll(/(?:["']|\burl\(\s*)([^"')\s]+)/g)) {
        found.push({ kind: 'image', address: text })
      }
    } else {
      const address = double ?? single ?? bare
      if (address !== undefined) found.push({ kind: inFont ? 'font' : 'image', address: address.trim() })
    }
    if (found.length >= mostAddresses) break
  }
  return found
}

/** More in one style sheet are no longer told apart. */
const mostAddresses = 2_000

/** CSS Syntax 3, section 4.3.7: escapes stand for the characters they name; comments part nothing that matters here. */
function unescaped(css: string): string {
  const bare = css.includes('/*') ? css.replace(/\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//g, '') : css
  if (!bare.includes('\\')) return bare
  return bare.replace(/\\(?:([0-9a-f]{1,6})\s?|\r?\n|([^\n]))/gi, (_, hex?: string, char?: string) => {
    if (hex === undefined) return char ?? ''
    const code = Number.parseInt(hex, 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
  })
}
