import type { SearchRow } from '../../storage/contracts/index.ts'
import { maxReadBytes, maxWords, maxWordsOfField, maxWordUnits } from './limits.ts'

/**
 * The words that the spam classifier knows a message by: 24-bit hashes, each once, in the order they stand. A word of the
 * subject or of the sender is another one than the same word in the body: “free” in a subject says more.
 */
export type Words = readonly number[]

/** Taken from what search has made of the message already, so that nothing is read twice. */
export function wordsOf(search: Pick<SearchRow, 'subject' | 'from' | 'body' | 'files'>): number[] {
  const found = new Set<number>()
  collect(search.from, 'f', found, maxWordsOfField)
  collect(search.subject, 's', found, found.size + maxWordsOfField)
  collect(search.files, 'a', found, found.size + maxWordsOfField)
  collect(search.body, '', found, maxWords)
  return [...found]
}

const space = 0x20

/** Tokens parted by spaces, as text or as its UTF-8, until there are `enough`. Hashed byte by byte: no strings are made. */
function collect(tokens: string | Uint8Array, field: string, found: Set<number>, enough: number): void {
  const seed = field === '' ? offset : step(step(offset, field.charCodeAt(0)), 0x3a)
  const bytes = typeof tokens === 'string' ? encoder.encode(tokens.slice(0, maxReadBytes)) : tokens
  const end = Math.min(bytes.length, maxReadBytes)
  let hash = seed
  let length = 0
  for (let at = 0; at <= end && found.size < enough; at += 1) {
    const byte = at < end ? (bytes[at] ?? space) : space
    if (byte !== space) {
      hash = step(hash, byte)
      length += 1
      continue
    }
    if (length > 1 && length <= maxWordUnits) found.add(folded(hash))
    hash = seed
    length = 0
  }
}

const encoder = new TextEncoder()

/** FNV-1a, 32 bits. */
const offset = 0x811c9dc5
const step = (hash: number, byte: number): number => Math.imul(hash ^ byte, 0x01000193)
/** To 24 bits, as the authors of FNV advise: the high bits on the low ones. */
const folded = (hash: number): number => ((hash >>> 24) ^ (hash & 0xff_ffff)) & 0xff_ffff

/** Three bytes a word, in base64. */
export function packWords(words: Words): string {
  let binary = ''
  for (const word of words) binary += String.fromCharCode(word >>> 16, (word >>> 8) & 0xff, word & 0xff)
  return btoa(binary)
}

/** Takes any base64; throws for what is none. */
export function unpackWords(packed: string): number[] {
  const binary = atob(packed)
  return Array.from(
    { length: Math.min(maxWords, Math.floor(binary.length / 3)) },
    (_, i) => (binary.charCodeAt(i * 3) << 16) | (binary.charCodeAt(i * 3 + 1) << 8) | binary.charCodeAt(i * 3 + 2),
  )
}
