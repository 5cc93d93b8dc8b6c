/** Hues that people get; the seventh tint is for lists and machines. */
const hues = 6

/** The same person has the same tint everywhere: a hash of the address in small letters. */
export function tint(address: string): number {
  let hash = 0
  for (const char of address.toLowerCase()) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0
  return hash % hues
}

const ideograph = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u
const scripts = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Arabic}/u,
  /\p{Script=Hebrew}/u,
]
const word = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu

/** One or two letters for a person: of first and last word, or the first character of an ideographic name. */
export function initials(label: string, address: string): string {
  const name = label.trim() || (address.split('@')[0] ?? '')
  const words = name.match(word) ?? []
  const [first] = words
  if (!first) return '?'
  const firstChar = [...first][0] ?? '?'
  if (ideograph.test(firstChar)) return firstChar
  // A name written twice, in two scripts, is one name: letters of both do not stand side by side.
  const script = scripts.find((one) => one.test(firstChar))
  const last = words.slice(1).findLast((one) => script?.test(one) ?? true)
  return (firstChar + (last ? ([...last][0] ?? '') : '')).toLocaleUpperCase()
}
