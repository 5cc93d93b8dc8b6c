import type { MessageFlags } from '../defs/index.ts'

/** Another copy adds what is known of a message; that it is a draft is said by the first alone. */
export const unionOf = (one: MessageFlags, other: MessageFlags): MessageFlags => ({
  seen: one.seen || other.seen,
  flagged: one.flagged || other.flagged,
  answered: one.answered || other.answered,
  forwarded: one.forwarded || other.forwarded,
  draft: one.draft,
})

/** The flags that differ, by name: for the log. */
export const changedFlags = (from: MessageFlags, to: MessageFlags): Partial<MessageFlags> =>
  Object.fromEntries(Object.entries(to).filter(([name, value]) => Reflect.get(from, name) !== value))
