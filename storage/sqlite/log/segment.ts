import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { z } from 'zod'
import { type LogEntry, logEntry } from '../../../core/defs/index.ts'
import { packClocks, unpackClocks } from './clocks.ts'
import { Numbered } from './numbered.ts'

/** Compressed only where it pays: a single change is shorter as it is. */
const smallestCompressed = 300
/** More than the entries of the largest commit can be. */
const largestBytes = 256 * 1_048_576

/**
 * Columns of entries: what is the same in many is said once. Ids and values that are hashes are numbers below 0 and stand
 * as bytes. Clocks: see clocks.ts.
 */
const columns = z.object({
  clocks: z.array(z.number()),
  devices: z.array(z.string()),
  kinds: z.array(z.number()),
  kindTexts: z.array(z.tuple([z.string(), z.string(), z.string()])),
  ids: z.array(z.number()),
  values: z.array(z.number()),
  texts: z.array(z.string()),
})
type Columns = z.output<typeof columns>

const hashBytes = 32
const isHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text)

/** Entries of one commit as bytes: length of the columns (4 bytes, top bit set if compressed), columns, hashes. */
export function packSegment(entries: readonly LogEntry[]): Uint8Array {
  const kinds = new Numbered()
  const texts = new Numbered()
  const hashes = new Numbered()
  const name = (text: string): number => (isHash(text) ? -1 - hashes.of(text) : texts.of(text))
  const packed = { kinds: [] as number[], ids: [] as number[], values: [] as number[] }
  for (const { entity, id, kind, field, value } of entries) {
    packed.kinds.push(kinds.of(JSON.stringify([entity, kind, field])))
    packed.ids.push(name(id))
    packed.values.push(typeof value === 'string' && isHash(value) ? name(value) : texts.of(JSON.stringify(value)))
  }
  const text = JSON.stringify({
    ...packClocks(entries.map((entry) => entry.clock)),
    ...packed,
    kindTexts: kinds.all.map((each): unknown => JSON.parse(each)),
    texts: texts.all,
  } satisfies Record<keyof Columns, unknown>)
  return framed(Buffer.from(text), Buffer.from(hashes.all.join(''), 'hex'))
}

function framed(text: Buffer, hashes: Buffer): Uint8Array {
  const compress = text.length >= smallestCompressed
  const body = compress ? zstdCompressSync(text, { params: { [constants.ZSTD_c_compressionLevel]: 3 } }) : text
  const head = Buffer.alloc(4)
  head.writeUInt32LE((body.length + (compress ? compressedBit : 0)) >>> 0)
  return Buffer.concat([head, body, hashes])
}

const compressedBit = 2 ** 31

/** Fails on bytes that packSegment did not write. */
export function unpackSegment(stored: Uint8Array): LogEntry[] {
  const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength)
  const head = bytes.readUInt32LE(0)
  const end = 4 + (head % compressedBit)
  const body = bytes.subarray(4, end)
  const text = head >= compressedBit ? zstdDecompressSync(body, { maxOutputLength: largestBytes }) : body
  const read = columns.parse(JSON.parse(text.toString('utf8')))
  const hashes = bytes.subarray(end)
  const hash = (number: number): string => hashes.toString('hex', (-1 - number) * hashBytes, -number * hashBytes)
  const name = (number: number): string => (number < 0 ? hash(number) : (read.texts[number] ?? ''))
  const clocks = unpackClocks(read.clocks, read.devices)
  return read.ids.map((id, i) => {
    const value = read.values[i] ?? 0
    const [entity, kind, field] = read.kindTexts[read.kinds[i] ?? 0] ?? []
    return logEntry.parse({
      clock: clocks[i],
      entity,
      id: name(id),
      kind,
      field,
      value: value < 0 ? hash(value) : JSON.parse(name(value)),
    })
  })
}
