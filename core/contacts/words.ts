import { tokenize } from '../search/index.ts'

/** Words of a text as search folds them: case and accents do not count. */
export const wordsOf = (text: string, most: number): string[] => tokenize(text, most)

/** What is typed, and what it is looked for in: words parted by spaces, one before the first. */
export interface Wanted {
  readonly words: readonly string[]
  /** digits alone, for numbers; '' unless it looks like one */
  readonly digits: string
}

/** Longer input says nothing more. */
const most = 12

export function wantedBy(text: string): Wanted {
  const plain = text.replace(/[\s()./+-]/g, '')
  return { words: wordsOf(text, most), digits: /^\d{3,}$/.test(plain) ? plain.replace(/^0+/, '') : '' }
}

/** Every word of what is typed begins a word of the text, or it is a part of a number. */
export function fits(wanted: Wanted, haystack: string, digits: string): boolean {
  if (wanted.digits !== '' && digits.includes(wanted.digits)) return true
  return wanted.words.length > 0 && wanted.words.every((word) => haystack.includes(` ${word}`))
}
