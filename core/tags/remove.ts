import type { Patch } from '../../storage/contracts/index.ts'
import { commitOrFail } from '../commit.ts'
import type { Contact, LogEntry, Rule, RuleAction, Tag } from '../defs/index.ts'
import { type MessageManager, tagChange } from '../messages/index.ts'
import type { CoreContext } from '../ports.ts'
import { limits } from './limits.ts'

interface TakenOff {
  readonly messageIds: readonly string[]
  /** the tag, and everything that carried it, as before */
  putBack(): Promise<void>
}

const target = (messageIds: readonly string[]) => ({ messageIds: [...messageIds], threadIds: [], discussionIds: [] })

/** Takes a tag off messages (and so off their servers), contacts and rules, and deletes it. */
export async function takeOff(
  context: CoreContext,
  messages: Pick<MessageManager, 'change'>,
  tag: Tag,
): Promise<TakenOff> {
  const messageIds: string[] = []
  for (;;) {
    const page = await context.stores.tags.messages(tag.id, undefined, limits.page)
    if (page.items.length === 0) break
    const changes = await messages.change(target(page.items), (found) =>
      found.flatMap((message) => tagChange(message, [], [tag.id]) ?? []),
    )
    if (changes.length === 0) break
    messageIds.push(...changes.map(({ messageId }) => messageId))
  }
  const contacts = (await all(context, 'contact')).filter(({ tagIds }) => tagIds.includes(tag.id))
  const rules = (await all(context, 'rule')).filter(({ actions }) => actions.some((action) => gives(action, tag.id)))
  const cleaned = [
    ...contacts.map((contact) => withoutTag(contact, tag.id)),
    ...rules.map((rule) => withoutAct(rule, tag)),
  ]
  await commitOrFail(
    context,
    {
      recordPatches: cleaned,
      recordRemoves: [{ noun: 'tag', id: tag.id }],
      log: [...logOf(context, cleaned), context.log.delete('tag', tag.id)],
    },
    'This tag',
  )
  announce(context, contacts, rules)

  return {
    messageIds,
    async putBack() {
      const back = cleaned.map(turned)
      await commitOrFail(
        context,
        {
          recordInserts: [{ noun: 'tag', value: tag }],
          recordPatches: back,
          log: [...context.log.fields('tag', tag.id, tag), ...logOf(context, back)],
        },
        'Something that carried this tag',
      )
      announce(context, contacts, rules)
      for (let at = 0; at < messageIds.length; at += limits.page) {
        await messages.change(target(messageIds.slice(at, at + limits.page)), (found) =>
          found.flatMap((message) => tagChange(message, [tag.id], []) ?? []),
        )
      }
    },
  }
}

const gives = (action: RuleAction, tagId: string): boolean => action.kind === 'tag' && action.tagId === tagId

type Cleaned = ({ readonly noun: 'contact' } & Patch<Contact>) | ({ readonly noun: 'rule' } & Patch<Rule>)

function withoutTag({ id, tagIds }: Contact, tagId: string): Cleaned {
  return { noun: 'contact', id, from: { tagIds }, set: { tagIds: tagIds.filter((each) => each !== tagId) } }
}

/** A rule that does nothing any more is switched off, not deleted. */
function withoutAct({ id, actions, enabled }: Rule, tag: Tag): Cleaned {
  const left = actions.filter((action) => !gives(action, tag.id))
  return {
    noun: 'rule',
    id,
    from: { actions, enabled },
    set: { actions: left, enabled: enabled && left.length > 0 },
  }
}

const turned = (patch: Cleaned): Cleaned =>
  patch.noun === 'contact'
    ? { ...patch, from: patch.set, set: patch.from }
    : { ...patch, from: patch.set, set: patch.from }

const logOf = ({ log }: CoreContext, patches: readonly Cleaned[]): LogEntry[] =>
  patches.flatMap(({ noun, id, set }) => log.fields(noun, id, set))

function announce({ events }: CoreContext, contacts: readonly Contact[], rules: readonly Rule[]): void {
  events.emit({ type: 'tags.changed' })
  if (rules.length > 0) events.emit({ type: 'rules.changed' })
  if (contacts.length > 0) {
    const ids = contacts.map(({ id }) => id)
    events.emit({ type: 'contacts.changed', contactIds: ids.slice(0, limits.page), more: ids.length > limits.page })
  }
}

async function all<N extends 'contact' | 'rule'>({ stores }: CoreContext, noun: N) {
  const first = await stores.records.list(noun, { limit: limits.page })
  const items = [...first.items]
  for (let cursor = first.nextCursor; cursor !== null; ) {
    const page = await stores.records.list(noun, { limit: limits.page, cursor })
    items.push(...page.items)
    cursor = page.nextCursor
  }
  return items
}
