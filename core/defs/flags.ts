import type { MessageFlags } from './messages.ts'

/** Flags of a message by the IMAP flag or keyword that says the same (RFC 9051 2.3.2). */
export const imapFlagNames = {
  seen: '\\Seen',
  flagged: '\\Flagged',
  answered: '\\Answered',
  forwarded: '$Forwarded',
  draft: '\\Draft',
} as const satisfies Record<keyof MessageFlags, string>

/** IMAP flags and keywords to the flags of a message. Case does not matter there; what we have no flag for is left out. */
export function flagsFromImap(names: readonly string[]): MessageFlags {
  const present = new Set(names.map((name) => name.toLowerCase()))
  const has = (field: keyof MessageFlags): boolean => present.has(imapFlagNames[field].toLowerCase())
  return {
    seen: has('seen'),
    flagged: has('flagged'),
    answered: has('answered'),
    forwarded: has('forwarded'),
    draft: has('draft'),
  }
}

/** The reverse, in the order of `imapFlagNames`. */
export function flagsToImap({ seen, flagged, answered, forwarded, draft }: MessageFlags): string[] {
  const set: Record<keyof MessageFlags, boolean> = { seen, flagged, answered, forwarded, draft }
  return Object.entries(imapFlagNames).flatMap(([field, name]) => (Reflect.get(set, field) === true ? [name] : []))
}
