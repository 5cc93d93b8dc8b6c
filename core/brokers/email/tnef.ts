import type { Buffer } from 'node:buffer'
import { decodeText } from './charsets.ts'
import { limits } from './limits.ts'

/** A file that Outlook packed into a winmail.dat (MS-OXTNEF). */
export interface TnefFile {
  readonly name: string
  readonly type: string
  readonly content: Buffer
}

const signature = 0x223e9f78
const attachmentLevel = 2
/** attribute ids of MS-OXTNEF section 2.1.2.2 */
const attributes = { data: 0x6800f, title: 0x18010, rendering: 0x69002, properties: 0x69005 } as const
/** MAPI properties of MS-OXPROPS that matter here */
const properties = { longName: 0x3707, mimeType: 0x370e } as const

export const isTnef = (part: { readonly type: string; readonly name: string }): boolean =>
  part.type === 'application/ms-tnef' || part.type === 'application/vnd.ms-tnef' || /^winmail\.dat$/i.test(part.name)

/** The files in a TNEF stream; none when it is damaged or holds none. Reads no further than the bytes go. */
export function readTnef(bytes: Buffer): TnefFile[] {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== signature) return []
  const files: { name: string; type: string; content: Buffer | null }[] = []
  let at = 6
  while (at + 9 <= bytes.length && files.length <= limits.tnefFiles) {
    const level = bytes.readUInt8(at)
    const id = bytes.readUInt32LE(at + 1)
    const length = bytes.readUInt32LE(at + 5)
    const value = bytes.subarray(at + 9, at + 9 + length)
    if (value.length < length) break
    // two bytes of checksum follow each value
    at += 9 + length + 2
    if (level !== attachmentLevel) continue
    if (id === attributes.rendering) files.push({ name: '', type: 'application/octet-stream', content: null })
    const file = files.at(-1)
    if (file === undefined) continue
    if (id === attributes.data) file.content = value
    else if (id === attributes.title && file.name === '') file.name = text(value)
    else if (id === attributes.properties) readProperties(value, file)
  }
  return files.flatMap(({ name, type, content }) =>
    content === null || content.length === 0 ? [] : [{ name, type, content }],
  )
}

/** MAPI properties of one attachment: its long name and media type. Stops at what it does not know. */
function readProperties(value: Buffer, file: { name: string; type: string }): void {
  if (value.length < 4) return
  const count = Math.min(value.readUInt32LE(0), 1000)
  let at = 4
  for (let i = 0; i < count && at + 4 <= value.length; i++) {
    const type = value.readUInt16LE(at)
    const id = value.readUInt16LE(at + 2)
    at += 4
    if (id >= 0x8000) {
      const named = skipName(value, at)
      if (named === null) return
      at = named
    }
    const read = readValue(value, at, type)
    if (read === null) return
    at = read.end
    if (id === properties.longName && read.text !== '') file.name = read.text
    if (id === properties.mimeType && /^[\w.+-]+\/[\w.+-]+$/.test(read.text)) file.type = read.text.toLowerCase()
  }
}

/** Named properties carry a GUID and a number or a name. */
function skipName(value: Buffer, at: number): number | null {
  if (at + 24 > value.length) return null
  if (value.readUInt32LE(at + 16) === 0) return at + 24
  return at + 24 + padded(value.readUInt32LE(at + 20))
}

/** Fixed sizes of MS-OXCDATA section 2.11.1, padded to four bytes. */
const fixedSizes: Readonly<Record<number, number>> = {
  2: 4,
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 8,
  10: 4,
  11: 4,
  20: 8,
  64: 8,
  72: 16,
}
const variable = new Set([0x1e, 0x1f, 0x102, 0x0d])

function readValue(value: Buffer, at: number, type: number): { text: string; end: number } | null {
  const fixed = fixedSizes[type]
  if (fixed !== undefined) return { text: '', end: at + fixed }
  if (!variable.has(type) || at + 8 > value.length) return null
  const count = value.readUInt32LE(at)
  if (count !== 1) return null
  const length = value.readUInt32LE(at + 4)
  const bytes = value.subarray(at + 8, at + 8 + length)
  if (bytes.length < length) return null
  const decoded = type === 0x1f ? bytes.toString('utf16le').replace(/\0.*$/s, '') : type === 0x1e ? text(bytes) : ''
  return { text: decoded, end: at + 8 + padded(length) }
}

const padded = (length: number): number => length + ((4 - (length % 4)) % 4)

const text = (bytes: Buffer): string => decodeText(bytes, 'windows-1252').replace(/\0.*$/s, '')
