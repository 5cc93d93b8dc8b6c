import type { MessageFlags } from '../defs/index.ts'

/** IMAP flags and keywords (RFC 9051 section 2.3.2) to the flags of a message. Case does not matter there. */
export function flagsOf(imap: readonly string[]): MessageFlags {
  const names = new Set(imap.map((flag) => flag.toLowerCase()))
  return {
    seen: names.has('\\seen'),
    flagged: names.has('\\flagged'),
    answered: names.has('\\answered'),
    forwarded: names.has('$forwarded'),
    draft: names.has('\\draft'),
  }
}

/** The reverse. */
export function imapFlagsOf({ seen, flagged, answered, forwarded, draft }: MessageFlags): string[] {
  const names = {
    '\\Seen': seen,
    '\\Flagged': flagged,
    '\\Answered': answered,
    $Forwarded: forwarded,
    '\\Draft': draft,
  }
  return Object.entries(names).flatMap(([name, set]) => (set ? [name] : []))
}

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
