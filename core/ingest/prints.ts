import type { Message } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import { ingestLimits } from './limits.ts'

/**
 * How the texts of messages begin (PreparedMail.textPrint). The last ones are remembered, since copies of a message mostly
 * come together; older ones are read again.
 */
export class Prints {
  readonly #context: CoreContext
  readonly #byBlob = new Map<string, string>()

  constructor(context: CoreContext) {
    this.#context = context
  }

  remember(blob: string, textPrint: string): void {
    this.#byBlob.set(blob, textPrint)
    if (this.#byBlob.size <= ingestLimits.rememberedPrints) return
    for (const oldest of this.#byBlob.keys()) {
      this.#byBlob.delete(oldest)
      break
    }
  }

  /** false too where the stored bytes cannot be read: both are shown then */
  async same(stored: Message, textPrint: string): Promise<boolean> {
    const blob = stored.copies[0]?.blob
    if (blob === undefined) return false
    const known = this.#byBlob.get(blob) ?? (await this.#read(blob))
    return known === textPrint
  }

  async #read(blob: string): Promise<string | null> {
    try {
      const bytes = await this.#context.stores.blobs.get(blob)
      if (bytes === null) return null
      const [prepared] = await this.#context.reader.prepare([{ bytes, headersOnly: false }], { priority: 'batch' })
      if (prepared === undefined) return null
      this.remember(blob, prepared.textPrint)
      return prepared.textPrint
    } catch (thrown) {
      this.#context.logger.warn('A stored message could not be compared with a copy of it', {
        blob,
        details: String(thrown),
      })
      return null
    }
  }
}
