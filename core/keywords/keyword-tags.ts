import type { Tag } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import { importantKeyword, keywordKey, keywordsIn, knownLabels, nameOf } from './names.ts'

/** More tags than anybody has; keywords beyond are left where they are, on the server. */
const maxTags = 1_000

/** The tag that every installation has; its id is the same everywhere. */
export const importantTagId = 'important'

/** Which tags the keywords of servers stand for. */
export interface KeywordTags {
  /** all tags, by id */
  all(): Promise<ReadonlyMap<string, Tag>>
  /**
   * The tags that the keywords and labels among these flags stand for, by list of flags. A keyword without a tag gets one
   * (`imported`), which is on disk when this answers.
   */
  ofFlags(lists: readonly (readonly string[])[]): Promise<string[][]>
  /** the same, but a keyword without a tag stands for none */
  knownOf(lists: readonly (readonly string[])[]): Promise<string[][]>
}

export function createKeywordTags({ stores, clock, random, log, events }: CoreContext): KeywordTags {
  let kept: Promise<Map<string, Tag>> | null = null
  events.subscribe(({ type }) => {
    if (type === 'tags.changed') kept = null
  })

  async function load(): Promise<Map<string, Tag>> {
    const found = new Map<string, Tag>()
    let cursor: string | undefined
    do {
      const page = await stores.records.list('tag', { cursor, limit: 500 })
      for (const tag of page.items) found.set(tag.id, tag)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    if (!found.has(importantTagId)) {
      const tag = systemTag(clock.nowMs())
      // a conflict means that it has been made meanwhile
      await stores.commit({ recordInserts: [{ noun: 'tag', value: tag }] })
      found.set(tag.id, tag)
    }
    return found
  }

  const all = (): Promise<Map<string, Tag>> => {
    if (kept === null) {
      const loading = load()
      kept = loading
      loading.catch(() => {
        if (kept === loading) kept = null
      })
    }
    return kept
  }

  // One after the other: two batches that bring the same new keyword make one tag.
  let last: Promise<unknown> = Promise.resolve()
  function make(keywords: readonly string[]): Promise<void> {
    const made = last.then(async () => {
      const byKey = index(await all())
      const names = new Set([...byKey.values()].map(({ name }) => name.toLowerCase()))
      // the first of those that mean the same gives the name
      const missing = new Map(keywords.toReversed().map((keyword) => [keywordKey(keyword), keyword]))
      const tags = [...missing].flatMap(([key, keyword]) =>
        byKey.has(key) ? [] : importedTag(keyword, random.id(), names, clock.nowMs()),
      )
      const room = tags.slice(0, Math.max(0, maxTags - byKey.size))
      if (room.length === 0) return
      await stores.commit({
        recordInserts: room.map((value) => ({ noun: 'tag', value })),
        log: room.flatMap((tag) => log.fields('tag', tag.id, tag)),
      })
      events.emit({ type: 'tags.changed' })
    })
    last = made.catch(() => undefined)
    return made
  }

  const read = async (keywords: readonly (readonly string[])[]): Promise<string[][]> => {
    const byKey = index(await all())
    return keywords.map((each) => [...new Set(each.flatMap((keyword) => byKey.get(keywordKey(keyword))?.id ?? []))])
  }

  return {
    all,
    knownOf: (lists) => read(lists.map(keywordsIn)),
    async ofFlags(lists) {
      const keywords = lists.map(keywordsIn)
      if (keywords.every((each) => each.length === 0)) return lists.map(() => [])
      const wanted = [...new Set(keywords.flat())]
      const byKey = index(await all())
      if (wanted.some((keyword) => !byKey.has(keywordKey(keyword)))) await make(wanted)
      return read(keywords)
    },
  }
}

const index = (tags: ReadonlyMap<string, Tag>): Map<string, Tag> =>
  new Map([...tags.values()].flatMap((tag) => (tag.keyword === null ? [] : [[keywordKey(tag.keyword), tag] as const])))

const systemTag = (createdAtMs: number): Tag => ({
  id: importantTagId,
  name: 'Important',
  colour: 'red',
  importance: 5,
  kind: 'system',
  keyword: importantKeyword,
  createdAtMs,
})

/** Notes the name as taken. Two keywords that read alike are told apart by a number. */
function importedTag(keyword: string, id: string, names: Set<string>, createdAtMs: number): Tag {
  const base = nameOf(keyword)
  let name = base
  for (let number = 2; names.has(name.toLowerCase()); number += 1) name = `${base.slice(0, 94)} ${number}`
  names.add(name.toLowerCase())
  const colour = knownLabels.find((label) => keywordKey(label.keyword) === keywordKey(keyword))?.colour ?? 'grey'
  return { id, name, colour, importance: 0, kind: 'imported', keyword, createdAtMs }
}
