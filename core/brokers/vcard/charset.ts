/** What a piece of a file was read as. `fallback`: it was no UTF-8, and Windows-1252 was taken, which has every byte. */
export interface Decoded {
  readonly text: string
  readonly fallback: boolean
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const western = new TextDecoder('windows-1252')

/** Bytes with one character a byte (latin1) -> text, by the charset that is named if it is known, else UTF-8. */
export function decode(bytes: string, charset: string | undefined): Decoded {
  if (isAscii(bytes) && !isStateful(charset)) return { text: bytes, fallback: false }
  const raw = Buffer.from(bytes, 'latin1')
  const named = charset === undefined ? null : decoderOf(charset)
  if (named !== null) return { text: named.decode(raw), fallback: false }
  try {
    return { text: utf8.decode(raw), fallback: false }
  } catch {
    return { text: western.decode(raw), fallback: true }
  }
}

const isAscii = (bytes: string): boolean => !/[^\0-\x7f]/.test(bytes)
/** Charsets whose other characters are written with ASCII bytes. */
const isStateful = (charset: string | undefined): boolean =>
  charset !== undefined && /^(iso-2022|hz|utf-16)/i.test(charset)

function decoderOf(charset: string): InstanceType<typeof TextDecoder> | null {
  // a file that says UTF-8 and is not is better read as what it is
  if (/^(utf-?8|us-ascii)$/i.test(charset)) return null
  try {
    return new TextDecoder(charset)
  } catch {
    return null
  }
}
