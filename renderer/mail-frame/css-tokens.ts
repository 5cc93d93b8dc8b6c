/**
 * CSS text to tokens and back, after CSS Syntax Level 3 §4. Escapes are decoded and comments dropped on the way in, and
 * everything is written in one canonical form on the way out, so that what was checked is what the browser reads.
 */
export type CssToken =
  | { readonly kind: 'ident' | 'function' | 'at' | 'hash' | 'string' | 'url'; readonly value: string }
  | { readonly kind: 'number'; readonly value: string; readonly unit: string }
  | { readonly kind: 'delim'; readonly value: string }
  | { readonly kind: 'space' | 'bad'; readonly value: '' }

const SPACE = /[ \t\n]/
const DIGIT = /[0-9]/
const HEX = /[0-9a-fA-F]/
const NAME_START = /[a-zA-Z_\u0080-\u{10ffff}]/u
const NAME = /[-a-zA-Z0-9_\u0080-\u{10ffff}]/u

class Reader {
  readonly chars: string[]
  at = 0

  constructor(css: string) {
    this.chars = Array.from(css.replace(/\r\n?|\f/g, '\n').replaceAll('\0', '\ufffd'))
  }

  peek(ahead = 0): string {
    return this.chars[this.at + ahead] ?? ''
  }

  next(): string {
    const char = this.peek()
    this.at += 1
    return char
  }

  get done(): boolean {
    return this.at >= this.chars.length
  }

  isEscape(ahead = 0): boolean {
    return this.peek(ahead) === '\\' && this.peek(ahead + 1) !== '\n' && this.peek(ahead + 1) !== ''
  }

  startsName(): boolean {
    if (this.peek() === '-') return NAME_START.test(this.peek(1)) || this.peek(1) === '-' || this.isEscape(1)
    return NAME_START.test(this.peek()) || this.isEscape()
  }

  startsNumber(): boolean {
    const signed = this.peek() === '+' || this.peek() === '-' ? 1 : 0
    return DIGIT.test(this.peek(signed)) || (this.peek(signed) === '.' && DIGIT.test(this.peek(signed + 1)))
  }

  /** after the backslash */
  escape(): string {
    if (!HEX.test(this.peek())) return this.next()
    let digits = ''
    while (digits.length < 6 && HEX.test(this.peek())) digits += this.next()
    if (SPACE.test(this.peek())) this.next()
    const code = Number.parseInt(digits, 16)
    return code === 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? '\ufffd' : String.fromCodePoint(code)
  }

  name(): string {
    let value = ''
    while (!this.done) {
      if (NAME.test(this.peek())) value += this.next()
      else if (this.isEscape()) {
        this.next()
        value += this.escape()
      } else break
    }
    return value
  }

  skipSpace(): void {
    while (SPACE.test(this.peek())) this.next()
  }
}

export function readCss(css: string): CssToken[] {
  const reader = new Reader(css)
  const tokens: CssToken[] = []
  while (!reader.done) {
    const token = readToken(reader)
    if (token !== null) tokens.push(token)
  }
  return tokens
}

function readToken(reader: Reader): CssToken | null {
  const char = reader.peek()
  if (char === '/' && reader.peek(1) === '*') return skipComment(reader)
  if (SPACE.test(char)) {
    reader.skipSpace()
    return { kind: 'space', value: '' }
  }
  if (char === '"' || char === "'") return readString(reader)
  if (char === '#' && (NAME.test(reader.peek(1)) || reader.isEscape(1))) {
    reader.next()
    return { kind: 'hash', value: reader.name() }
  }
  if (reader.startsNumber()) return readNumber(reader)
  if (char === '@') {
    reader.next()
    return reader.startsName() ? { kind: 'at', value: reader.name().toLowerCase() } : { kind: 'delim', value: '@' }
  }
  if (reader.startsName()) return readName(reader)
  return { kind: 'delim', value: reader.next() }
}

function skipComment(reader: Reader): null {
  reader.at += 2
  while (!reader.done && !(reader.peek() === '*' && reader.peek(1) === '/')) reader.next()
  reader.at += 2
  return null
}

function readString(reader: Reader): CssToken {
  const quote = reader.next()
  let value = ''
  while (!reader.done) {
    const char = reader.next()
    if (char === quote) return { kind: 'string', value }
    if (char === '\n') return { kind: 'bad', value: '' }
    if (char !== '\\') value += char
    else if (reader.peek() === '\n') reader.next()
    else if (!reader.done) value += reader.escape()
  }
  return { kind: 'string', value }
}

