import { Buffer } from 'node:buffer'
import { randomBytes } from 'node:crypto'

/** A file that was left out, still in base64 where it stands in the body that it was left out of. */
export interface LeftOut {
  readonly sizeBytes: number
  /** the first and the last bytes of the file, at most `count` */
  head(count: number): Buffer
  tail(count: number): Buffer
}

/** A body whose big files are left out, and what was left out in place of each key. */
export interface LightBody {
  readonly bytes: Buffer
  readonly files: ReadonlyMap<string, LeftOut>
}

/** Smaller files are read faster than they are left out. */
const worthBytes = 4_096
/** A part's header block beyond this is no ordinary one. */
const headBytes = 4_096
/** Nobody can write what stands in place of a file into a message of theirs. */
const secret = `caliopen-${randomBytes(12).toString('hex')}-`

/** The file in whose place this stands, whole and alone; null if it is something else. */
export function fileLeftOut(content: Buffer, files: LightBody['files']): LeftOut | null {
  return content.length > placeholderBytes ? null : (files.get(content.toString('latin1')) ?? null)
}
/** how much of every part has to be kept for `fileLeftOut`, and a little more so that what goes on after it shows */
export const placeholderBytes = secret.length + 12

/**
 * Attachments are most of the bytes of a mailbox, and ingest wants no more of them than their size: base64 files are taken
 * out before the parser goes through them byte by byte. Only what is beyond doubt: well-formed base64 of a type that is
 * neither text, nor a message, nor a container to be opened, right below a delimiter line. Null where nothing was left out.
 */
export function lightenBody(bytes: Buffer): LightBody | null {
  if (bytes.length < worthBytes * 2) return null
  const pieces: Buffer[] = []
  const files = new Map<string, LeftOut>()
  let kept = 0
  for (let at = bytes.indexOf('\n--'); at >= 0; ) {
    const start = contentStart(bytes, at)
    if (start === null) return null
    const next = bytes.indexOf('\n--', Math.max(start.at, at + 1))
    const end = next < 0 ? bytes.length : next + 1
    if (start.isFile && end - start.at > worthBytes) {
      const size = base64Size(bytes, start.at, end)
      if (size !== null) {
        const key = `${secret}${files.size}`
        pieces.push(bytes.subarray(kept, start.at), Buffer.from(`${Buffer.from(key).toString('base64')}\r\n`))
        files.set(key, leftOut(bytes, start.at, end, size))
        kept = end
      }
    }
    at = next
  }
  return files.size === 0 ? null : { bytes: Buffer.concat([...pieces, bytes.subarray(kept)]), files }
}

/** Base64 takes four digits for three bytes, and a line end after every 76 of them in ordinary mail: a tenth more is room. */
const encodedLength = (count: number): number => Math.ceil((count / 3) * 4 * 1.1) + 80

function leftOut(body: Buffer, from: number, to: number, sizeBytes: number): LeftOut {
  const decode = (text: string): Buffer => Buffer.from(text.replace(/[\r\n]/g, ''), 'base64')
  return {
    sizeBytes,
    head: (count) =>
      decode(body.toString('latin1', from, Math.min(to, from + encodedLength(count)))).subarray(0, count),
    tail(count) {
      if (count >= sizeBytes) return decode(body.toString('latin1', from, to))
      const digits = body.toString('latin1', Math.max(from, to - encodedLength(count)), to).replace(/[^\w+/=]/g, '')
      // groups of four are counted from the end, where the padding makes the last one whole
      return Buffer.from(digits.slice(digits.length % 4), 'base64').subarray(-count)
    },
  }
}

const leftAlone = /^content-type:\s*(text|multipart|application\/(vnd\.)?ms-tnef)\b|winmail\.dat/im
const base64Encoding = /^content-transfer-encoding:[ \t]*base64[ \t]*\r?$/im
const typed = /^content-type:\s*[\w.+-]+\/[\w.+-]+/im

/** Where the content of the part below a delimiter begins. Null when the message holds others, whose parts are theirs. */
function contentStart(bytes: Buffer, delimiter: number): { at: number; isFile: boolean } | null {
  const line = bytes.indexOf(0x0a, delimiter + 1)
  if (line < 0) return { at: bytes.length, isFile: false }
  const head = bytes.toString('latin1', line, line + headBytes)
  const end = /\n\r?\n/.exec(head)
  if (end === null) return { at: line, isFile: false }
  const block = head.slice(0, end.index + 1)
  if (/message\//i.test(block)) return null
  const isFile = base64Encoding.test(block) && typed.test(block) && !leftAlone.test(block)
  return { at: line + end.index + end[0].length, isFile }
}

/** What a byte is in base64 before its padding: a digit, an end of line, or (0) nothing that belongs there. */
const digit = 1
const lineEnd = 2
const kinds = new Uint8Array(256)
for (const byte of Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')) kinds[byte] = digit
kinds[0x0a] = kinds[0x0d] = lineEnd

/**
 * Bytes that base64 stands for; null if it is not written as it should be, where programs differ in what they make of it.
 * Counted where it stands: most of a mailbox goes through here, and copies of it would keep the collector busy.
 */
function base64Size(bytes: Buffer, from: number, to: number): number | null {
  let end = to
  while (end > from && isSpace(bytes[end - 1])) end -= 1
  let pads = 0
  while (pads < 2 && end - pads > from && bytes[end - 1 - pads] === 0x3d) pads += 1
  let digits = 0
  for (let at = from; at < end - pads; at += 1) {
    const kind = kinds[bytes[at] ?? 0]
    if (kind === digit) digits += 1
    else if (kind !== lineEnd) return null
  }
  return (digits + pads) % 4 === 0 ? Math.floor((digits * 3) / 4) : null
}

const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d)
