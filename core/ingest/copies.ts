import type { Attachment, Message } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import { ingestLimits } from './limits.ts'
import type { ReadItem } from './load.ts'
import { pairFiles, sameOpening } from './same-mail.ts'

/**
 * Whether what came is another copy of a stored message by what it says: the same words, the same files. The words of the
 * last messages are remembered, since copies mostly come together; older ones are read again.
 */
export class Copies {
  readonly #context: CoreContext
  readonly #openings = new Map<string, string>()

  constructor(context: CoreContext) {
    this.#context = context
  }

  /** the first words of a blob (PreparedMail.opening) */
  remember(blob: string, opening: string): void {
    this.#openings.set(blob, opening)
    if (this.#openings.size <= ingestLimits.rememberedOpenings) return
    for (const oldest of this.#openings.keys()) {
      this.#openings.delete(oldest)
      break
    }
  }

  /** false too where the stored bytes cannot be read: both are shown then */
  async same(stored: Message, { item, prepared }: ReadItem): Promise<boolean> {
    const blob = stored.copies[0]?.blob
    if (blob === undefined) return false
    const opening = this.#openings.get(blob) ?? (await this.#readOpening(blob))
    if (opening === null || !sameOpening({ ...stored, opening }, prepared)) return false
    const pairs = pairFiles(stored, prepared)
    if (pairs?.length === 0) return true
    const bytes = await this.#read(blob)
    if (bytes === null) return false
    return sameLines(bytes, item.bytes) || (pairs !== null && (await this.#sameContents(bytes, item.bytes, pairs)))
  }

  /** Files of the same name, type and size may still be others; where they are very large, that is proof enough. */
  async #sameContents(
    one: Uint8Array,
    other: Uint8Array,
    pairs: readonly (readonly [Attachment, Attachment])[],
  ): Promise<boolean> {
    let left: number = ingestLimits.comparedBytes
    for (const [a, b] of pairs.slice(0, ingestLimits.comparedFiles)) {
      left -= a.sizeBytes
      if (left < 0) break
      if (!same(await this.#part(one, a.index), await this.#part(other, b.index))) return false
    }
    return true
  }

  async #part(raw: Uint8Array, index: number): Promise<Uint8Array> {
    return (await this.#context.reader.part(raw, index, { priority: 'batch' })).bytes
  }

  async #readOpening(blob: string): Promise<string | null> {
    const bytes = await this.#read(blob)
    if (bytes === null) return null
    const [prepared] = await this.#context.reader.prepare([{ bytes, headersOnly: false }], { priority: 'batch' })
    if (prepared === undefined) return null
    this.remember(blob, prepared.opening)
    return prepared.opening
  }

  async #read(blob: string): Promise<Uint8Array | null> {
    try {
      return await this.#context.stores.blobs.get(blob)
    } catch (thrown) {
      const details = String(thrown)
      this.#context.logger.warn('A stored message could not be compared with a copy of it', { blob, details })
      return null
    }
  }
}

const same = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, i) => byte === other[i])

const [lf, cr] = [10, 13]

/** The same bytes but for line ends, which tell an mbox from a server. */
function sameLines(one: Uint8Array, other: Uint8Array): boolean {
  let j = 0
  for (let i = 0; i < one.length; i++, j++) {
    if (one[i] === cr && one[i + 1] === lf) i++
    if (other[j] === cr && other[j + 1] === lf) j++
    if (one[i] !== other[j]) return false
  }
  return j === other.length
}
