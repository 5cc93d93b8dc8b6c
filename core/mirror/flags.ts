import { imapFlagNames, type MessageFlags } from '../defs/index.ts'

const flagNames = Object.entries(imapFlagNames)

/**
 * Three-way merge of flags: what the server changed since `base` is taken over, unless a change of our own is still on
 * its way to it (`pending`, IMAP names); everything else stays as it is here.
 */
export function mergeFlags(
  base: readonly string[],
  server: readonly string[],
  local: MessageFlags,
  pending: ReadonlySet<string>,
): MessageFlags {
  const changes = flagNames.flatMap(([field, name]) => {
    const now = server.includes(name)
    return now !== base.includes(name) && !pending.has(name) ? [[field, now]] : []
  })
  return { ...local, ...Object.fromEntries(changes) }
}

/** Takes the server's flags as they are, but for those that a change of our own is on its way for. */
export function adoptFlags(server: readonly string[], local: MessageFlags, pending: ReadonlySet<string>): MessageFlags {
  const adopted = flagNames.flatMap(([field, name]) => (pending.has(name) ? [] : [[field, server.includes(name)]]))
  return { ...local, ...Object.fromEntries(adopted) }
}

/** What differs, by field: for the log. */
export function changedFields(from: MessageFlags, to: MessageFlags): Partial<MessageFlags> {
  return Object.fromEntries(Object.entries(to).filter(([field, value]) => Reflect.get(from, field) !== value))
}
