import { sieveLimits } from './limits.ts'

/** One line of an answer (RFC 5804 section 4): words and strings, literals taken in. */
export type AnswerLine = readonly Token[]
export interface Token {
  /** an atom or a number as it stands; the content of a quoted string or a literal */
  readonly text: string
  readonly string: boolean
}

/** Thrown for what no ManageSieve server says. */
export class NotSieve extends Error {}

/**
 * Cuts the bytes of a server into lines of tokens. Bytes go in as they come; lines come out when they are whole. Throws
 * NotSieve when a line is longer than any server's, or is none.
 */
export class AnswerReader {
  #bytes: Buffer = Buffer.alloc(0)
  #tokens: Token[] = []

  push(chunk: Uint8Array): AnswerLine[] {
    this.#bytes = Buffer.concat([this.#bytes, chunk])
    const lines: AnswerLine[] = []
    for (let line = this.#next(); line !== null; line = this.#next()) lines.push(line)
    if (this.#bytes.length > sieveLimits.scriptBytes + sieveLimits.lineBytes) throw new NotSieve('too long')
    return lines
  }

  /** The rest of the line that is being read, if all of it is here. */
  #next(): AnswerLine | null {
    const end = this.#bytes.indexOf('\r\n')
    if (end === -1) {
      if (this.#bytes.length > sieveLimits.lineBytes) throw new NotSieve('no line')
      return null
    }
    if (end > sieveLimits.lineBytes) throw new NotSieve('a line that is too long')
    const line = this.#bytes.toString('utf8', 0, end)
    const literal = /\{(\d{1,10})\+?\}$/.exec(line)
    if (literal === null) {
      this.#bytes = this.#bytes.subarray(end + 2)
      const tokens = [...this.#tokens, ...tokensOf(line)]
      this.#tokens = []
      return tokens
    }
    const size = Number(literal[1])
    if (size > sieveLimits.scriptBytes) throw new NotSieve(`a literal of ${size} bytes`)
    if (this.#bytes.length < end + 2 + size) return null
    this.#tokens.push(...tokensOf(line.slice(0, literal.index)), {
      text: this.#bytes.toString('utf8', end + 2, end + 2 + size),
      string: true,
    })
    if (this.#tokens.length > sieveLimits.answerLines) throw new NotSieve('too many literals')
    this.#bytes = this.#bytes.subarray(end + 2 + size)
    return this.#next()
  }
}

/** What stands on a line without literals. */
function tokensOf(line: string): Token[] {
  const tokens: Token[] = []
  for (const match of line.matchAll(/"((?:[^"\\]|\\.)*)"|([^\s"()]+)|[()]/g)) {
    const [whole, quoted, word] = match
    if (quoted !== undefined) tokens.push({ text: quoted.replaceAll(/\\(.)/g, '$1'), string: true })
    else tokens.push({ text: word ?? whole, string: false })
  }
  return tokens
}