function readNumber(reader: Reader): CssToken {
  let value = reader.peek() === '+' || reader.peek() === '-' ? reader.next() : ''
  while (DIGIT.test(reader.peek())) value += reader.next()
  if (reader.peek() === '.' && DIGIT.test(reader.peek(1))) {
    value += reader.next()
    while (DIGIT.test(reader.peek())) value += reader.next()
  }
  const exponent = /[eE]/.test(reader.peek())
  const signed = exponent && /[+-]/.test(reader.peek(1)) ? 1 : 0
  if (exponent && DIGIT.test(reader.peek(1 + signed))) {
    value += reader.next()
    if (signed === 1) value += reader.next()
    while (DIGIT.test(reader.peek())) value += reader.next()
  }
  if (reader.peek() === '%') return { kind: 'number', value, unit: reader.next() }
  return { kind: 'number', value, unit: reader.startsName() ? reader.name().toLowerCase() : '' }
}

function readName(reader: Reader): CssToken {
  const value = reader.name()
  if (reader.peek() !== '(') return { kind: 'ident', value }
  reader.next()
  if (value.toLowerCase() !== 'url') return { kind: 'function', value: value.toLowerCase() }
  let ahead = 0
  while (SPACE.test(reader.peek(ahead))) ahead += 1
  if (reader.peek(ahead) === '"' || reader.peek(ahead) === "'") return { kind: 'function', value: 'url' }
  reader.skipSpace()
  return readUrl(reader)
}

function readUrl(reader: Reader): CssToken {
  let value = ''
  let bad = false
  while (!reader.done) {
    const char = reader.next()
    if (char === ')') return bad ? { kind: 'bad', value: '' } : { kind: 'url', value: value.trimEnd() }
    if (char === '\\' && reader.peek() !== '\n' && !reader.done) value += reader.escape()
    else {
      if (/["'(\\]/.test(char)) bad = true
      value += char
    }
  }
  return { kind: 'bad', value: '' }
}

const escapeChar = (char: string): string => `\\${(char.codePointAt(0) ?? 0).toString(16)} `

/** A name, with everything that could end it escaped. */
export const writeName = (name: string): string =>
  Array.from(name, (char, index) => {
    const first = index === 0 || (index === 1 && name.startsWith('-'))
    return NAME.test(char) && !(first && DIGIT.test(char)) && name !== '-' ? char : escapeChar(char)
  }).join('')

/** A string in double quotes. `<` is escaped so that no text can end a style element. */
export const writeString = (text: string): string =>
  `"${Array.from(text, (char) => (char < ' ' || /["\\<>]/.test(char) || char === '\u007f' ? escapeChar(char) : char)).join('')}"`

export function writeToken(token: CssToken): string {
  switch (token.kind) {
    case 'ident':
      return writeName(token.value)
    case 'function':
      return `${writeName(token.value)}(`
    case 'at':
      return `@${writeName(token.value)}`
    case 'hash':
      return `#${Array.from(token.value, (char) => (NAME.test(char) ? char : escapeChar(char))).join('')}`
    case 'string':
      return writeString(token.value)
    case 'number':
      return token.value + (token.unit === '%' ? '%' : writeName(token.unit))
    case 'delim':
      return token.value === '<' ? '' : token.value
    case 'space':
      return ' '
    default:
      return ''
  }
}

/** Tokens as text. A comment is put between two that would otherwise be read as something else. */
export function writeCss(tokens: readonly CssToken[]): string {
  let text = ''
  let before: CssToken | undefined
  for (const token of tokens) {
    if (token.kind === 'space' && before?.kind === 'space') continue
    if (before !== undefined && !canTouch(before, token)) text += '/**/'
    text += writeToken(token)
    before = token
  }
  return text
}

const STANDS_ALONE = new Set([',', ':', '(', ')', '[', ']', '>', '!', '{', '}', ';'])
const standsAlone = ({ kind, value }: CssToken): boolean =>
  kind === 'space' || (kind === 'delim' && STANDS_ALONE.has(value))

/** Whether two tokens, written side by side, are read as the same two again. */
function canTouch(before: CssToken, token: CssToken): boolean {
  if (standsAlone(before)) return true
  if (standsAlone(token) && token.value !== '(') return true
  const again = readCss(writeToken(before) + writeToken(token))
  return again.length === 2 && again[0]?.kind === before.kind && again[1]?.kind === token.kind
}
