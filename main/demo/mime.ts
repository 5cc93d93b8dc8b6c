import { crc32, deflateSync } from 'node:zlib'
import { armouredMessage } from './encrypted.ts'
import type { Person } from './people.ts'

export interface Part {
  readonly type: string
  readonly name?: string
  readonly contentId?: string
  readonly bytes: Buffer
}

export interface Letter {
  readonly from: Person
  readonly to: readonly Person[]
  readonly subject: string
  readonly date: Date
  readonly messageId: string
  readonly references?: readonly string[]
  readonly headers?: readonly string[]
  /** lines that servers put on top of the message on its way */
  readonly trace?: readonly string[]
  readonly text: string
  readonly html?: string
  readonly inline?: readonly Part[]
  readonly attachments?: readonly Part[]
  /** in place of all that can be read: so much of encrypted data (RFC 3156) */
  readonly encryptedBytes?: number
}

/** An RFC 5322 message. Written here and not by the composer, so that the sample does not test one by the other. */
export function writeLetter(letter: Letter): Buffer {
  const { references = [] } = letter
  const headers = [
    ...(letter.trace ?? []),
    `Date: ${letter.date.toUTCString().replace('GMT', '+0000')}`,
    `From: ${mailbox(letter.from)}`,
    `To: ${letter.to.map(mailbox).join(',\r\n ')}`,
    `Subject: ${encodeWord(letter.subject)}`,
    `Message-ID: <${letter.messageId}>`,
    ...(references.length === 0
      ? []
      : [`In-Reply-To: <${references.at(-1)}>`, `References: ${references.map((id) => `<${id}>`).join('\r\n ')}`]),
    ...(letter.headers ?? []),
    'MIME-Version: 1.0',
  ]
  return Buffer.from(`${headers.join('\r\n')}\r\n${body(letter)}`)
}

function body({ text, html, inline = [], attachments = [], messageId, encryptedBytes }: Letter): string {
  if (encryptedBytes !== undefined) return encryptedBody(messageId, encryptedBytes)
  const plain = leaf({ type: 'text/plain; charset=utf-8', bytes: Buffer.from(text) })
  const rich = html === undefined ? null : leaf({ type: 'text/html; charset=utf-8', bytes: Buffer.from(html) })
  const related =
    rich === null || inline.length === 0 ? rich : multipart('related', messageId, [rich, ...inline.map(leaf)])
  const content = related === null ? plain : multipart('alternative', messageId, [plain, related])
  return attachments.length === 0 ? content : multipart('mixed', messageId, [content, ...attachments.map(leaf)])
}

function encryptedBody(seed: string, dataBytes: number): string {
  const version = 'Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n'
  const data = `Content-Type: application/octet-stream; name="encrypted.asc"\r\n\r\n${armouredMessage(seed, dataBytes)}`
  return multipart('encrypted; protocol="application/pgp-encrypted"', seed, [version, data])
}

function multipart(kind: string, seed: string, parts: readonly string[]): string {
  const boundary = `${kind.split(';', 1)[0]}-${seed.replaceAll(/[^a-z0-9]/gi, '').slice(0, 24)}`
  const inner = parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')
  return `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n${inner}--${boundary}--\r\n`
}

function leaf({ type, name, contentId, bytes }: Part): string {
  const disposition =
    name === undefined
      ? []
      : [
          `Content-Disposition: ${contentId === undefined ? 'attachment' : 'inline'}; filename*=utf-8''${encodeURIComponent(name)}`,
        ]
  const headers = [
    `Content-Type: ${type}`,
    'Content-Transfer-Encoding: base64',
    ...disposition,
    ...(contentId === undefined ? [] : [`Content-ID: <${contentId}>`]),
  ]
  return `${headers.join('\r\n')}\r\n\r\n${bytes.toString('base64').replaceAll(/.{76}/g, '$&\r\n')}\r\n`
}

const mailbox = ({ name, address }: Person): string => `${encodeWord(name, true)} <${address}>`

/** RFC 2047, in pieces short enough for a line each. */
function encodeWord(text: string, quoted = false): string {
  if (/^[\x20-\x7e]*$/.test(text)) return quoted ? `"${text.replaceAll('"', '')}"` : text
  const pieces: string[] = []
  let piece = ''
  for (const character of text) {
    if (Buffer.byteLength(piece + character) > 42) {
      pieces.push(piece)
      piece = ''
    }
    piece += character
  }
  return [...pieces, piece].map((part) => `=?utf-8?B?${Buffer.from(part).toString('base64')}?=`).join('\r\n ')
}

/** A picture of soft stripes, so that there is something to look at. */
export function paintPng(width: number, height: number, hue: number): Buffer {
  const rows = Buffer.alloc((width * 3 + 1) * height)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * (width * 3 + 1) + 1 + x * 3
      const wave = Math.sin((x + y * 2) / 18 + hue) * 40
      rows[at] = 120 + wave + hue * 12
      rows[at + 1] = 160 + wave / 2
      rows[at + 2] = 190 - hue * 10 + wave / 3
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const chunk = (type: string, data: Buffer): Buffer => {
    const named = Buffer.concat([Buffer.from(type), data])
    const frame = Buffer.alloc(8)
    frame.writeUInt32BE(data.length, 0)
    frame.writeUInt32BE(crc32(named), 4)
    return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)])
  }
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** One page with one line of text. */
export function writePdf(line: string): Buffer {
  const page = `BT /F1 18 Tf 60 760 Td (${line.replaceAll(/[()\\]/g, '')}) Tj ET`
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${page.length}>>stream\n${page}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ]
  let text = '%PDF-1.4\n'
  const places = objects.map((object, index) => {
    const at = text.length
    text += `${index + 1} 0 obj${object}endobj\n`
    return at
  })
  const table = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  return Buffer.from(
    `${text}xref\n0 6\n0000000000 65535 f \n${table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`,
    'latin1',
  )
}
