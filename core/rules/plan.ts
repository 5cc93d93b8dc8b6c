import type { MessageSummary, RuleAction } from '../defs/index.ts'
import {
  flagChange,
  importanceChange,
  type MessageChange,
  type MessageManager,
  mergeChanges,
  tagChange,
} from '../messages/index.ts'
import type { CoreContext } from '../ports.ts'

/** What rules have for each message, by id, in the order of the rules. */
export type ActionsById = ReadonlyMap<string, readonly RuleAction[]>

/** All of it as one change of each message. What a rule names and is gone is left out; `missed` is told of it. */
export async function planActions(
  context: CoreContext,
  plans: MessageManager['plans'],
  messages: readonly MessageSummary[],
  actions: ActionsById,
  missed: (thrown: unknown) => void,
): Promise<MessageChange[]> {
  const [tagIds, mailboxIds] = await existing(context, [...actions.values()].flat())
  const changes = messages.flatMap((message) =>
    (actions.get(message.id) ?? []).flatMap((action) => changeOf(message, action, tagIds) ?? []),
  )
  const places = Map.groupBy(messages, ({ id }) => placeOf(actions.get(id) ?? [], mailboxIds))
  for (const [place, group] of places) {
    if (place === null) continue
    const moving =
      place === 'archive' || place === 'junk' || place === 'bin'
        ? plans[place](group)
        : plans.move(group, place.slice('mailbox '.length))
    changes.push(
      ...(await moving.catch((thrown: unknown) => {
        missed(thrown)
        return []
      })),
    )
  }
  return mergeChanges(changes)
}

function changeOf(message: MessageSummary, action: RuleAction, tagIds: ReadonlySet<string>): MessageChange | null {
  switch (action.kind) {
    case 'tag':
      return tagIds.has(action.tagId) ? tagChange(message, [action.tagId], []) : null
    case 'importance':
      return importanceChange(message, { correction: action.to, importance: action.to })
    case 'seen':
      return flagChange(message, { seen: true })
    case 'archive':
    case 'move':
    case 'junk':
    case 'bin':
    case 'never-notify':
      return null
  }
}

/** Where a message goes in the end, the last of its rules decides: a place of its account, a mailbox, or null. */
function placeOf(
  actions: readonly RuleAction[],
  mailboxIds: ReadonlySet<string>,
): 'archive' | 'junk' | 'bin' | `mailbox ${string}` | null {
  for (const action of actions.toReversed()) {
    if (action.kind === 'archive' || action.kind === 'junk' || action.kind === 'bin') return action.kind
    if (action.kind === 'move' && mailboxIds.has(action.mailboxId)) return `mailbox ${action.mailboxId}`
  }
  return null
}

/** The tags and mailboxes that the actions name and that are there. */
async function existing({ stores }: CoreContext, actions: readonly RuleAction[]): Promise<[Set<string>, Set<string>]> {
  const tagIds = new Set<string>()
  const mailboxIds = new Set<string>()
  for (const action of actions) {
    if (action.kind === 'tag' && !tagIds.has(action.tagId)) {
      if ((await stores.records.get('tag', action.tagId)) !== null) tagIds.add(action.tagId)
    } else if (action.kind === 'move' && !mailboxIds.has(action.mailboxId)) {
      if ((await stores.records.get('mailbox', action.mailboxId)) !== null) mailboxIds.add(action.mailboxId)
    }
  }
  return [tagIds, mailboxIds]
}
