import type { Property, Version } from './property.ts'

/** Bytes in a property: base64 with ENCODING=b (3.0), or a data: URI (4.0, RFC 2397). */
export interface Binary {
  readonly bytes: Buffer
  /** media type as it is said, lower case; '' without */
  readonly type: string
}

/** Null: there are no bytes in it, or they are broken. */
export function readBinary({ value, parameters }: Property): Binary | null {
  const uri =
    /^data:([^,;]*)((?:;[^,;]*)*),/i.exec(value.slice(0, 1000)) ??
    /^data:([^,;]*)((?:;[^,;]*)*)\\,/i.exec(value.slice(0, 1000))
  if (uri !== null) {
    const rest = value.slice(uri[0].length)
    const isBase64 = /;base64/i.test(uri[2] ?? '')
    const bytes = isBase64 ? fromBase64(rest) : Buffer.from(decodeLoosely(rest))
    return bytes && { bytes, type: (uri[1] ?? '').toLowerCase() }
  }
  if (parameters['encoding'] === undefined) return null
  const bytes = fromBase64(value)
  return bytes && { bytes, type: '' }
}

function fromBase64(text: string): Buffer | null {
  const clean = text.replace(/\s+/g, '')
  if (clean === '' || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(clean)) return null
  return Buffer.from(clean, 'base64')
}

function decodeLoosely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The value and the parameters that say it: `kind` is TYPE of 3.0 (`JPEG`), `type` the media type of 4.0. */
export function writeBinary(
  bytes: Uint8Array,
  { type, kind }: { readonly type: string; readonly kind: string },
  version: Version,
): Pick<Property, 'value' | 'parameters'> {
  const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  if (version === '4.0') return { value: `data:${type};base64,${base64}`, parameters: {} }
  return { value: base64, parameters: { encoding: ['b'], ...(kind === '' ? {} : { type: [kind] }) } }
}

/** A property with bytes that we do not know, from the way of one version to that of the other. */
export function binaryFor(property: Property, version: Version): Property {
  const isOld = property.parameters['encoding'] !== undefined
  if (isOld === (version === '3.0')) return property
  const binary = isOld || /^data:/i.test(property.value) ? readBinary(property) : null
  if (binary === null) return property
  const { encoding: _, type, value: valueType, ...others } = property.parameters
  const kind = type?.[0] ?? binary.type.replace(/^.*\//, '').toUpperCase()
  const media =
    binary.type || (kind.includes('/') ? kind : `${mainType[property.name] ?? 'application'}/${kind.toLowerCase()}`)
  const { value, parameters } = writeBinary(binary.bytes, { type: kind === '' ? '' : media, kind }, version)
  void valueType
  return { ...property, value, parameters: { ...others, ...parameters } }
}

const mainType: Readonly<Record<string, string>> = { photo: 'image', logo: 'image', sound: 'audio' }

/** Pictures that address books hold, by their first bytes. */
export function pictureType(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 16)).toString('latin1')
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (head.startsWith('\x89PNG')) return 'image/png'
  if (head.startsWith('GIF8')) return 'image/gif'
  if (head.startsWith('BM')) return 'image/bmp'
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'image/webp'
  return /^....ftyp(avif|hei[cx]|mif1)/s.test(head) ? (head.includes('avif') ? 'image/avif' : 'image/heic') : null
}
