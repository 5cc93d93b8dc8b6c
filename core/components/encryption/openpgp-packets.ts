import { Buffer } from 'node:buffer'

/** What a sequence of OpenPGP packets is (RFC 9580 section 10.3); null if it is no such sequence. */
export type OpenPgpKind = 'encrypted' | 'signed' | 'key'

const tags = {
  sessionKey: 1,
  signature: 2,
  passphraseKey: 3,
  onePass: 4,
  secretKey: 5,
  publicKey: 6,
  aead: 20,
} as const
const encryptedData = new Set([9, 18, 20])
/** Packets that are walked through: an encrypted message has one for each recipient before its data. */
const most = 500

/**
 * Looks at the headers of the packets, not at what they hold: whether these bytes are built as an encrypted message is
 * (session keys, then encrypted data), or begin as a signature or a key. `cut`: there may be more bytes than these.
 */
export function openPgpKind(bytes: Uint8Array, cut: boolean): OpenPgpKind | null {
  let at = 0
  let sessionKeys = 0
  for (let count = 0; count < most; count += 1) {
    const packet = readPacket(bytes, at)
    if (packet === null) return cut && sessionKeys > 0 && at >= bytes.length ? 'encrypted' : null
    const { tag, start, length } = packet
    if (encryptedData.has(tag)) {
      const versioned = tag === 9 || bytes[start] === 1 || bytes[start] === 2
      return versioned && (length === null || length > 16) && (cut || length === null || start + length <= bytes.length)
        ? 'encrypted'
        : null
    }
    if (tag === tags.signature || tag === tags.onePass) return sessionKeys === 0 ? 'signed' : null
    if (tag === tags.publicKey) return sessionKeys === 0 ? 'key' : null
    if (tag !== tags.sessionKey && tag !== tags.passphraseKey) return null
    const version = bytes[start]
    if (length === null || length < 4 || version === undefined || version < 3 || version > 6) return null
    sessionKeys += 1
    at = start + length
  }
  return null
}

interface Packet {
  readonly tag: number
  readonly start: number
  /** null: it is sent in pieces, or to the end */
  readonly length: number | null
}

/** RFC 9580 section 4.2: both forms of packet header. */
function readPacket(bytes: Uint8Array, at: number): Packet | null {
  const first = bytes[at]
  if (first === undefined || (first & 0x80) === 0) return null
  if ((first & 0x40) !== 0) return readNewLength(bytes, first & 0x3f, at + 1)
  const tag = (first >> 2) & 0x0f
  const octets = [1, 2, 4, 0][first & 3] ?? 0
  if (octets === 0) return { tag, start: at + 1, length: null }
  if (at + 1 + octets > bytes.length) return null
  return {
    tag,
    start: at + 1 + octets,
    length: Buffer.from(bytes.buffer, bytes.byteOffset + at + 1).readUIntBE(0, octets),
  }
}

function readNewLength(bytes: Uint8Array, tag: number, at: number): Packet | null {
  const one = bytes[at]
  if (one === undefined) return null
  if (one < 192) return { tag, start: at + 1, length: one }
  if (one >= 224 && one < 255) return { tag, start: at + 1, length: null }
  const octets = one === 255 ? 5 : 2
  if (at + octets > bytes.length) return null
  const view = Buffer.from(bytes.buffer, bytes.byteOffset + at, octets)
  return {
    tag,
    start: at + octets,
    length: one === 255 ? view.readUInt32BE(1) : ((one - 192) << 8) + view.readUInt8(1) + 192,
  }
}

const armor = /^-----BEGIN PGP ([A-Z ]+)-----[ \t]*\r?\n(?:[A-Za-z]+:[^\n]*\n)*[ \t]*\r?\n([A-Za-z0-9+/=\s]*)/m

/** The packets of an ASCII-armored block (RFC 9580 section 6), and what its first line calls it. Null if there is none. */
export function readArmor(
  text: string,
): { readonly label: string; readonly bytes: Uint8Array; readonly cut: boolean } | null {
  const [whole = '', label = '', data = ''] = armor.exec(text) ?? []
  if (whole === '') return null
  const checksum = data.search(/\n=[A-Za-z0-9+/]{4}\s*$/)
  const bytes = Buffer.from(checksum < 0 ? data : data.slice(0, checksum), 'base64')
  return { label, bytes, cut: !text.includes(`-----END PGP ${label}-----`) }
}
