/** What a code unit is to the scanner. `bigram`: a letter of a script that writes no spaces between words. */
export const separator = 0
export const word = 1
export const bigram = 2
export const surrogate = 3

const wordCharacter = /[\p{L}\p{N}\p{M}]/u
const unspaced =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u
/**
 * Soft hyphen, joiners, direction marks: invisible inside a word, so they do not end it (and folding drops them).
 * Zero width space and non-joiner do end it: they stand where Thai and Persian words part.
 */
const ignorable = /(?!\u200b|\u200c)\p{Cf}/u

const known = new Uint8Array(0x10000).fill(255)

/** The class of a UTF-16 code unit; `surrogate` asks for `classOfPoint`. */
export function classOf(unit: number): number {
  const stored = known[unit] ?? separator
  if (stored !== 255) return stored
  const found = unit >= 0xd800 && unit <= 0xdfff ? surrogate : classify(String.fromCharCode(unit))
  known[unit] = found
  return found
}

/** The class of the code point that begins at `at`. */
export function classOfPoint(text: string, at: number): number {
  const point = text.codePointAt(at) ?? 0
  return point < 0x10000 ? separator : classify(String.fromCodePoint(point))
}

function classify(character: string): number {
  if (ignorable.test(character)) return word
  if (!wordCharacter.test(character)) return separator
  return unspaced.test(character) ? bigram : word
}
