/** A line put together again. `bytes` has one character a byte (latin1), so that nothing is decoded too early. */
export interface LogicalLine {
  readonly bytes: string
  /** where it begins in the text, and where what follows it begins */
  readonly start: number
  readonly end: number
  /** from 1, of the file */
  readonly number: number
}

/** How much of a line's beginning tells how its value is written. */
const headChars = 400

/**
 * Lines as programs fold them: RFC 6350 3.2 (a line that begins with white space goes on), quoted-printable soft breaks of
 * vCard 2.1, and base64 that goes on without indentation. Folding may cut a character of several bytes: joining goes before
 * decoding.
 */
export function* logicalLines(text: string, firstLine: number): Generator<LogicalLine> {
  const breaks = /\r\n|\n|\r/g
  let pieces: string[] = []
  let [start, number, physical] = [0, firstLine, firstLine]
  let way: Way = 'plain'
  let from = 0
  while (from < text.length) {
    breaks.lastIndex = from
    const found = breaks.exec(text)
    const piece = text.slice(from, found?.index ?? text.length)
    const next = found === null ? text.length : breaks.lastIndex
    if (pieces.length > 0 && goesOn(piece, way, pieces)) {
      // after a soft break a space is the text's own
      const own = way === 'soft' && pieces.at(-1)?.endsWith('=') === true
      pieces.push(own ? piece : piece.replace(/^[ \t]/, ''))
    } else {
      if (pieces.length > 0) yield { bytes: join(pieces, way), start, end: from, number }
      pieces = piece === '' ? [] : [piece]
      start = from
      number = physical
      way = wayOf(piece)
    }
    from = next
    physical++
  }
  if (pieces.length > 0) yield { bytes: join(pieces, way), start, end: text.length, number }
}

type Way = 'plain' | 'soft' | 'base64'

function wayOf(piece: string): Way {
  const colon = piece.indexOf(':')
  const head = piece.slice(0, colon < 0 ? headChars : Math.min(colon + 1, headChars))
  if (/;(encoding=)?quoted-printable[;:]/i.test(head)) return 'soft'
  return /;(encoding=)?"?(b|base64)"?[;:]/i.test(head) ? 'base64' : 'plain'
}

function goesOn(piece: string, way: Way, pieces: readonly string[]): boolean {
  if (piece.startsWith(' ') || piece.startsWith('\t')) return true
  if (way === 'soft') return pieces.at(-1)?.endsWith('=') ?? false
  return way === 'base64' && /^[A-Za-z0-9+/]{4,}={0,2}$/.test(piece)
}

function join(pieces: readonly string[], way: Way): string {
  if (pieces.length === 1) return pieces[0] ?? ''
  if (way !== 'soft') return pieces.join('')
  return pieces.map((piece, i) => (i < pieces.length - 1 && piece.endsWith('=') ? piece.slice(0, -1) : piece)).join('')
}
