import { z } from 'zod'
import type { SpamCounts } from './classifier.ts'
import { enoughTaught, maxKnownWords, maxTaught } from './limits.ts'
import type { Words } from './words.ts'

export type MailKind = 'junk' | 'good'

const taughtMail = z.tuple([z.string().max(64), z.enum(['junk', 'good'])])
const packed = z.object({
  format: z.literal(1),
  junk: z.number().int().min(0),
  good: z.number().int().min(0),
  /** base64; `wordBytes` for each word */
  words: z.string(),
  taught: z.array(taughtMail).max(maxTaught),
})
export type PackedSpamMemory = z.output<typeof packed>

/** Word (3 bytes), times in junk (2), times in good mail (2), most significant first. */
const wordBytes = 7
const maxCount = 0xffff

/**
 * What the classifier was taught: how often each word stood in junk and in good mail. Its words are hashes, so it does not
 * tell what anybody wrote; it never leaves this computer. Bounded: the rarest words make room.
 */
export class SpamMemory implements SpamCounts {
  junk = 0
  good = 0
  /** by word: times in junk in the upper 16 bits, in good mail in the lower; objects would cost ten times the memory */
  readonly #counts = new Map<number, number>()
  /** what was taught last, by message, so that the same is not taught twice and can be taken back */
  readonly #taught = new Map<string, MailKind>()

  get words(): number {
    return this.#counts.size
  }

  /** whether there was enough of both to judge by */
  get ready(): boolean {
    return this.junk >= enoughTaught && this.good >= enoughTaught
  }

  countsOf(word: number): { readonly junk: number; readonly good: number } | undefined {
    const counts = this.#counts.get(word)
    return counts === undefined ? undefined : { junk: counts >>> 16, good: counts & maxCount }
  }

  taughtAs(messageId: string): MailKind | null {
    return this.#taught.get(messageId) ?? null
  }

  /** A message that was taught as the other kind changes sides; null takes it back. False if nothing changes. */
  teach(messageId: string, words: Words, kind: MailKind | null): boolean {
    const before = this.taughtAs(messageId)
    if (before === kind) return false
    if (before !== null) this.#count(words, before, -1)
    this.#taught.delete(messageId)
    if (kind !== null) {
      this.#count(words, kind, 1)
      this.#taught.set(messageId, kind)
      for (const oldest of this.#taught.keys()) {
        if (this.#taught.size <= maxTaught) break
        this.#taught.delete(oldest)
      }
    }
    this.#forgetRare()
    return true
  }

  #count(words: Words, kind: MailKind, by: 1 | -1): void {
    this[kind] = Math.max(0, this[kind] + by)
    for (const word of words) {
      const { junk, good } = this.countsOf(word) ?? { junk: 0, good: 0 }
      const change = (count: number, of: MailKind) =>
        of === kind ? Math.min(maxCount, Math.max(0, count + by)) : count
      const counts = ((change(junk, 'junk') << 16) | change(good, 'good')) >>> 0
      if (counts === 0) this.#counts.delete(word)
      else this.#counts.set(word, counts)
    }
  }

  /** Words that stood in one message only go first, the oldest before the others; then those of two. */
  #forgetRare(): void {
    for (let rare = 1; this.#counts.size > maxKnownWords; rare *= 2) {
      for (const [word, counts] of this.#counts) {
        if ((counts >>> 16) + (counts & maxCount) <= rare) this.#counts.delete(word)
        if (this.#counts.size <= maxKnownWords * 0.9) break
      }
    }
  }

  pack(): PackedSpamMemory {
    const view = new DataView(new ArrayBuffer(this.#counts.size * wordBytes))
    let at = 0
    for (const [word, counts] of this.#counts) {
      view.setUint8(at, word >>> 16)
      view.setUint16(at + 1, word & 0xffff)
      view.setUint32(at + 3, counts)
      at += wordBytes
    }
    const words = toBase64(new Uint8Array(view.buffer))
    return { format: 1, junk: this.junk, good: this.good, words, taught: [...this.#taught] }
  }

  /** An empty one for what is not understood: it is taught again by and by. */
  static unpack(state: unknown): SpamMemory {
    const memory = new SpamMemory()
    const parsed = packed.safeParse(state)
    if (!parsed.success) return memory
    const { junk, good, words, taught } = parsed.data
    const bytes = fromBase64(words)
    if (bytes === null) return memory
    for (let at = 0; at + wordBytes <= bytes.length && memory.words < maxKnownWords; at += wordBytes) {
      const unit = (i: number): number => bytes.charCodeAt(at + i)
      const counts = ((unit(3) << 24) | (unit(4) << 16) | (unit(5) << 8) | unit(6)) >>> 0
      memory.#counts.set((unit(0) << 16) | (unit(1) << 8) | unit(2), counts)
    }
    memory.junk = junk
    memory.good = good
    for (const [messageId, kind] of taught) memory.#taught.set(messageId, kind)
    return memory
  }
}

/** In pieces: a call takes only so many arguments. */
function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += 8_192) binary += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return btoa(binary)
}

/** One character a byte; null if it is no base64. */
function fromBase64(text: string): string | null {
  try {
    return atob(text)
  } catch {
    return null
  }
}
