import { createHash } from 'node:crypto'
import { type ContactKey, contactLimits } from '../../defs/index.ts'
import { readBinary, writeBinary } from './binary.ts'
import type { Property, Version } from './property.ts'
import { escapeText, unescapeText } from './text.ts'

type KeyKind = ContactKey['kind']

/** How a key is said in a vCard: TYPE of 3.0, media type of 4.0 (RFC 6350 6.8.1). */
const ways: Readonly<Record<KeyKind, { readonly kind: string; readonly type: string }>> = {
  openpgp: { kind: 'PGP', type: 'application/pgp-keys' },
  smime: { kind: 'X509', type: 'application/pkix-cert' },
}

export type KeyFields = Pick<ContactKey, 'id' | 'kind' | 'fingerprint' | 'text' | 'createdAtMs'>

/** A KEY property -> a key; null: it is a link, or nothing that we know. */
export function readKey(property: Property): KeyFields | null {
  const text = keyText(property)
  if (text === null || text.length > contactLimits.key) return null
  const kind = kindOf(property, text)
  return kind && { ...describeKey(kind, text), kind, text }
}

function keyText(property: Property): string | null {
  const binary = readBinary(property)
  if (binary !== null) {
    const text = binary.bytes.toString('latin1')
    return isArmour(text) && isUtf8(binary.bytes) ? binary.bytes.toString('utf8') : binary.bytes.toString('base64')
  }
  const text = unescapeText(property.value)
  if (isArmour(text)) return text
  return /^[A-Za-z0-9+/\s]{80,}={0,2}\s*$/.test(text) ? text.replace(/\s+/g, '') : null
}

const isArmour = (text: string): boolean => /^\s*-----BEGIN /.test(text)
const isUtf8 = (bytes: Buffer): boolean => Buffer.from(bytes.toString('utf8')).equals(bytes)

function kindOf({ parameters, value }: Property, text: string): KeyKind | null {
  const said = [...(parameters['type'] ?? []), ...(parameters['mediatype'] ?? []), dataType(value)].join(' ')
  if (isArmour(text)) return /-----BEGIN PGP /.test(text) ? 'openpgp' : 'smime'
  if (/pgp/i.test(said)) return 'openpgp'
  if (/x-?509|pkix|pkcs/i.test(said)) return 'smime'
  const first = Buffer.from(text.slice(0, 8), 'base64')[0]
  if (first === undefined) return null
  // DER begins with a SEQUENCE; an OpenPGP packet has its highest bit set (RFC 9580 4.2)
  return first === 0x30 ? 'smime' : first >= 0x80 ? 'openpgp' : null
}

const dataType = (value: string): string => /^data:[^,]{0,200}/i.exec(value)?.[0] ?? ''

/** The value and parameters of a key. `asText`: it came with VALUE=text and stays so. */
export function writeKey(
  key: Pick<ContactKey, 'kind' | 'text'>,
  version: Version,
  asText: boolean,
): Pick<Property, 'value' | 'parameters'> {
  if (asText) return { value: escapeText(key.text), parameters: { value: ['text'] } }
  const bytes = isArmour(key.text) ? Buffer.from(key.text) : Buffer.from(key.text, 'base64')
  return writeBinary(bytes, ways[key.kind], version)
}

export const usualType = (kind: KeyKind): string => ways[kind].kind

/** What can be told of a key by its bytes: the fingerprint (RFC 9580 5.5.4; SHA-256 for certificates) and its date. */
export function describeKey(kind: KeyKind, text: string): Pick<KeyFields, 'id' | 'fingerprint' | 'createdAtMs'> {
  const bytes = isArmour(text) ? fromArmour(text) : Buffer.from(text, 'base64')
  const id = createHash('sha256')
    .update(bytes ?? text)
    .digest('hex')
    .slice(0, 26)
  if (bytes === null || bytes.length === 0) return { id, fingerprint: null, createdAtMs: null }
  if (kind === 'smime') return { id, fingerprint: hex('sha256', bytes), createdAtMs: null }
  const packet = firstPacket(bytes)
  const version = packet?.[0]
  if (packet === null || packet.length < 6) return { id, fingerprint: null, createdAtMs: null }
  const createdAtMs = packet.readUInt32BE(1) * 1000
  if (version === 4) return { id, fingerprint: hex('sha1', lengthPrefixed(0x99, 2, packet)), createdAtMs }
  if (version === 6) return { id, fingerprint: hex('sha256', lengthPrefixed(0x9b, 4, packet)), createdAtMs }
  return { id, fingerprint: null, createdAtMs: null }
}

const hex = (algorithm: 'sha1' | 'sha256', bytes: Uint8Array): string =>
  createHash(algorithm).update(bytes).digest('hex').toUpperCase()

function lengthPrefixed(tag: number, lengthBytes: number, packet: Buffer): Buffer {
  const head = Buffer.alloc(1 + lengthBytes)
  head[0] = tag
  head.writeUIntBE(packet.length, 1, lengthBytes)
  return Buffer.concat([head, packet])
}

/** RFC 9580 6.2: headers, an empty line, base64, perhaps a checksum. */
function fromArmour(text: string): Buffer | null {
  const body = /-----BEGIN [^\n]*-----\r?\n([\s\S]*?)-----END /.exec(text)?.[1]
  if (body === undefined) return null
  const afterHeaders = /^(?:[A-Za-z-]+: [^\n]*\r?\n)*\s*\n?([\s\S]*)$/.exec(body)?.[1] ?? body
  return Buffer.from(afterHeaders.replace(/^=[A-Za-z0-9+/]{4}\s*$/m, ''), 'base64')
}

/** The body of the first packet, if it is a public key (RFC 9580 4.2). */
function firstPacket(bytes: Buffer): Buffer | null {
  const tag = bytes[0] ?? 0
  if (tag < 0x80) return null
  const isNew = (tag & 0x40) !== 0
  if ((isNew ? tag & 0x3f : (tag & 0x3c) >> 2) !== 6) return null
  const [start, length] = isNew ? newLength(bytes) : oldLength(bytes, tag & 3)
  return length > 0 && start + length <= bytes.length ? bytes.subarray(start, start + length) : null
}

function newLength(bytes: Buffer): [start: number, length: number] {
  const first = bytes[1] ?? 0
  if (first < 192) return [2, first]
  if (first < 224) return [3, (first - 192) * 256 + (bytes[2] ?? 0) + 192]
  return first === 255 && bytes.length > 6 ? [6, bytes.readUInt32BE(2)] : [0, 0]
}

function oldLength(bytes: Buffer, kind: number): [start: number, length: number] {
  if (kind === 3 || bytes.length < 6) return [0, 0]
  const size = 1 << kind
  return [1 + size, bytes.readUIntBE(1, size)]
}
