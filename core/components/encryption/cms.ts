import { Buffer } from 'node:buffer'

/** OBJECT IDENTIFIERs of CMS content types (RFC 5652, RFC 5083), as DER. */
const types: readonly (readonly [Buffer, 'encrypted' | 'signed'])[] = [
  [Buffer.from('06092a864886f70d010703', 'hex'), 'encrypted'],
  [Buffer.from('060b2a864886f70d0109100117', 'hex'), 'encrypted'],
  [Buffer.from('06092a864886f70d010702', 'hex'), 'signed'],
]

/** What a CMS structure holds, by its outermost content type: SEQUENCE { OBJECT IDENTIFIER, [0] … }. Null if it is none. */
export function cmsKind(head: Uint8Array): 'encrypted' | 'signed' | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  if (bytes[0] !== 0x30) return null
  const size = bytes[1] ?? 0
  const start = size < 0x80 ? 2 : size === 0x80 ? 2 : 2 + (size & 0x7f)
  for (const [identifier, kind] of types) {
    const end = start + identifier.length
    if (bytes.subarray(start, end).equals(identifier) && bytes[end] === 0xa0) return kind
  }
  return null
}
