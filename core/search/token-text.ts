import { maxTokenUnits } from './limits.ts'
import { scan } from './scan.ts'

/** Grows to the longest text and is let go above this, so that one book does not stay in memory. */
const keptBytes = 1_048_576
let line = new Uint8Array(65_536)
const decoder = new TextDecoder()

/** What is written for an ASCII character: letters in lower case, digits; 0 for what parts words. */
const written = new Uint8Array(128)
for (const character of 'abcdefghijklmnopqrstuvwxyz0123456789') {
  written[character.toUpperCase().charCodeAt(0)] = character.charCodeAt(0)
  written[character.charCodeAt(0)] = character.charCodeAt(0)
}

/**
 * The tokens of a text parted by spaces, at most `limit`: `tokenize(text, limit).join(' ')`, several times as fast, since
 * this is done for every word of a mailbox. White space ends every token, so the text is taken in pieces between it.
 * Pieces of plain ASCII without addresses and links are written as they are read; `scan` reads the others.
 */
export function tokenText(text: string, limit: number): string {
  let used = 0
  let count = 0

  const put = (token: string): boolean => {
    makeRoom(used + token.length * 3 + 1)
    if (count > 0) line[used++] = 0x20
    used = writeUtf8(token, used)
    count += 1
    return count < limit
  }

  for (let at = 0; at < text.length && count < limit; ) {
    const plain = { end: at, used, count }
    makeRoom(used + text.length - at + 1)
    readPlain(text, at, limit, plain)
    at = plain.end
    used = plain.used
    count = plain.count
    const from = at
    while (at < text.length && text.charCodeAt(at) > 0x20) at += 1
    if (at > from && count < limit) scan(text.slice(from, at), put)
  }
  const result = decoder.decode(line.subarray(0, used))
  if (line.length > keptBytes) line = new Uint8Array(keptBytes)
  return result
}

/**
 * Writes what is plain from `at` on, piece by piece. Ends before the first piece that is not, with nothing of it written,
 * at the end of the text or at the limit. Plain tokens are never longer than the text that they come from.
 */
function readPlain(
  text: string,
  from: number,
  limit: number,
  state: { end: number; used: number; count: number },
): void {
  const out = line
  let { used, count } = state
  let length = 0
  for (let at = from; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    const byte = unit < 0x80 ? (written[unit] ?? 0) : 0
    if (byte !== 0) {
      if (length === 0) {
        if (count >= limit) break
        if (count > 0) out[used++] = 0x20
        count += 1
      }
      length += 1
      if (length <= maxTokenUnits) out[used++] = byte
      continue
    }
    length = 0
    if (unit <= 0x20) {
      state.end = at + 1
      state.used = used
      state.count = count
    } else if (unit > 0x7f || unit === 0x40 || opensUrl(text, at, unit)) {
      return
    }
  }
  state.end = text.length
  state.used = used
  state.count = count
}

/** May be the mark behind `https` or `www` that scan looks at. */
function opensUrl(text: string, at: number, unit: number): boolean {
  if (unit === 0x3a) return text.charCodeAt(at + 1) === 0x2f
  return unit === 0x2e && isW(text, at - 1) && isW(text, at - 2) && isW(text, at - 3)
}

const isW = (text: string, at: number): boolean => (text.charCodeAt(at) | 0x20) === 0x77

function makeRoom(most: number): void {
  if (most <= line.length) return
  const larger = new Uint8Array(most * 2)
  larger.set(line)
  line = larger
}

/** Room has been made; answers where the next byte goes. A lone surrogate becomes U+FFFD, as in every encoder. */
function writeUtf8(token: string, from: number): number {
  let used = from
  for (let i = 0; i < token.length; i += 1) {
    const unit = token.charCodeAt(i)
    if (unit < 0x80) {
      line[used++] = unit
    } else if (unit < 0x800) {
      line[used++] = 0xc0 | (unit >> 6)
      line[used++] = 0x80 | (unit & 0x3f)
    } else {
      const point = token.codePointAt(i) ?? 0
      if (point >= 0x10000) {
        i += 1
        line[used++] = 0xf0 | (point >> 18)
        line[used++] = 0x80 | ((point >> 12) & 0x3f)
        line[used++] = 0x80 | ((point >> 6) & 0x3f)
        line[used++] = 0x80 | (point & 0x3f)
      } else {
        const known = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point
        line[used++] = 0xe0 | (known >> 12)
        line[used++] = 0x80 | ((known >> 6) & 0x3f)
        line[used++] = 0x80 | (known & 0x3f)
      }
    }
  }
  return used
}
