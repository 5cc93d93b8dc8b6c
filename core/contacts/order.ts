/** The order of the address book in a language, and the letters that it is parted by. */
export interface NameOrder {
  compare(a: string, b: string): number
  /** what a name sorts by: the part in the script of the language, where it has one */
  keyOf(name: string): string
  /** the letter that a key stands under; `#` for what begins with none */
  letterOf(key: string): string
}

/** What is written in the script that the collation of a language puts first. */
const scriptOf: Readonly<Record<string, string>> = {
  Cyrl: 'Cyrillic',
  Grek: 'Greek',
  Arab: 'Arabic',
  Hebr: 'Hebrew',
  Hans: 'Han',
  Hant: 'Han',
  Jpan: 'Han',
  Kore: 'Hangul',
  Deva: 'Devanagari',
  Thai: 'Thai',
}

/** `locale`: BCP 47; one that is not known sorts as English. */
export function createNameOrder(locale: string): NameOrder {
  const known = knownLocale(locale)
  const collator = new Intl.Collator(known, { numeric: true })
  const base = new Intl.Collator(known, { sensitivity: 'base' })
  const script = scriptOf[new Intl.Locale(known).maximize().script ?? ''] ?? 'Latin'
  const own = new RegExp(`(?<!\\p{L})\\p{sc=${script}}[\\p{sc=${script}}\\p{M}\\p{N}'’.\\- ]*`, 'u')
  const letters = new Map<string, string>()

  function findLetter(first: string): string {
    if (!/^\p{L}/u.test(first)) return '#'
    const upper = first.toLocaleUpperCase(known).normalize('NFC')
    const plain = upper.normalize('NFD').replace(/\p{Mn}/gu, '') || upper
    // Å is a letter of its own in Swedish and an A in English: the collation knows
    const letter = base.compare(upper, plain) === 0 ? plain : upper
    return [...letter][0] ?? '#'
  }

  return {
    // other scripts come after the user's own by themselves; what is no letter comes last
    compare: (a, b) =>
      Number(isOther(a)) - Number(isOther(b)) || collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0),
    keyOf(name) {
      const trimmed = name.trim()
      // quotes and the like before a name are no part of its place
      const text = trimmed.replace(/^[^\p{L}\p{N}]+/u, '') || trimmed
      if (script === 'Latin' && /^[\x20-\x7e]*$/.test(text)) return text
      return own.exec(text)?.[0].trim() || text
    },
    letterOf(key) {
      // Czech and Slovak have a letter of two
      const pair = key.slice(0, 2)
      const first = /^ch$/i.test(pair) && base.compare(pair, 'd') > 0 ? pair : ([...key][0] ?? '')
      if (first.length === 2 && /^ch$/i.test(first)) return 'CH'
      const seen = letters.get(first)
      if (seen !== undefined) return seen
      const letter = findLetter(first)
      letters.set(first, letter)
      return letter
    },
  }
}

const isOther = (key: string): boolean => !/^\p{L}/u.test(key)

function knownLocale(locale: string): string {
  try {
    return Intl.Collator.supportedLocalesOf(locale)[0] ?? 'en'
  } catch {
    return 'en'
  }
}
