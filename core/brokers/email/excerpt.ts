import { oneLine } from './readable.ts'

const excerptChars = 200
/** Enough of the beginning to find the words of another copy in it, behind what a list may have put before them. */
const openingWords = 160
const openingChars = 3_200

/** The first own words of a message: without quotes, the line that introduces them, and what a list adds. */
export function excerptOf(text: string): string {
  const own: string[] = []
  let length = 0
  for (const line of text.slice(0, 10_000).split('\n')) {
    const trimmed = line.trim()
    if (trimmed === '-- ' || line === '-- ') break
    if (trimmed === '' || trimmed.startsWith('>') || /^[-_=*#\s]+$/.test(trimmed)) continue
    own.push(trimmed)
    length += trimmed.length
    if (length > excerptChars * 2) break
  }
  const kept = own.length > 1 ? own.filter((line) => !introducesQuote(line)) : own
  return oneLine(kept.length > 0 ? kept.join(' ') : text.slice(0, 1000), excerptChars)
}

/** "On Monday, Anna wrote:", in whatever language: a short line with a year or an address that ends in a colon. */
const introducesQuote = (line: string): boolean =>
  line.length < 200 && /[:：]$/.test(line) && /\d{4}|\d:\d\d|@/.test(line)

/**
 * What is much the same in every copy of a message: its first words, letters and digits only, up to a signature or the line
 * that mailing lists put before their footer.
 */
export function openingOf(text: string): string {
  const body = text.slice(0, openingChars).split(/\n-- \n|\n[_=-]{20,}\s*\n/)[0] ?? ''
  const words = body.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return words.slice(0, openingWords).join(' ')
}

export const hasLinkIn = (text: string, html: string | null): boolean =>
  /\bhttps?:\/\/[^\s]{3}/i.test(text) || (html !== null && /<a\s[^>]{0,500}?href\s*=\s*["']?https?:/i.test(html))
