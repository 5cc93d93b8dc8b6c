/** A mailbox as views see it. */
export interface MailboxPlace {
  readonly row: number
  readonly id: string
  readonly account: string
  readonly role: string | null
  /** number of the view of its account */
  readonly accountView: number
  /** whether what stands in it alone is out of sight: junk and trash */
  readonly hides: boolean
}
