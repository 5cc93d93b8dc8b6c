import { Buffer, isAscii } from 'node:buffer'
import { decodeGuess } from './charsets.ts'
import { limits } from './limits.ts'

/** A header field: lower-case name, value unfolded, bytes decoded as UTF-8 (Windows-1252 where they are not UTF-8). */
export interface Field {
  readonly name: string
  readonly value: string
}

export interface HeaderBlock {
  /** the block as it came, without the empty line after it */
  readonly bytes: Uint8Array
  /** where the body begins */
  readonly bodyStart: number
  readonly fields: readonly Field[]
  /** what was left out for its length, in words; null if nothing */
  readonly cut: string | null
}

const wanted = new Set(
  [
    'from to cc bcc sender reply-to subject date message-id in-reply-to references received',
    'list-id list-unsubscribe list-post mime-version',
    'content-type content-transfer-encoding content-disposition content-id content-description content-language',
  ].flatMap((names) => names.split(' ')),
)

const LF = 0x0a
const CR = 0x0d

/**
 * Reads the fields that a message is made of from its header block (RFC 5322 section 2.2), in one pass over the bytes.
 * Tolerant: bare LF, 8-bit text, lines that are no header lines, a block that never ends. A message that does not begin
 * with a header line has no header at all: everything is body.
 */
export function readHeaderBlock(raw: Uint8Array): HeaderBlock {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  if (!startsLikeHeader(bytes)) {
    const skip = bytes[0] === CR && bytes[1] === LF ? 2 : bytes[0] === LF ? 1 : 0
    return { bytes: bytes.subarray(0, 0), bodyStart: skip, fields: [], cut: null }
  }
  const end = findEnd(bytes)
  const reader = new FieldReader()
  // a first line cannot go on from one before it: white space there is a mistake
  let at = bytes.subarray(0, 1000).findIndex((byte) => byte !== 0x20 && byte !== 0x09)
  while (at < end.block) {
    const lf = bytes.indexOf(LF, at)
    const next = lf < 0 || lf >= end.block ? end.block : lf + 1
    reader.line(bytes, at, next)
    at = next
  }
  reader.finish()
  return { bytes: bytes.subarray(0, end.block), bodyStart: end.body, fields: reader.fields, cut: reader.cut }
}

/** First occurrence, as the parser and other mail programs take it; '' if there is none. */
export const fieldValue = (fields: readonly Field[], name: string): string =>
  fields.find((field) => field.name === name)?.value ?? ''

/** Bytes as they are compared and hashed, however their lines end: CRLF from IMAP, LF in an mbox, some or none at the end. */
export function canonicalLines(raw: Uint8Array): string {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  let end = bytes.length
  while (end > 0 && (bytes[end - 1] === LF || bytes[end - 1] === CR)) end--
  return bytes.toString('latin1', 0, end).replaceAll('\r\n', '\n')
}

function startsLikeHeader(bytes: Buffer): boolean {
  const start = bytes.subarray(0, 1000).toString('latin1')
  return /^[ \t]*[!-9;-~]+[ \t]*:/.test(start)
}

/** The empty line: the first LF that is followed by LF or CRLF. */
function findEnd(bytes: Buffer): { block: number; body: number } {
  const bound = Math.min(bytes.length, limits.headBytes)
  const bare = bytes.indexOf('\n\n')
  const crlf = (bare < 0 ? bytes : bytes.subarray(0, bare + 1)).indexOf('\n\r\n')
  const at = crlf >= 0 ? crlf : bare
  if (at < 0 || at >= bound) return { block: bound, body: bound }
  const block = bytes[at - 1] === CR ? at - 1 : at
  return { block, body: at + (crlf >= 0 ? 3 : 2) }
}

class FieldReader {
  readonly fields: Field[] = []
  cut: string | null = null
  #name = ''
  #pieces: Buffer[] = []
  #length = 0
  readonly #counts = new Map<string, number>()

  line(bytes: Buffer, from: number, to: number): void {
    const first = bytes[from]
    if (first === 0x20 || first === 0x09) {
      if (this.#name !== '') this.#append(bytes, from, to)
      return
    }
    this.finish()
    const colon = bytes.subarray(from, Math.min(to, from + 80)).indexOf(0x3a)
    if (colon <= 0) return
    const name = bytes
      .toString('latin1', from, from + colon)
      .trim()
      .toLowerCase()
    if (!wanted.has(name)) return
    const count = (this.#counts.get(name) ?? 0) + 1
    this.#counts.set(name, count)
    if (count > limits.fieldsOfAName || (name === 'received' && count > 1)) return
    this.#name = name
    this.#append(bytes, from + colon + 1, to)
  }

  finish(): void {
    if (this.#name === '') return
    const value = decodeField(Buffer.concat(this.#pieces))
    this.fields.push({ name: this.#name, value: this.#length > limits.fieldBytes ? cutAtComma(value) : value })
    if (this.#length > limits.fieldBytes) {
      this.cut = `The ${titleCase(this.#name)} header is longer than ${limits.fieldBytes} bytes; its beginning is shown.`
    }
    this.#name = ''
    this.#pieces = []
    this.#length = 0
  }

  #append(bytes: Buffer, from: number, to: number): void {
    const room = limits.fieldBytes - this.#length
    if (room > 0) this.#pieces.push(bytes.subarray(from, Math.min(to, from + room)))
    this.#length += to - from
  }
}

/** Unfolds and decodes. Raw bytes in an encoded word are in the charset that it names: they are encoded as it should be. */
function decodeField(bytes: Buffer): string {
  const escaped = isAscii(bytes)
    ? bytes
    : Buffer.from(bytes.toString('latin1').replace(encodedWord, escapeHighBytes), 'latin1')
  return decodeGuess(escaped)
    .replaceAll(/\r?\n|\r/g, '')
    .trim()
}

const encodedWord = /=\?[^?\s]{1,60}\?q\?[^?]{1,1000}\?=/gi
const escapeHighBytes = (word: string): string =>
  word.replace(/[\x80-\xff]/g, (char) => `=${char.charCodeAt(0).toString(16).toUpperCase()}`)

/** An address list that is cut in the middle of an address would name somebody else. */
function cutAtComma(value: string): string {
  const comma = value.lastIndexOf(',')
  return comma > 0 ? value.slice(0, comma) : value
}

const titleCase = (name: string): string => name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase())
