import { Buffer, isAscii, isUtf8 } from 'node:buffer'
import { Transform, type TransformCallback } from 'node:stream'
import { TextDecoder } from 'node:util'

/** Labels that name no charset of the Encoding Standard, as old mail programs wrote them. */
const aliases: Readonly<Record<string, string>> = {
  'cp-850': 'windows-1252',
  cp1250: 'windows-1250',
  cp1251: 'windows-1251',
  cp1252: 'windows-1252',
  cp936: 'gbk',
  cp932: 'shift_jis',
  cp949: 'euc-kr',
  cp950: 'big5',
  'ks_c_5601-1987': 'euc-kr',
  'iso-2022-jp-2': 'iso-2022-jp',
  'iso-2022-jp-3': 'iso-2022-jp',
  'iso-2022-jp-ms': 'iso-2022-jp',
  'iso-8859-8-e': 'iso-8859-8',
  'x-gbk': 'gbk',
  utf8mb4: 'utf-8',
}

/**
 * Bytes to text, whatever the label says. UTF-8 that is valid wins over every label of a charset that would read it as
 * something else: text in another charset is valid UTF-8 by chance only when it is ASCII. Then the label, then what an
 * HTML head names, then Windows-1252, in which every byte is something.
 */
export function decodeText(bytes: Buffer, label: string): string {
  const name = normalLabel(label)
  const stateful = /^(iso-2022|hz|utf-16|utf-32|gb18030$)/.test(name)
  if (!stateful) {
    const utf8 = tryUtf8(bytes)
    if (utf8 !== null) return utf8
  }
  const decoder = decoderFor(name) ?? decoderFor(metaCharset(bytes))
  return (decoder ?? windows1252).decode(bytes)
}

/** Bytes that carry no label (8-bit headers). */
export const decodeGuess = (bytes: Buffer): string => tryUtf8(bytes) ?? windows1252.decode(bytes)

const windows1252 = new TextDecoder('windows-1252')

function tryUtf8(bytes: Buffer): string | null {
  if (isAscii(bytes)) return bytes.toString('latin1')
  return isUtf8(bytes) ? bytes.toString('utf8').replace(/^\ufeff/, '') : null
}

function normalLabel(label: string): string {
  // RFC 2231 section 5: a language may follow the charset after an asterisk
  const name = (label.split('*')[0] ?? '').trim().toLowerCase().replace(/^"|"$/g, '')
  return aliases[name] ?? name
}

const decoders = new Map<string, TextDecoder | null>()
/** labels come from mail: a few hundred names are all there are */
const decodersKept = 300

function decoderFor(name: string): TextDecoder | null {
  const known = decoders.get(name)
  if (known !== undefined) return known
  let decoder: TextDecoder | null = null
  try {
    // UTF-7 and the like are unknown to TextDecoder, and stay so: they hide markup from filters
    if (name !== '' && name !== 'utf-8' && name !== 'us-ascii' && name !== 'ascii') decoder = new TextDecoder(name)
  } catch {
    decoder = null
  }
  if (decoders.size < decodersKept) decoders.set(name, decoder)
  return decoder
}

function metaCharset(bytes: Buffer): string {
  const head = bytes.toString('latin1', 0, 2048)
  return normalLabel(/<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{2,40})/i.exec(head)?.[1] ?? '')
}

/** What mailparser takes as its `Iconv` option: text bodies and encoded words are then read by `decodeText`. */
export class CharsetDecoder extends Transform {
  readonly #label: string
  readonly #pieces: Buffer[] = []

  constructor(from: string, _to: string) {
    super()
    this.#label = from
  }

  /** one encoded word */
  convert(bytes: Buffer): Buffer {
    return Buffer.from(decodeText(bytes, this.#label))
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#pieces.push(chunk)
    done()
  }

  override _flush(done: TransformCallback): void {
    this.push(Buffer.from(decodeText(Buffer.concat(this.#pieces), this.#label)))
    done()
  }
}
