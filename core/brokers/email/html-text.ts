import { cutText } from './readable.ts'

const blocks = new Set(
  'address article aside blockquote br center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody tfoot thead title tr ul'.split(
    ' ',
  ),
)
const cells = new Set(['td', 'th'])
/** whose content is not text */
const silent = new Set(['script', 'style', 'head', 'noscript', 'template', 'svg', 'math', 'iframe', 'object', 'select'])

const latin1Names =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'

const entities = new Map<string, string>([
  ...latin1Names.split(' ').map((name, i): [string, string] => [name, String.fromCodePoint(160 + i)]),
  ...Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    ndash: '–',
    mdash: '—',
    lsquo: '‘',
    rsquo: '’',
    sbquo: '‚',
    ldquo: '“',
    rdquo: '”',
    bdquo: '„',
    bull: '•',
    hellip: '…',
    euro: '€',
    trade: '™',
    ensp: ' ',
    emsp: ' ',
    thinsp: ' ',
    zwnj: '',
    zwj: '',
    lrm: '',
    rlm: '',
    rarr: '→',
    larr: '←',
    OElig: 'Œ',
    oelig: 'œ',
    Scaron: 'Š',
    scaron: 'š',
  }),
])
entities.set('nbsp', ' ')
entities.set('shy', '')

/**
 * The words of an HTML body for excerpts, search and answers in plain text: one pass, no tree, so that neither depth nor
 * size of hostile markup matters. Not for display: that is the sanitiser's work.
 */
export function htmlToText(html: string, limit: number): string {
  const pieces: string[] = []
  const unclosed = new Set<string>()
  let length = 0
  let at = 0
  while (at < html.length && length < limit) {
    const open = html.indexOf('<', at)
    const end = open < 0 ? html.length : open
    if (end > at) {
      const text = decodeEntities(html.slice(at, end).replace(/\s+/g, ' '))
      pieces.push(text)
      length += text.length
    }
    if (open < 0) break
    at = skipTag(html, open, pieces, unclosed)
  }
  return cutText(tidy(pieces.join('')), limit)
}

/** Past the tag at `open`; adds the line break or space that it stands for. */
function skipTag(html: string, open: number, pieces: string[], unclosed: Set<string>): number {
  if (html.startsWith('<!--', open)) return after(html, '-->', open + 4)
  const name = /^<\/?([a-zA-Z][\w:-]{0,20})/.exec(html.slice(open, open + 24))?.[1]?.toLowerCase()
  if (name === undefined) {
    const other = html[open + 1]
    if (other === '!' || other === '?' || other === '/') return after(html, '>', open)
    pieces.push('<')
    return open + 1
  }
  const end = after(html, '>', open)
  const closing = html[open + 1] === '/'
  if (silent.has(name) && !closing && html[end - 2] !== '/') return skipSilent(html, name, end, unclosed)
  if (name === 'li' && !closing) pieces.push('\n- ')
  else if (name === 'p' || /^h[1-6]$/.test(name)) pieces.push('\n\n')
  else if (blocks.has(name)) pieces.push('\n')
  else if (cells.has(name)) pieces.push(' ')
  return end
}

/** `head` is often not closed in mail: its text ends at `<body` too. An unclosed one is skipped as a tag alone. */
function skipSilent(html: string, name: string, from: number, unclosed: Set<string>): number {
  // looked for once: a million unclosed tags would each search the whole rest
  if (unclosed.has(name)) return from
  const closer = new RegExp(name === 'head' ? '</head\\s*>|<body' : `</${name}\\s*>`, 'ig')
  closer.lastIndex = from
  const found = closer.exec(html)
  if (found === null) {
    unclosed.add(name)
    return name === 'script' || name === 'style' ? html.length : from
  }
  return found[0].startsWith('</') ? found.index + found[0].length : found.index
}

function after(html: string, mark: string, from: number): number {
  const at = html.indexOf(mark, from)
  return at < 0 ? html.length : at + mark.length
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(#[xX][\da-fA-F]{1,6}|#\d{1,7}|[A-Za-z]\w{1,8});?/g, (whole, name: string) => {
    if (!name.startsWith('#')) return entities.get(name) ?? whole
    const hex = name[1] === 'x' || name[1] === 'X'
    const code = Number.parseInt(name.slice(hex ? 2 : 1), hex ? 16 : 10)
    if (code === 0xa0) return ' '
    return code > 31 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : ' '
  })
}

const tidy = (text: string): string =>
  text
    .replace(/[ \t\u00a0]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
