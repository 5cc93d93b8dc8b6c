import { flagsToImap, type MessageFlags, type MessageSummary } from '../defs/index.ts'

/** What an action does to one message; its inverse undoes it. */
export interface MessageChange {
  readonly messageId: string
  readonly flags?: { readonly from: MessageFlags; readonly to: MessageFlags }
  readonly leave: readonly string[]
  readonly enter: readonly string[]
}

export function inverse(change: MessageChange): MessageChange {
  return {
    messageId: change.messageId,
    ...(change.flags === undefined ? {} : { flags: { from: change.flags.to, to: change.flags.from } }),
    leave: change.enter,
    enter: change.leave,
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

/** The IMAP flags and keywords (RFC 9051 2.3.2) to add and to remove for a change of flags. */
export function flagDifference(from: MessageFlags, to: MessageFlags): { add: string[]; remove: string[] } {
  const [before, after] = [flagsToImap(from), flagsToImap(to)]
  return {
    add: after.filter((name) => !before.includes(name)),
    remove: before.filter((name) => !after.includes(name)),
  }
}
