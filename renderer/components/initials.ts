/** Hues that people get; the seventh tint is for lists and machines. */
const hues = 6

/** The same person has the same tint everywhere: a hash of the address in small letters. */
export function tint(address: string): number {
  let hash = 0
  for (const char of address.toLowerCase()) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0
  return hash % hues
}

const ideograph = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u
const word = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu

/** One or two letters for a person: of first and last word, or the first character of an ideographic name. */
export function initials(label: string, address: string): string {
  const name = label.trim() || (address.split('@')[0] ?? '')
  const words = name.match(word) ?? []
  const [first] = words
  if (!first) return '?'
  const firstChar = [...first][0] ?? '?'
  if (ideograph.test(firstChar)) return firstChar
  const last = words.length > 1 ? words.at(-1) : undefined
  return (firstChar + (last ? ([...last][0] ?? '') : '')).toLocaleUpperCase()
}
