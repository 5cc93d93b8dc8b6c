import { bigram, classOf, classOfPoint, separator, surrogate, word } from './classes.ts'
import { fold } from './fold.ts'
import {
  maxDomainUnits,
  maxLocalUnits,
  maxTokenUnits,
  maxUrlMixedUnits,
  maxUrlWords,
  maxUrlWordUnits,
} from './limits.ts'

/**
 * Called for each token with the UTF-16 span of the text that it stands for; false ends the scan. `kind`: `tail` is the last
 * character of a run that was cut into bigrams, `single` a run of one character, `address` a whole e-mail address.
 */
export type TokenKind = 'word' | 'bigram' | 'tail' | 'single' | 'address'
export type Visit = (token: string, start: number, end: number, kind: TokenKind) => boolean

/**
 * The one reading of text into tokens, for the index, queries and highlights alike.
 *
 * Words are runs of letters, digits and marks, folded. Runs of scripts without spaces become overlapping bigrams and
 * their last character, so that any two neighbours are a token and any one is the beginning of one. An e-mail address
 * gives its parts and then itself, punctuation as `_`. A URL gives its host and the first words of its path.
 */
export function scan(text: string, visit: Visit): void {
  const length = text.length
  let at = 0
  let addressEnd = -1
  let addressStart = 0
  while (at < length) {
    if (addressEnd >= 0 && at >= addressEnd) {
      const whole = wholeAddress(text.slice(addressStart, addressEnd))
      if (!visit(whole, addressStart, addressEnd, 'address')) return
      addressEnd = -1
    }
    const unit = text.charCodeAt(at)
    const kind = kindAt(text, unit, at)
    if (kind === separator) {
      if (unit === 64 && addressEnd < 0) {
        addressStart = localStart(text, at)
        const end = domainEnd(text, at)
        if (addressStart < at && end > at + 1) addressEnd = end
      }
      at += unit >= 0xd800 && unit <= 0xdbff ? 2 : 1
      continue
    }
    const start = at
    at = runEnd(text, at, kind)
    if (kind === bigram) {
      if (!visitBigrams(text, start, at, visit)) return
      continue
    }
    const url = urlHost(text, start, at)
    if (url >= 0) {
      at = scanUrl(text, url, visit)
      if (at < 0) return
      continue
    }
    if (!visitWord(text, start, at, visit)) return
  }
  if (addressEnd >= 0) visit(wholeAddress(text.slice(addressStart, addressEnd)), addressStart, addressEnd, 'address')
}

function kindAt(text: string, unit: number, at: number): number {
  const kind = classOf(unit)
  return kind === surrogate ? classOfPoint(text, at) : kind
}

function runEnd(text: string, from: number, kind: number): number {
  let at = from
  while (at < text.length) {
    const unit = text.charCodeAt(at)
    if (kindAt(text, unit, at) !== kind) break
    at += unit >= 0xd800 && unit <= 0xdbff ? 2 : 1
  }
  return at
}

function visitWord(text: string, start: number, end: number, visit: Visit): boolean {
  const token = cut(lower(text.slice(start, end)))
  return token === '' || visit(token, start, end, 'word')
}

/** Folds; the cheap way if there is nothing but ASCII in it. */
function lower(run: string): string {
  for (let i = 0; i < run.length; i += 1) if (run.charCodeAt(i) > 127) return fold(run)
  return run.toLowerCase()
}

function cut(token: string): string {
  if (token.length <= maxTokenUnits) return token
  const last = token.charCodeAt(maxTokenUnits - 1)
  return token.slice(0, last >= 0xd800 && last <= 0xdbff ? maxTokenUnits - 1 : maxTokenUnits)
}

function visitBigrams(text: string, start: number, end: number, visit: Visit): boolean {
  const run = fold(text.slice(start, end))
  const characters = [...run]
  const aligned = characters.length === end - start
  for (const [i, character] of characters.entries()) {
    const next = characters[i + 1]
    const from = aligned ? start + i : start
    const to = aligned ? start + i + (next === undefined ? 1 : 2) : end
    const kind = next !== undefined ? 'bigram' : i === 0 ? 'single' : 'tail'
    if (!visit(character + (next ?? ''), from, to, kind)) return false
  }
  return true
}

/** Where the host of a URL begins if the word [start, end) opens one (`https://` or `www.`), else -1. */
function urlHost(text: string, start: number, end: number): number {
  const mark = text.charCodeAt(end)
  if (mark === 58) {
    if (text.charCodeAt(end + 1) !== 47 || text.charCodeAt(end + 2) !== 47) return -1
    return /^(?:https?|ftp)$/i.test(text.slice(start, end)) ? end + 3 : -1
  }
  return mark === 46 && end - start === 3 && text.slice(start, end).toLowerCase() === 'www' ? start : -1
}

/** Visits host and path of a URL whose host begins at `from`; answers where it ends, -1 if the visit ended the scan. */
function scanUrl(text: string, from: number, visit: Visit): number {
  const end = urlEnd(text, from)
  let at = from
  let inPath = false
  let words = 0
  while (at < end) {
    const unit = text.charCodeAt(at)
    if (unit === 63 || unit === 35) break
    if (unit === 47) inPath = true
    const kind = kindAt(text, unit, at)
    if (kind === separator) {
      at += 1
      continue
    }
    const start = at
    at = Math.min(end, runEnd(text, at, kind))
    const part = text.slice(start, at)
    if (inPath && (words >= maxUrlWords || isIdentifier(part))) continue
    if (!inPath && at < end && part.toLowerCase() === 'www') continue
    if (inPath) words += 1
    if (!visitWord(text, start, at, visit)) return -1
  }
  return end
}

/** At white space, quotes, brackets, other punctuation than ASCII's, and where Chinese or Japanese text goes on. */
function urlEnd(text: string, from: number): number {
  let at = from
  for (; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit <= 32 || (unit < 128 ? endsUrl.has(unit) : classOf(unit) !== word)) break
  }
  return at
}
const endsUrl = new Set([...'<>"\'`()[]{}|\\^'].map((character) => character.charCodeAt(0)))

function isIdentifier(part: string): boolean {
  if (part.length > maxUrlWordUnits) return true
  return part.length >= maxUrlMixedUnits && /\d/.test(part) && /\p{L}/u.test(part)
}

const isAddressMark = (unit: number): boolean => unit === 46 || unit === 45 || unit === 95 || unit === 43

/** Where the local part before the @ at `at` begins; `at` if there is none. */
function localStart(text: string, at: number): number {
  let start = at
  while (start > 0 && at - start < maxLocalUnits) {
    const unit = text.charCodeAt(start - 1)
    if (!isAddressMark(unit) && classOf(unit) !== word) break
    start -= 1
  }
  while (start < at && isAddressMark(text.charCodeAt(start))) start += 1
  return start
}

/** Where the domain after the @ at `at` ends; `at + 1` if there is none. */
function domainEnd(text: string, at: number): number {
  let end = at + 1
  while (end < text.length && end - at <= maxDomainUnits) {
    const unit = text.charCodeAt(end)
    if (unit !== 46 && unit !== 45 && classOf(unit) !== word) break
    end += 1
  }
  while (end > at + 1 && isAddressMark(text.charCodeAt(end - 1))) end -= 1
  return end
}

/** `Anna.Müller@example.org` -> `anna_muller_example_org` */
function wholeAddress(address: string): string {
  let token = ''
  for (const part of address.split(/[^\p{L}\p{N}\p{M}]+/u)) {
    const folded = lower(part)
    if (folded !== '') token += token === '' ? folded : `_${folded}`
  }
  return cut(token)
}
