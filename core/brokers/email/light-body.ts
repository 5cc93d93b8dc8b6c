import { Buffer } from 'node:buffer'
import { randomBytes } from 'node:crypto'

/** A body whose big files are left out, and how big they are. */
export interface LightBody {
  readonly bytes: Buffer
  /** what stands in place of each file -> size of the file in bytes */
  readonly sizes: ReadonlyMap<string, number>
}

/** Smaller files are read faster than they are left out. */
const worthBytes = 4_096
/** A part's header block beyond this is no ordinary one. */
const headBytes = 4_096
/** Nobody can write what stands in place of a file into a message of theirs. */
const secret = `caliopen-${randomBytes(12).toString('hex')}-`

/** Size of the file in whose place this stands, whole and alone; null if it is something else. */
export function sizeLeftOut(content: Buffer, sizes: LightBody['sizes']): number | null {
  return sizes.get(content.toString('latin1')) ?? null
}
/** how much of every part has to be kept for `sizeLeftOut`, and a little more so that what goes on after it shows */
export const placeholderBytes = secret.length + 12

/**
 * Attachments are most of the bytes of a mailbox, and ingest wants no more of them than their size: base64 files are taken
 * out before the parser goes through them byte by byte. Only what is beyond doubt: well-formed base64 of a type that is
 * neither text, nor a message, nor a container to be opened, right below a delimiter line. Null where nothing was left out.
 */
export function lightenBody(bytes: Buffer): LightBody | null {
  if (bytes.length < worthBytes * 2) return null
  const pieces: Buffer[] = []
  const sizes = new Map<string, number>()
  let kept = 0
  for (let at = bytes.indexOf('\n--'); at >= 0; ) {
    const start = contentStart(bytes, at)
    if (start === null) return null
    const next = bytes.indexOf('\n--', Math.max(start.at, at + 1))
    const end = next < 0 ? bytes.length : next + 1
    if (start.isFile && end - start.at > worthBytes) {
      const size = base64Size(bytes.toString('latin1', start.at, end))
      if (size !== null) {
        const key = `${secret}${sizes.size}`
        pieces.push(bytes.subarray(kept, start.at), Buffer.from(`${Buffer.from(key).toString('base64')}\r\n`))
        sizes.set(key, size)
        kept = end
      }
    }
    at = next
  }
  return sizes.size === 0 ? null : { bytes: Buffer.concat([...pieces, bytes.subarray(kept)]), sizes }
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

/** Bytes that base64 stands for; null if it is not written as it should be, where programs differ in what they make of it. */
function base64Size(text: string): number | null {
  const content = text.trimEnd()
  const padding = content.indexOf('=')
  if (padding >= 0 && padding < content.length - 2) return null
  if (/[^A-Za-z0-9+/=\r\n]/.test(content)) return null
  const size = Buffer.from(content, 'base64').length
  return (size + (padding < 0 ? 0 : content.length - padding)) % 3 === 0 ? size : null
}
