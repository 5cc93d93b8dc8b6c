import type { Attachment } from '../../defs/index.ts'
import { readHeaderBlock } from './header-block.ts'
import type { LeftOut } from './light-body.ts'
import { limits } from './limits.ts'
import { parseHeadOnly, type RawPart } from './mail-stream.ts'
import { oneLine } from './readable.ts'
import { isTnef, readTnef } from './tnef.ts'

/** A part as people count them: embedded containers are unpacked, names made up where the sender gave none. */
export interface FoundPart {
  readonly name: string
  readonly type: string
  readonly contentId: string | null
  readonly inline: boolean
  readonly related: boolean
  readonly sizeBytes: number
  readonly content: Buffer
  readonly leftOut: LeftOut | null
  /** the name as the sender gave it, with everything in it that is not shown */
  readonly givenName: string
}

const extensions: Readonly<Record<string, string>> = {
  'application/ics': 'ics',
  'application/json': 'json',
  'application/ms-tnef': 'dat',
  'application/msword': 'doc',
  'application/pdf': 'pdf',
  'application/pgp-encrypted': 'asc',
  'application/pgp-signature': 'asc',
  'application/pkcs7-mime': 'p7m',
  'application/pkcs7-signature': 'p7s',
  'application/x-pkcs7-signature': 'p7s',
  'application/zip': 'zip',
  'audio/mpeg': 'mp3',
  'image/gif': 'gif',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/svg+xml': 'svg',
  'image/webp': 'webp',
  'message/delivery-status': 'txt',
  'message/rfc822': 'eml',
  'text/calendar': 'ics',
  'text/csv': 'csv',
  'text/html': 'html',
  'text/plain': 'txt',
  'text/rfc822-headers': 'txt',
  'text/vcard': 'vcf',
  'text/x-vcard': 'vcf',
  'video/mp4': 'mp4',
}

/** How much of a part has to be kept to name and unpack it. */
export function neededBytes(part: { readonly type: string; readonly name: string }): number {
  if (isTnef(part)) return limits.tnefBytes
  return part.type === 'message/rfc822' ? limits.embeddedHeadBytes : 0
}

/**
 * The attachments in reading order. The same bytes give the same order every time, which is what `index` stands on:
 * whoever asks for a part's content goes through here as well.
 */
export async function unpackParts(parts: readonly RawPart[]): Promise<FoundPart[]> {
  const found: FoundPart[] = []
  for (const part of parts) {
    const files = isTnef(part) && part.content.length === part.sizeBytes ? readTnef(part.content) : []
    if (files.length > 0) {
      for (const file of files) {
        const name = safeName(file.name) || 'attachment'
        const own = { name, givenName: file.name, type: file.type, ...sized(file) }
        found.push({ ...part, contentId: null, inline: false, related: false, leftOut: null, ...own })
      }
    } else {
      found.push({ ...part, name: await nameOf(part, found.length), givenName: part.name })
    }
  }
  return found
}

const sized = (file: { readonly content: Buffer }) => ({ sizeBytes: file.content.length, content: file.content })

/** `inline` is what the HTML shows by itself, whatever the disposition claims. */
export function describe(parts: readonly FoundPart[], html: string | null): Attachment[] {
  return parts.map((part, index) => ({
    index,
    name: part.name,
    type: part.type,
    sizeBytes: part.sizeBytes,
    contentId: part.contentId,
    inline: html !== null && part.contentId !== null && refersTo(html, part.contentId),
  }))
}

const refersTo = (html: string, contentId: string): boolean =>
  html.includes(`cid:${contentId}`) || html.includes(`cid:${encodeURIComponent(contentId)}`)

async function nameOf(part: RawPart, index: number): Promise<string> {
  const given = safeName(part.name)
  if (given !== '') return given
  const extension =
    extensions[part.type] ?? /^(?:image|video|audio|text)\/([a-z0-9]{1,8})$/.exec(part.type)?.[1] ?? 'bin'
  if (part.type === 'text/calendar') return 'invite.ics'
  if (part.type === 'message/rfc822') {
    const { subject } = await parseHeadOnly(readHeaderBlock(part.content).fields)
    return `${safeName(subject) || 'message'}.eml`
  }
  return `attachment-${index + 1}.${extension}`
}

/** A name that no file system takes for a path or a device, with its extension kept when it is too long. */
function safeName(name: string): string {
  const line = oneLine(name, 2_000)
    .replace(/[/\\:*?"<>|]+/g, '_')
    .replace(/^\.+/, '')
    .trim()
  if (line.length <= limits.nameChars) return line
  const extension = /\.\w{1,10}$/.exec(line)?.[0] ?? ''
  return oneLine(line, limits.nameChars - extension.length) + extension
}
