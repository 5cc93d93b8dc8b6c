import { Buffer } from 'node:buffer'
import type { Component, FileView, Findings, MailView } from '../component.ts'
import { firstOf } from '../header-fields.ts'
import { cmsKind } from './cms.ts'
import { openPgpKind, readArmor } from './openpgp-packets.ts'

/** Of an encrypted part: room for the session keys of dozens of recipients. */
const headBytes = 16_384
/** Inline blocks are looked for at the beginning of a text; a whole one in the clear text of a long thread is a quotation. */
const textChars = 200_000

/**
 * Whether the message is encrypted or signed end to end, by what it is built of: OpenPGP (RFC 3156 and inline) and S/MIME
 * (RFC 8551). What only says that it is encrypted is told from what is. Nothing is decrypted or verified here.
 */
export const encryption: Component = {
  name: 'encryption',
  version: 1,
  reads: ['headers', 'text', 'files'],
  yields: { encryption: 'body', signature: 'body' },
  limits: { timeMs: 1_000, chars: textChars },
  run(mail) {
    const contentType = (firstOf(mail.headers, 'content-type') ?? '').toLowerCase()
    const media = contentType.split(';', 1)[0]?.trim() ?? ''
    if (media === 'multipart/encrypted') return { encryption: encryptedParts(mail.files) }
    if (media === 'multipart/signed') return signedParts(contentType)
    if (smimeTypes.has(media)) return smime(contentType, mail.files)
    return inline(mail)
  },
}

const smimeTypes = new Set(['application/pkcs7-mime', 'application/x-pkcs7-mime'])

function encryptedParts(files: readonly FileView[]): string {
  const data = files.some((file) => {
    const head = file.head(headBytes)
    const text = Buffer.from(head).toString('latin1')
    const armored = readArmor(text)
    if (armored !== null) return openPgpKind(armored.bytes, armored.cut || head.length < file.sizeBytes) === 'encrypted'
    return openPgpKind(head, head.length < file.sizeBytes) === 'encrypted'
  })
  return data ? 'openpgp' : 'claimed'
}

function signedParts(contentType: string): Findings {
  if (/protocol\s*=\s*"?application\/pgp-signature/.test(contentType)) return { signature: 'openpgp' }
  if (/protocol\s*=\s*"?application\/(?:x-)?pkcs7-signature/.test(contentType)) return { signature: 'smime' }
  return {}
}

function smime(contentType: string, files: readonly FileView[]): Findings {
  const kind = files.map((file) => cmsKind(file.head(64))).find((found) => found !== null) ?? null
  if (kind === 'encrypted') return { encryption: 'smime' }
  if (kind === 'signed') return { signature: 'smime' }
  return /smime-type\s*=\s*"?signed/.test(contentType) ? {} : { encryption: 'claimed' }
}

/** Blocks that begin a line of the text: a quoted one does not. */
function inline({ text }: MailView): Findings {
  if (!text.includes('-----BEGIN PGP ')) return {}
  const start = text.search(/^-----BEGIN PGP (?:SIGNED )?MESSAGE-----[ \t]*\r?$/m)
  if (start < 0) return {}
  if (text.startsWith('-----BEGIN PGP SIGNED', start)) {
    const signed = /^-----BEGIN PGP SIGNATURE-----[ \t]*\r?$[\s\S]*^-----END PGP SIGNATURE-----/m.test(
      text.slice(start),
    )
    return signed ? { signature: 'openpgp-inline' } : {}
  }
  const block = readArmor(text.slice(start))
  if (block === null || openPgpKind(block.bytes, block.cut) !== 'encrypted') return {}
  const end = text.indexOf('-----END PGP MESSAGE-----', start)
  const inside = (end < 0 ? text.length : end) - start
  return { encryption: inside * 2 > text.trim().length ? 'openpgp-inline' : 'partly' }
}
