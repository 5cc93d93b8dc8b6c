import type { CoreContext } from '../ports.ts'

/** A UID for a contact that has none, made of its id: `urn:uuid:` (RFC 9562, version 8). */
export function uidOf({ hash }: Pick<CoreContext, 'hash'>, id: string): string {
  const hex = hash(`contact\n${id}`)
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16)
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Equal UIDs: without the scheme that some write and some do not, in lower case. */
export const uidKey = (uid: string): string =>
  uid
    .trim()
    .replace(/^urn:uuid:/i, '')
    .toLowerCase()
