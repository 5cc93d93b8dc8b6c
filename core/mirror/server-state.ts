import type { MailboxRole } from '../defs/index.ts'

/** What a server says of one mailbox: what the mirror is compared with. Numbers are bounded by whoever read them. */
export interface ServerMailbox {
  readonly path: string
  readonly name: string
  readonly delimiter: string
  readonly role: MailboxRole | null
  readonly subscribed: boolean
  readonly selectable: boolean
  readonly status: { readonly uidValidity: string; readonly uidNext: number; readonly total: number } | null
}

/** Where a mailbox stands when it is opened. */
export interface ServerStanding {
  readonly uidValidity: string
  readonly uidNext: number
  readonly total: number
  readonly highestModSeq: string | null
}

export interface ServerFlags {
  readonly uid: number
  /** IMAP flags and keywords, sorted */
  readonly flags: readonly string[]
}
