import type { Feature, MessageSummary } from '../defs/index.ts'
import type { CoreContext, PreparedMail } from '../ports.ts'
import { junkProbability } from './classifier.ts'
import { featureNames } from './evidence.ts'
import { createKeptMemory } from './kept-memory.ts'
import { maxRawBytes, maxTaughtAtOnce } from './limits.ts'
import type { MailKind } from './spam-memory.ts'
import { wordsOf } from './words.ts'

/** The classifier of this computer. It says nothing before it was taught enough of both kinds. */
export interface Spam {
  /** what it says of these messages, as a feature; null where it says nothing */
  features(searches: readonly PreparedMail['search'][]): Promise<(Feature | null)[]>
  /** the same of messages that are stored, read anew; only of those whose bytes are here, by id */
  ofStored(messages: readonly MessageSummary[]): Promise<Map<string, Feature | null>>
  /** null takes back what was taught of them. Answers whether anything changed. */
  teach(messageIds: readonly string[], kind: MailKind | null): Promise<boolean>
  taught(): Promise<{ junk: number; good: number; words: number }>
  forget(): Promise<void>
}

const batch = { priority: 'batch' } as const

export function createSpam(context: CoreContext): Spam {
  const { stores, reader } = context
  const memory = createKeptMemory(context)

  // What is taught is kept before the next is learnt.
  let last: Promise<unknown> = Promise.resolve()
  function inOrder<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work, work)
    last = done.catch(() => undefined)
    return done
  }

  async function readWords(messages: readonly MessageSummary[]): Promise<Map<string, number[]>> {
    const found = new Map<string, number[]>()
    const raws: { readonly id: string; readonly bytes: Uint8Array }[] = []
    for (const { id, copies } of messages) {
      const bytes = copies[0] === undefined ? null : await stores.blobs.get(copies[0].blob)
      // a copy of the beginning: the files behind it are let go
      if (bytes !== null) raws.push({ id, bytes: bytes.slice(0, maxRawBytes) })
    }
    if (raws.length === 0) return found
    const prepared = await reader.prepare(
      raws.map(({ bytes }) => ({ bytes, headersOnly: false })),
      batch,
    )
    for (const [i, { search }] of prepared.entries()) {
      const id = raws[i]?.id
      if (id !== undefined) found.set(id, wordsOf(search))
    }
    return found
  }

  return {
    async features(searches) {
      const counts = await memory.get()
      return searches.map((search) => (counts.ready ? wordsFeature(junkProbability(wordsOf(search), counts)) : null))
    },

    async ofStored(messages) {
      const counts = await memory.get()
      if (!counts.ready) return new Map(messages.map(({ id }) => [id, null]))
      const words = await readWords(messages)
      return new Map([...words].map(([id, own]) => [id, wordsFeature(junkProbability(own, counts))]))
    },

    teach: (messageIds, kind) =>
      inOrder(async () => {
        const counts = await memory.get()
        const news = messageIds.filter((id) => counts.taughtAs(id) !== kind).slice(-maxTaughtAtOnce)
        if (news.length === 0) return false
        const words = await readWords(await stores.messages.get(news, batch))
        return memory.teach([...words].map(([id, own]) => ({ id, words: own, kind })))
      }),

    async taught() {
      const { junk, good, words } = await memory.get()
      return { junk, good, words }
    },

    forget: () => inOrder(() => memory.forget()),
  }
}

/** Three digits: what is kept does not depend on the last bit of a sum. */
function wordsFeature(said: number): Feature {
  return { name: featureNames.words, value: Math.round(said * 1000) / 1000, origin: 'body' }
}
