import { Buffer } from 'node:buffer'
import { authenticationLimits as limits } from './limits.ts'

/** A header field as it came: lower-case name, and the whole of it as Latin-1 without the last line end. */
export interface HeadField {
  readonly name: string
  readonly line: string
}

export interface Head {
  /** from the top; empty when `tooBig` */
  readonly fields: readonly HeadField[]
  /** where the body begins */
  readonly bodyStart: number
  /** more than is looked at: nothing is said of it */
  readonly tooBig: boolean
}

const LF = 0x0a
const CR = 0x0d
const fieldStart = /^[\x21-\x39\x3b-\x7e]+[ \t]*:/

/**
 * The header fields in their order (RFC 5322 section 2.2), as the signatures see them: a line that begins no field belongs
 * to the one above. In one pass, bounded; never throws.
 */
export function readHead(raw: Uint8Array): Head {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const end = findEnd(bytes)
  if (end === null) return { fields: [], bodyStart: bytes.length, tooBig: true }
  const fields: { name: string; lines: string[] }[] = []
  let at = 0
  for (let lines = 0; at < end.block; lines++) {
    if (lines >= limits.lines) return { fields: [], bodyStart: end.body, tooBig: true }
    const lf = bytes.indexOf(LF, at)
    const next = lf < 0 || lf >= end.block ? end.block : lf + 1
    const line = bytes.toString('latin1', at, next).replace(/\r?\n$/, '')
    const current = fields.at(-1)
    const start = fieldStart.exec(line)
    if (start === null && current !== undefined) current.lines.push(line)
    else fields.push({ name: (start?.[0] ?? '').slice(0, -1).trim().toLowerCase(), lines: [line] })
    if (fields.length > limits.fields) return { fields: [], bodyStart: end.body, tooBig: true }
    at = next
  }
  return {
    fields: fields.map(({ name, lines }) => ({ name, line: lines.join('\r\n') })),
    bodyStart: end.body,
    tooBig: false,
  }
}

/** What stands after the colon, unfolded, at most `limits.traceBytes` of it. */
export function fieldBody({ line }: HeadField): string {
  return line
    .slice(line.indexOf(':') + 1, line.indexOf(':') + 1 + limits.traceBytes)
    .replaceAll(/\r?\n/g, '')
    .trim()
}

/** null: the empty line is too far down */
function findEnd(bytes: Buffer): { readonly block: number; readonly body: number } | null {
  if (bytes[0] === LF) return { block: 0, body: 1 }
  if (bytes[0] === CR && bytes[1] === LF) return { block: 0, body: 2 }
  const seen = bytes.subarray(0, limits.headBytes)
  const bare = seen.indexOf('\n\n')
  const crlf = (bare < 0 ? seen : seen.subarray(0, bare + 1)).indexOf('\n\r\n')
  const at = crlf >= 0 ? crlf : bare
  if (at < 0) return bytes.length > limits.headBytes ? null : { block: bytes.length, body: bytes.length }
  return { block: at + 1, body: at + (crlf >= 0 ? 3 : 2) }
}
