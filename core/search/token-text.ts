import { maxTokenUnits } from './limits.ts'
import { scan } from './scan.ts'

/** Grows to the longest text and is let go above this, so that one book does not stay in memory. */
const keptBytes = 1_048_576
let line = new Uint8Array(65_536)
const decoder = new TextDecoder()

const isSmall = (unit: number): boolean => unit >= 97 && unit <= 122
const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57
const isCapital = (unit: number): boolean => unit >= 65 && unit <= 90

/**
 * The tokens of a text parted by spaces, at most `limit`: `tokenize(text, limit).join(' ')`, several times as fast, since
 * this is done for every word of a mailbox. White space ends every token, so the text is taken in pieces between it.
 * Pieces of plain ASCII without addresses and links are written as they are read; `scan` reads the others.
 */
export function tokenText(text: string, limit: number): string {
  let used = 0
  let count = 0

  const put = (token: string): boolean => {
    const most = used + token.length * 3 + 1
    if (most > line.length) grow(most)
    if (count > 0) line[used++] = 0x20
    used = writeUtf8(token, used)
    count += 1
    return count < limit
  }

  for (let at = 0; at < text.length && count < limit; ) {
    if (text.charCodeAt(at) <= 0x20) {
      at += 1
      continue
    }
    const before = { used, count }
    const start = at
    let plain = true
    let length = 0
    if (used + 2 > line.length) grow(used + 2)
    for (; at < text.length; at += 1) {
      let unit = text.charCodeAt(at)
      if (unit <= 0x20) break
      if (isCapital(unit)) unit += 0x20
      if (isSmall(unit) || isDigit(unit)) {
        if (length === 0) {
          if (count >= limit) break
          if (count > 0) line[used++] = 0x20
          count += 1
        }
        length += 1
        if (length <= maxTokenUnits) line[used++] = unit
        if (used + 2 > line.length) grow(used + 2)
        continue
      }
      length = 0
      if (unit > 0x7f || unit === 0x40 || opensUrl(text, at, unit)) {
        plain = false
        break
      }
    }
    if (plain) continue
    while (at < text.length && text.charCodeAt(at) > 0x20) at += 1
    used = before.used
    count = before.count
    scan(text.slice(start, at), put)
  }
  const result = decoder.decode(line.subarray(0, used))
  if (line.length > keptBytes) line = new Uint8Array(keptBytes)
  return result
}

/** May be the mark behind `https` or `www` that scan looks at. */
function opensUrl(text: string, at: number, unit: number): boolean {
  if (unit === 0x3a) return text.charCodeAt(at + 1) === 0x2f
  return unit === 0x2e && isW(text, at - 1) && isW(text, at - 2) && isW(text, at - 3)
}

const isW = (text: string, at: number): boolean => (text.charCodeAt(at) | 0x20) === 0x77

function grow(most: number): void {
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
