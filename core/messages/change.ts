import { flagsToImap, type Message, type MessageFlags, type MessageSummary } from '../defs/index.ts'

/** What an action does to one message; its inverse undoes it. */
export interface MessageChange {
  readonly messageId: string
  readonly flags?: { readonly from: MessageFlags; readonly to: MessageFlags }
  readonly leave: readonly string[]
  readonly enter: readonly string[]
  /** ids of tags */
  readonly tag?: readonly string[]
  readonly untag?: readonly string[]
  readonly importance?: { readonly from: SetImportance; readonly to: SetImportance }
}

/** Importance as the user set it, or as it is without. */
export type SetImportance = Pick<Message, 'correction' | 'importance'>

export function inverse(change: MessageChange): MessageChange {
  const { messageId, flags, leave, enter, tag = [], untag = [], importance } = change
  return {
    messageId,
    ...(flags === undefined ? {} : { flags: { from: flags.to, to: flags.from } }),
    leave: enter,
    enter: leave,
    tag: untag,
    untag: tag,
    ...(importance === undefined ? {} : { importance: { from: importance.to, to: importance.from } }),
  }
}

/** Null when the flags are like that already. */
export function flagChange(
  message: MessageSummary,
  set: { [F in keyof MessageFlags]?: boolean | undefined },
): MessageChange | null {
  const to = { ...message.flags, ...Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined)) }
  const same = JSON.stringify(to) === JSON.stringify(message.flags)
  return same ? null : { messageId: message.id, flags: { from: message.flags, to }, leave: [], enter: [] }
}

/** Null when it is there already and nowhere to be taken out of. */
export function moveChange(
  message: MessageSummary,
  leave: readonly string[],
  enter: string | null,
): MessageChange | null {
  const out = leave.filter((id) => id !== enter && message.mailboxIds.includes(id))
  const into = enter === null || message.mailboxIds.includes(enter) ? [] : [enter]
  return out.length + into.length === 0 ? null : { messageId: message.id, leave: out, enter: into }
}

/** Null when it carries all of these and none of those already. */
export function tagChange(
  message: MessageSummary,
  add: readonly string[],
  remove: readonly string[],
): MessageChange | null {
  const tag = [...new Set(add)].filter((id) => !message.tagIds.includes(id))
  const untag = [...new Set(remove)].filter((id) => message.tagIds.includes(id) && !add.includes(id))
  return tag.length + untag.length === 0 ? null : { messageId: message.id, leave: [], enter: [], tag, untag }
}

/** Null when it is like that already. */
export function importanceChange(message: MessageSummary, to: SetImportance): MessageChange | null {
  const from = { correction: message.correction, importance: message.importance }
  return from.correction === to.correction && from.importance === to.importance
    ? null
    : { messageId: message.id, leave: [], enter: [], importance: { from, to } }
}

/** Several changes of one message as one; where two say different things, the later one holds. */
export function mergeChanges(changes: readonly MessageChange[]): MessageChange[] {
  const merged = new Map<string, MessageChange>()
  for (const change of changes) {
    const before = merged.get(change.messageId)
    merged.set(change.messageId, before === undefined ? change : both(before, change))
  }
  return [...merged.values()]
}

function both(before: MessageChange, after: MessageChange): MessageChange {
  const enter = after.enter.length > 0 ? after.enter : before.enter
  const { tag: tagged = [], untag: untagged = [] } = before
  const { tag = [], untag = [] } = after
  const flags = before.flags !== undefined && after.flags !== undefined ? mergeFlags(before.flags, after.flags) : null
  return {
    ...before,
    ...after,
    ...(flags === null ? {} : { flags }),
    leave: [...new Set([...before.leave, ...after.leave])].filter((id) => !enter.includes(id)),
    enter,
    tag: [...new Set([...tagged.filter((id) => !untag.includes(id)), ...tag])],
    untag: [...new Set([...untagged.filter((id) => !tag.includes(id)), ...untag])],
  }
}

type FlagChange = NonNullable<MessageChange['flags']>

/** Both start from the same flags: what the second one changes wins, what only the first one does stays. */
function mergeFlags(first: FlagChange, second: FlagChange): FlagChange {
  const changed = Object.entries(second.to).filter(([name, value]) => Reflect.get(second.from, name) !== value)
  return { from: first.from, to: { ...first.to, ...Object.fromEntries(changed) } }
}

/** The IMAP flags and keywords (RFC 9051 2.3.2) to add and to remove for a change of flags. */
export function flagDifference(from: MessageFlags, to: MessageFlags): { add: string[]; remove: string[] } {
  const [before, after] = [flagsToImap(from), flagsToImap(to)]
  return {
    add: after.filter((name) => !before.includes(name)),
    remove: before.filter((name) => !after.includes(name)),
  }
}
