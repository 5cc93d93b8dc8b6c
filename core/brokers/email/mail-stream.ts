import { type AddressObject, type AttachmentStream, MailParser, type MessageText } from 'mailparser'
import type { ParsedAddress } from './addresses.ts'
import { CharsetDecoder } from './charsets.ts'
import type { Field } from './header-block.ts'
import { fileLeftOut, type LeftOut, type LightBody, placeholderBytes } from './light-body.ts'
import { limits } from './limits.ts'

/** A part that is not text of the message, as the parser met it. */
export interface RawPart {
  readonly type: string
  readonly name: string
  readonly contentId: string | null
  readonly inline: boolean
  readonly related: boolean
  readonly sizeBytes: number
  /** empty unless the caller asked for the content of this part */
  readonly content: Buffer
  /** its content was not given to the parser (light-body.ts); null for most */
  readonly leftOut: LeftOut | null
}

export interface ParsedMail {
  readonly subject: string
  readonly addresses: ReadonlyMap<AddressField, readonly ParsedAddress[]>
  readonly text: string
  readonly html: string | null
  readonly parts: readonly RawPart[]
}

export const addressFields = ['from', 'sender', 'reply-to', 'to', 'cc', 'bcc'] as const
export type AddressField = (typeof addressFields)[number]

export interface ParseOptions {
  /** make HTML of text parts that stand beside HTML ones, so that a reader of the HTML sees all of it */
  readonly textInHtml: boolean
  /** what was left out of the body, where it was */
  readonly files?: LightBody['files'] | undefined
  /** how many bytes of a part to keep: 0 for most */
  keep(part: { readonly type: string; readonly name: string; readonly index: number }): number
}

/** Fields that the parser is given; the others are read in header-block.ts, or are of no use and cost time. */
const parserFields = new Set<string>([
  ...addressFields,
  'subject',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'content-disposition',
  'content-id',
])

/**
 * Runs mailparser over a message whose header block has been read already. Rejects with what the parser says when it
 * gives up (too many parts, say).
 */
export function parseMail(fields: readonly Field[], body: Uint8Array, options: ParseOptions): Promise<ParsedMail> {
  return new Promise((resolve, reject) => {
    const parser = new MailParser({
      skipHtmlToText: true,
      skipTextToHtml: !options.textInHtml,
      skipTextLinks: true,
      skipImageLinks: true,
      ignoreEmbedded: true,
      checksumAlgo: false,
      maxChildNodes: limits.parts,
      maxHeadSize: limits.partHeadBytes,
      Iconv: CharsetDecoder as unknown as NonNullable<ConstructorParameters<typeof MailParser>[0]>['Iconv'] & object,
    })
    const parts: Promise<RawPart>[] = []
    let text: MessageText | null = null
    parser.on('data', (found: AttachmentStream | MessageText) => {
      if (found.type === 'text') {
        text = found
        return
      }
      const part = readPart(found, parts.length, options)
      // awaited at the end, which never comes when the parser gives up before
      part.catch(reject)
      parts.push(part)
    })
    parser.on('error', reject)
    parser.on('end', () => {
      Promise.all(parts).then((read) => resolve(toParsedMail(parser, text, read)), reject)
    })
    parser.write(parserHead(fields))
    parser.end(Buffer.from(body.buffer, body.byteOffset, body.byteLength))
  })
}

/** Four fields of a message in a message of their own: no body, so nothing that could go wrong. */
export const parseHeadOnly = (fields: readonly Field[]): Promise<ParsedMail> =>
  parseMail(
    fields.filter(({ name }) => !name.startsWith('content-')),
    new Uint8Array(),
    { textInHtml: false, keep: () => 0 },
  )

/** A field is limited for the parser as a whole block, which one long list of recipients must not fill alone. */
function parserHead(fields: readonly Field[]): Buffer {
  const lines: string[] = []
  let room: number = limits.partHeadBytes / 2
  for (const { name, value } of fields) {
    if (!parserFields.has(name) || value.length > room) continue
    room -= value.length
    lines.push(`${name}: ${value}\r\n`)
  }
  return Buffer.from(`${lines.join('')}\r\n`)
}

async function readPart(stream: AttachmentStream, index: number, options: ParseOptions): Promise<RawPart> {
  // the parser says `false` for a Content-Type that it cannot make sense of, against its own types
  const given: unknown = stream.contentType
  const type = typeof given === 'string' && given !== '' ? given.toLowerCase() : 'application/octet-stream'
  const name = typeof stream.filename === 'string' ? stream.filename : ''
  let room = Math.max(options.keep({ type, name, index }), options.files === undefined ? 0 : placeholderBytes)
  const kept: Buffer[] = []
  let sizeBytes = 0
  return new Promise((resolve, reject) => {
    stream.content.on('data', (chunk: Buffer) => {
      sizeBytes += chunk.length
      if (room > 0) kept.push(chunk.subarray(0, room))
      room -= chunk.length
    })
    stream.content.on('error', reject)
    stream.content.on('end', () => {
      const content = Buffer.concat(kept)
      const leftOut = options.files === undefined ? null : fileLeftOut(content, options.files)
      resolve({
        type,
        name,
        contentId: stream.cid === undefined || stream.cid === '' ? null : stream.cid,
        inline: stream.contentDisposition === 'inline',
        related: stream.related === true,
        sizeBytes: leftOut?.sizeBytes ?? sizeBytes,
        content: leftOut === null ? content : content.subarray(0, 0),
        leftOut,
      })
      stream.release?.()
    })
  })
}

function toParsedMail(parser: MailParser, text: MessageText | null, parts: readonly RawPart[]): ParsedMail {
  const headers = parser.headers === false ? new Map<string, unknown>() : parser.headers
  const subject = headers.get('subject')
  const addresses = new Map<AddressField, readonly ParsedAddress[]>()
  for (const field of addressFields) {
    const value = headers.get(field)
    const objects = (Array.isArray(value) ? value : [value]).filter(isAddressObject)
    addresses.set(
      field,
      objects.flatMap((object) => object.value),
    )
  }
  return {
    subject: typeof subject === 'string' ? subject : '',
    addresses,
    text: text?.text ?? '',
    html: text?.html ?? null,
    parts,
  }
}

const isAddressObject = (value: unknown): value is AddressObject =>
  typeof value === 'object' && value !== null && 'value' in value && Array.isArray(value.value)
