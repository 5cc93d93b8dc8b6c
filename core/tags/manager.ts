import { commitOrFail } from '../commit.ts'
import { fail, type Handlers, type Operations, type Tag } from '../defs/index.ts'
import { type KeywordTags, keywordFor, keywordKey } from '../keywords/index.ts'
import { type MessageChange, type MessageManager, tagChange } from '../messages/index.ts'
import type { CoreContext } from '../ports.ts'
import type { Undo } from '../undo/index.ts'
import { limits } from './limits.ts'
import { takeOff } from './remove.ts'
import { renameInRules } from './rules-with-tag.ts'
import { suggestTags } from './suggest.ts'

export interface TagNeeds {
  readonly keywords: KeywordTags
  readonly messages: Pick<MessageManager, 'act' | 'change'>
  readonly undo: Undo
  /** judges these messages anew: their tags, or what those are worth, have changed */
  renew(messageIds: readonly string[]): Promise<void>
}

export function createTagManager(context: CoreContext, needs: TagNeeds): Handlers<Operations['tags']> {
  const { stores, clock, random, log, events, logger } = context
  const { keywords, messages, undo, renew } = needs

  async function read(id: string): Promise<Tag> {
    const tag = (await keywords.all()).get(id)
    if (tag === undefined) throw fail('not-found', 'This tag is not here any more. Nothing was changed.')
    return tag
  }

  async function checkName(name: string, but: string | null): Promise<string> {
    const given = name.normalize('NFC').trim()
    if (given === '') throw fail('invalid', 'A tag needs a name. Nothing was changed.', { field: 'name' })
    const twin = [...(await keywords.all()).values()].find(
      (tag) => tag.id !== but && tag.name.toLowerCase() === given.toLowerCase(),
    )
    if (twin === undefined) return given
    throw fail('conflict', `There is a tag “${twin.name}” already. Choose another name.`, { field: 'name' })
  }

  /** In the background: a tag may stand on everything. */
  function renewAll(tagId: string): void {
    const work = async (): Promise<void> => {
      let cursor: string | undefined
      do {
        const page = await stores.tags.messages(tagId, cursor, limits.page, { priority: 'batch' })
        await renew(page.items)
        cursor = page.nextCursor ?? undefined
      } while (cursor !== undefined)
    }
    work().catch((thrown: unknown) =>
      logger.warn('Messages could not be judged anew by their tags', { details: String(thrown) }),
    )
  }

  const idsOf = (changes: readonly MessageChange[]): string[] => changes.map(({ messageId }) => messageId)

  return {
    async list() {
      const [tags, counts] = await Promise.all([keywords.all(), stores.tags.counts()])
      const byTag = new Map(counts.map((each) => [each.tagId, each]))
      const items = [...tags.values()].map((tag) => ({
        ...tag,
        messages: byTag.get(tag.id)?.messages ?? 0,
        unread: byTag.get(tag.id)?.unread ?? 0,
      }))
      return { items: items.sort((a, b) => a.name.localeCompare(b.name)) }
    },

    async create({ name, colour = 'petrol', importance = 0 }) {
      const known = [...(await keywords.all()).values()]
      if (known.length >= limits.tags) {
        throw fail('limit', `There are ${limits.tags} tags already. Delete some to make room for another.`)
      }
      const given = await checkName(name, null)
      const taken = new Set(known.flatMap(({ keyword }) => (keyword === null ? [] : [keywordKey(keyword)])))
      const keyword = keywordFor(given, taken)
      const tag: Tag = {
        id: random.id(),
        name: given,
        colour,
        importance,
        kind: 'user',
        keyword,
        createdAtMs: clock.nowMs(),
      }
      await commitOrFail(
        context,
        { recordInserts: [{ noun: 'tag', value: tag }], log: log.fields('tag', tag.id, tag) },
        'This tag',
      )
      events.emit({ type: 'tags.changed' })
      return tag
    },

    async update({ id, from, set }) {
      const before = await read(id)
      const name = set.name === undefined ? before.name : await checkName(set.name, id)
      const given = present(set.name === undefined ? set : { ...set, name })
      const rules = name === before.name ? null : await renameInRules(context, before.name, name)
      const tag = { ...before, ...given }
      await commitOrFail(
        context,
        {
          recordPatches: [{ noun: 'tag', id, from: present(from), set: given }, ...(rules?.patches ?? [])],
          log: [...log.fields('tag', id, given), ...(rules?.log ?? [])],
        },
        'This tag',
      )
      events.emit({ type: 'tags.changed' })
      if (rules !== null && rules.patches.length > 0) events.emit({ type: 'rules.changed' })
      if (tag.importance !== before.importance) renewAll(id)
      return tag
    },

    async remove({ id }) {
      const tag = await read(id)
      if (tag.kind === 'system') {
        throw fail('invalid', `The tag “${tag.name}” belongs to the program and stays. Nothing was changed.`)
      }
      const taken = await takeOff(context, messages, tag)
      await renew(taken.messageIds)
      const actionId = random.id()
      undo.keep(actionId, async () => {
        await taken.putBack()
        await renew(taken.messageIds)
      })
      return { actionId, changed: taken.messageIds.length }
    },

    async apply({ target, add, remove }) {
      const tags = await keywords.all()
      const unknown = [...add, ...remove].find((id) => !tags.has(id))
      if (unknown !== undefined) throw fail('not-found', 'One of these tags is not here any more. Nothing was changed.')
      let changed: string[] = []
      const done = await messages.act(
        target,
        (found) => {
          const changes = found.flatMap((message) => tagChange(message, add, remove) ?? [])
          changed = idsOf(changes)
          return changes
        },
        (changes) => renew(idsOf(changes)),
      )
      await renew(changed)
      return done
    },

    async suggest({ messageId }) {
      return { items: await suggestTags(context, messageId) }
    },
  }
}

type Loose<T> = { readonly [K in keyof T]?: T[K] | undefined }

/** What was given, without what was left out. */
function present(fields: Loose<Tag>): Partial<Tag> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
