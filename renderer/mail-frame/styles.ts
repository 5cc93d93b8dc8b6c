import { type CssToken, readCss, writeCss, writeName } from './css-tokens.ts'

/** Where a `url()` in CSS may become something to show: returns the CSS to put in its place, or null to drop it. */
export type ImageInCss = (url: string) => string | null

/** Only these may name a picture. Everywhere else a `url()` drops the declaration: cursor, filter, mask, content, src… */
const IMAGE_PROPERTIES = new Set(['background', 'background-image', 'list-style', 'list-style-image', 'border-image'])

const BLOCKED_PROPERTIES =
  /^(?:-moz-binding|behaviou?r|cursor|-webkit-app-region|app-region|(?:-webkit-|-moz-)?(?:animation|transition|mask|clip-path|filter).*|offset.*|view-transition.*|scroll-.*|timeline.*|shape-outside|src|will-change|pointer-events|contain|container.*|anchor.*)$/

const ALLOWED_FUNCTIONS = new Set(
  `rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix calc min max clamp var translate translatex translatey
  scale rotate skew matrix linear-gradient radial-gradient conic-gradient repeating-linear-gradient
  repeating-radial-gradient -webkit-linear-gradient -moz-linear-gradient rect fit-content minmax repeat`.split(/\s+/),
)

/** In a selector only. */
const ALLOWED_SELECTOR_FUNCTIONS = new Set(
  'not is where has nth-child nth-last-child nth-of-type nth-last-of-type lang dir'.split(' '),
)

/** Lengths of the window: the frame grows with its content, so these would make it grow for ever. */
const WINDOW_UNITS = /^(?:[sld]?v(?:h|b|min|max))$/

const ID_PREFIX = 'user-content-'
const MAX_NESTED_BLOCKS = 8

const isDelim = (token: CssToken | undefined, value: string): boolean =>
  token?.kind === 'delim' && token.value === value

/** Rewrites a style sheet: what cannot load, run or leave the frame stays; all else goes. */
export function sanitiseStyleSheet(css: string, image: ImageInCss): string {
  return sanitiseRules(readCss(css), image, 0)
}

/** Rewrites the value of a `style` attribute. */
export function sanitiseDeclarations(css: string, image: ImageInCss): string {
  return declarations(readCss(css), image)
}

function sanitiseRules(tokens: readonly CssToken[], image: ImageInCss, depth: number): string {
  let out = ''
  let at = 0
  while (at < tokens.length) {
    const prelude: CssToken[] = []
    const start = tokens[at]
    if (start?.kind === 'space' || isDelim(start, ';') || isDelim(start, '}')) {
      at += 1
      continue
    }
    while (at < tokens.length && !isDelim(tokens[at], '{') && !(start?.kind === 'at' && isDelim(tokens[at], ';'))) {
      const token = tokens[at]
      if (token !== undefined) prelude.push(token)
      at += 1
    }
    if (!isDelim(tokens[at], '{')) {
      at += 1
      continue
    }
    const end = endOfBlock(tokens, at)
    out += sanitiseRule(prelude, tokens.slice(at + 1, end), image, depth)
    at = end + 1
  }
  return out
}

function sanitiseRule(prelude: CssToken[], block: readonly CssToken[], image: ImageInCss, depth: number): string {
  const first = prelude[0]
  if (first?.kind === 'at') {
    if ((first.value !== 'media' && first.value !== 'supports') || depth >= MAX_NESTED_BLOCKS) return ''
    const isPlain = prelude.every((token) => !['url', 'bad', 'function', 'string'].includes(token.kind))
    return isPlain ? `${writeCss(prelude)}{${sanitiseRules(block, image, depth + 1)}}` : ''
  }
  const selector = cleanSelector(prelude)
  if (selector === null) return ''
  const inner = declarations(block, image)
  return inner === '' ? '' : `${selector}{${inner}}\n`
}

