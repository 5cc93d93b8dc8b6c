/** A piece of a query. `start` and `end` are UTF-16 offsets into it. */
export type Lexeme =
  | { readonly kind: 'open' | 'close' | 'minus' | 'or' | 'and' | 'not'; readonly start: number; readonly end: number }
  | {
      readonly kind: 'term'
      readonly start: number
      readonly end: number
      /** lower case; null where there is none */
      readonly field: string | null
      /** without quotes and the closing asterisk; '' if nothing follows the colon */
      readonly value: string
      readonly valueStart: number
      readonly quoted: boolean
      readonly prefix: boolean
      /** true when `(` follows the colon: the field goes for the whole group */
      readonly group: boolean
    }

const quotes = '"“”„«»'
const isSpace = (character: string): boolean => /\s/.test(character)
const fieldName = /^([A-Za-z]{2,20}):/

/** Cuts a query into pieces. Takes anything: an unclosed quote ends with the text. */
export function lex(text: string): Lexeme[] {
  const lexemes: Lexeme[] = []
  let depth = 0
  let at = 0
  while (at < text.length) {
    const character = text.charAt(at)
    if (isSpace(character)) {
      at += 1
    } else if (character === '(' || (character === ')' && depth > 0)) {
      depth += character === '(' ? 1 : -1
      lexemes.push({ kind: character === '(' ? 'open' : 'close', start: at, end: at + 1 })
      at += 1
    } else if (character === '-' && at + 1 < text.length && !isSpace(text.charAt(at + 1))) {
      lexemes.push({ kind: 'minus', start: at, end: at + 1 })
      at += 1
    } else {
      const lexeme = readTerm(text, at, depth > 0)
      lexemes.push(lexeme)
      at = lexeme.end
    }
  }
  return lexemes
}

function readTerm(text: string, start: number, inGroup: boolean): Lexeme {
  const field = fieldName.exec(text.slice(start, start + 21))?.[1]?.toLowerCase() ?? null
  const valueStart = field === null ? start : start + field.length + 1
  const first = text.charAt(valueStart)
  if (field !== null && first === '(') {
    return {
      kind: 'term',
      start,
      end: valueStart,
      field,
      value: '',
      valueStart,
      quoted: false,
      prefix: false,
      group: true,
    }
  }
  if (first !== '' && quotes.includes(first)) return readQuoted(text, start, field, valueStart)
  const end = wordEnd(text, valueStart, inGroup)
  const word = text.slice(valueStart, end)
  if (field === null) {
    const keyword = keywords.get(word)
    if (keyword !== undefined) return { kind: keyword, start, end }
  }
  const value = word.replace(/\*+$/, '')
  const prefix = value.length < word.length
  return { kind: 'term', start, end, field, value, valueStart, quoted: false, prefix, group: false }
}

const keywords = new Map<string, 'or' | 'and' | 'not'>([
  ['OR', 'or'],
  ['AND', 'and'],
  ['NOT', 'not'],
])

function readQuoted(text: string, start: number, field: string | null, valueStart: number): Lexeme {
  let close = valueStart + 1
  while (close < text.length && !quotes.includes(text.charAt(close))) close += 1
  const value = text.slice(valueStart + 1, close)
  const prefix = text.charAt(close + 1) === '*'
  const end = Math.min(text.length, close + (prefix ? 2 : 1))
  return { kind: 'term', start, end, field, value, valueStart, quoted: true, prefix, group: false }
}

/** A word ends at white space, at a quote, and at the parenthesis that closes a group. */
function wordEnd(text: string, from: number, inGroup: boolean): number {
  let at = from
  while (at < text.length) {
    const character = text.charAt(at)
    if (isSpace(character) || (inGroup && character === ')') || (at > from && quotes.includes(character))) break
    at += 1
  }
  return at
}
