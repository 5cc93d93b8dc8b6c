/**
 * Case and accent folding, one code point at a time, so that a position in the folded text has one in the original.
 * Full case folding (Unicode 3.13) and NFKD; marks are dropped where a reader types without them (Latin, Greek,
 * Cyrillic, Arabic tashkeel, Hebrew niqqud) and kept where they make another letter (kana, Indic, Thai).
 */

/** What a reader types for letters that Unicode does not decompose. */
const letters = new Map<string, string>(
  Object.entries({
    ß: 'ss',
    æ: 'ae',
    œ: 'oe',
    ø: 'o',
    ł: 'l',
    đ: 'd',
    ð: 'd',
    þ: 'th',
    ħ: 'h',
    ı: 'i',
    ŋ: 'n',
    ŧ: 't',
    ĸ: 'k',
    ə: 'e',
    ς: 'σ',
    // Arabic: the forms of alef, yeh, kaf and heh that keyboards and languages tell apart and readers do not
    ٱ: 'ا',
    ى: 'ي',
    ی: 'ي',
    ې: 'ي',
    ک: 'ك',
    ة: 'ه',
    ہ: 'ه',
    ە: 'ه',
    ـ: '',
  }),
)

const droppedMarks =
  /(?!\u3099|\u309a)(?=\p{Mn})[\p{sc=Inherited}\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Arabic}\p{sc=Hebrew}]/gu
const notWord = /[^\p{L}\p{N}\p{M}]/gu
/** Marks that stay, and Hangul jamo: these compose with their neighbours, so a word with one is put into NFC. */
const composes = /[\p{M}\u1100-\u11ff]/u
const arabicDigit = /[\u0660-\u0669\u06f0-\u06f9]/g

const folded: (string | undefined)[] = []
const composing: boolean[] = []

/** One code point below U+10000, folded; '' for what is dropped. */
function foldUnit(unit: number): string {
  const known = folded[unit]
  if (known !== undefined) return known
  const result = foldCodePoint(String.fromCharCode(unit))
  folded[unit] = result
  composing[unit] = composes.test(result)
  return result
}

function foldCodePoint(character: string): string {
  let result = ''
  const plain = character.toLowerCase().normalize('NFKD').replace(droppedMarks, '').replace(notWord, '')
  for (const letter of plain) result += letters.get(letter) ?? letter
  return result
    .replace(arabicDigit, (digit) => String(digit.charCodeAt(0) & 0xf))
    .toLowerCase()
    .normalize('NFC')
}

/** Folds a word (letters, digits, marks and ignorable characters). Idempotent. */
export function fold(word: string): string {
  let result = ''
  let compose = false
  for (let i = 0; i < word.length; i += 1) {
    const unit = word.charCodeAt(i)
    if (unit >= 0xd800 && unit <= 0xdbff && i + 1 < word.length) {
      result += foldCodePoint(word.slice(i, i + 2))
      i += 1
      continue
    }
    result += foldUnit(unit)
    if (composing[unit] === true) compose = true
  }
  return compose ? result.normalize('NFC') : result
}
