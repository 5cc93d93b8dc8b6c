import { type Feature, feature } from '../../../core/defs/index.ts'

/**
 * `features.facts`: one entry a feature, each begun by a number of 7-bit groups, lowest first: the row of the fact in
 * `facts`, or 0 for one that follows as its length and its bytes.
 */
export type Entry = number | string

export function packEntries(entries: readonly Entry[]): Uint8Array {
  const parts = entries.map((entry) => {
    if (typeof entry === 'number') return varint(entry)
    const bytes = Buffer.from(entry)
    return Buffer.concat([varint(0), varint(bytes.length), bytes])
  })
  return Buffer.concat(parts)
}

export function unpackEntries(stored: Uint8Array): Entry[] {
  const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength)
  const entries: Entry[] = []
  for (let at = 0; at < bytes.length; ) {
    const [row, next] = readVarint(bytes, at)
    at = next
    if (row > 0) {
      entries.push(row)
      continue
    }
    const [length, start] = readVarint(bytes, at)
    if (start + length > bytes.length) throw new Error('features that end too early')
    entries.push(bytes.toString('utf8', start, start + length))
    at = start + length
  }
  return entries
}

const origins: readonly Feature['origin'][] = feature.shape.origin.options

/** JSON [name, value, place of the origin among those that there are]. */
export function toFact({ name, value, origin }: Feature): string {
  return JSON.stringify([name, value, origins.indexOf(origin)])
}

/** Fails on what is no feature. */
export function fromFact(fact: string): Feature {
  const [name, value, origin]: unknown[] = JSON.parse(fact)
  return feature.parse({ name, value, origin: origins[Number(origin)] })
}

function varint(value: number): Uint8Array {
  const groups: number[] = []
  let rest = value
  while (rest >= 0x80) {
    groups.push((rest % 0x80) + 0x80)
    rest = Math.floor(rest / 0x80)
  }
  return Uint8Array.from([...groups, rest])
}

function readVarint(bytes: Uint8Array, from: number): [value: number, next: number] {
  let value = 0
  let scale = 1
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    value += (byte % 0x80) * scale
    if (byte < 0x80) return [value, at + 1]
    scale *= 0x80
  }
  throw new Error('a number that ends too early')
}
