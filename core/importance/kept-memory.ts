import { z } from 'zod'
import type { ChangeSet } from '../../storage/contracts/index.ts'
import type { CoreContext } from '../ports.ts'
import { maxRecentlyTaught } from './limits.ts'
import { type MailKind, SpamMemory } from './spam-memory.ts'
import { packWords, unpackWords, type Words } from './words.ts'

interface Lesson {
  readonly id: string
  readonly words: Words
  readonly kind: MailKind | null
}

/** The classifier's memory as it is kept: written whole now and then, with what was taught since beside it. */
export interface KeptMemory {
  get(): Promise<SpamMemory>
  /** teaches, and resolves when it is on disk; answers whether anything was new */
  teach(lessons: readonly Lesson[]): Promise<boolean>
  forget(): Promise<void>
}

const wholeId = 'spam-classifier'
const recentId = 'spam-classifier-recent'
const keptLessons = z.array(z.object({ id: z.string(), words: z.base64(), kind: z.enum(['junk', 'good']).nullable() }))
const batch = { priority: 'batch' } as const

export function createKeptMemory({ stores, clock }: CoreContext): KeptMemory {
  let loaded: Promise<SpamMemory> | null = null
  let recent: Lesson[] = []

  async function load(): Promise<SpamMemory> {
    const [whole, since] = await Promise.all([
      stores.records.get('checkpoint', wholeId, batch),
      stores.records.get('checkpoint', recentId, batch),
    ])
    const memory = SpamMemory.unpack(whole?.state)
    const lessons = keptLessons.safeParse(since?.state)
    recent = lessons.success ? lessons.data.map((each) => ({ ...each, words: unpackWords(each.words) })) : []
    for (const { id, words, kind } of recent) memory.teach(id, words, kind)
    return memory
  }

  const get = (): Promise<SpamMemory> => {
    loaded ??= load().catch((thrown: unknown) => {
      loaded = null
      throw thrown
    })
    return loaded
  }

  const put = (
    id: string,
    state: z.output<ReturnType<typeof z.json>>,
  ): NonNullable<ChangeSet['recordPuts']>[number] => ({
    noun: 'checkpoint',
    value: { id, updatedAtMs: clock.nowMs(), state },
  })

  return {
    get,
    async teach(lessons) {
      const memory = await get()
      const news = lessons.filter(({ id, words, kind }) => memory.teach(id, words, kind))
      if (news.length === 0) return false
      recent.push(...news)
      const full = recent.length > maxRecentlyTaught
      if (full) recent = []
      const since = recent.map(({ id, words, kind }) => ({ id, words: packWords(words), kind }))
      await stores.commit({ recordPuts: [put(recentId, since), ...(full ? [put(wholeId, memory.pack())] : [])] }, batch)
      return true
    },
    async forget() {
      await get()
      await stores.commit({
        recordRemoves: [
          { noun: 'checkpoint', id: wholeId },
          { noun: 'checkpoint', id: recentId },
        ],
      })
      recent = []
      loaded = Promise.resolve(new SpamMemory())
    },
  }
}