/** Ids are prefixed as the sanitiser prefixes them in the markup. */
function cleanSelector(tokens: readonly CssToken[]): string | null {
  const out: CssToken[] = []
  for (const token of tokens) {
    if (token.kind === 'url' || token.kind === 'bad' || token.kind === 'at') return null
    if (token.kind === 'function' && !ALLOWED_SELECTOR_FUNCTIONS.has(token.value)) return null
    if (token.kind === 'delim' && /[<;}]/.test(token.value)) return null
    out.push(token.kind === 'hash' ? { kind: 'hash', value: ID_PREFIX + token.value } : token)
  }
  return writeCss(out).trim() || null
}

function endOfBlock(tokens: readonly CssToken[], open: number): number {
  let depth = 0
  for (let at = open; at < tokens.length; at += 1) {
    if (isDelim(tokens[at], '{')) depth += 1
    if (isDelim(tokens[at], '}')) depth -= 1
    if (depth === 0) return at
  }
  return tokens.length
}

function declarations(tokens: readonly CssToken[], image: ImageInCss): string {
  return splitAtSemicolons(tokens)
    .map((part) => declaration(part, image))
    .filter((text) => text !== null)
    .join(';')
}

function splitAtSemicolons(tokens: readonly CssToken[]): CssToken[][] {
  const parts: CssToken[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    if (token.kind === 'function' || (token.kind === 'delim' && '([{'.includes(token.value))) depth += 1
    if (token.kind === 'delim' && ')]}'.includes(token.value)) depth = Math.max(0, depth - 1)
    if (depth === 0 && isDelim(token, ';')) parts.push([])
    else parts.at(-1)?.push(token)
  }
  return parts
}

function declaration(tokens: readonly CssToken[], image: ImageInCss): string | null {
  const rest = tokens.filter((token, index) => token.kind !== 'space' || index > 0)
  const name = rest[0]
  if (name?.kind !== 'ident') return null
  const colon = rest.findIndex((token) => isDelim(token, ':'))
  if (colon < 1 || rest.slice(1, colon).some((token) => token.kind !== 'space')) return null
  const property = name.value.toLowerCase()
  if (!/^-{0,2}[a-z][a-z0-9-]*$/.test(property) || BLOCKED_PROPERTIES.test(property)) return null
  const value = cleanValue(property, rest.slice(colon + 1), image)
  return value === null ? null : `${writeName(property)}:${value}`
}

function cleanValue(property: string, tokens: readonly CssToken[], image: ImageInCss): string | null {
  let text = ''
  let run: CssToken[] = []
  const flush = () => {
    text += writeCss(run)
    run = []
  }
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]
    if (token === undefined || token.kind === 'bad' || token.kind === 'at') return null
    if (token.kind === 'delim' && /[{}<\\;]/.test(token.value)) return null
    if (token.kind === 'number' && WINDOW_UNITS.test(token.unit)) return null
    if (property === 'position' && token.kind === 'ident' && /^(?:fixed|sticky)$/i.test(token.value)) return null
    const url = urlAt(tokens, at)
    if (url !== null) {
      if (url.address === null || !IMAGE_PROPERTIES.has(property)) return null
      const replacement = image(url.address)
      if (replacement === null) return null
      flush()
      text += ` ${replacement} `
      at = url.end
    } else if (token.kind === 'function' && !ALLOWED_FUNCTIONS.has(token.value)) return null
    else run.push(token)
  }
  flush()
  return text.trim() === '' ? null : text.trim()
}

/** A `url()` in either form; `address` is null when it holds anything but one address. */
function urlAt(tokens: readonly CssToken[], at: number): { address: string | null; end: number } | null {
  const token = tokens[at]
  if (token?.kind === 'url') return { address: token.value, end: at }
  if (token?.kind !== 'function' || token.value !== 'url') return null
  const inside: CssToken[] = []
  let end = at + 1
  while (end < tokens.length && !isDelim(tokens[end], ')')) {
    const next = tokens[end]
    if (next !== undefined && next.kind !== 'space') inside.push(next)
    end += 1
  }
  const only = inside[0]
  return { address: inside.length === 1 && only?.kind === 'string' ? only.value : null, end }
}
