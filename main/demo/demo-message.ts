export interface DemoMessage {
  /** path of the mailbox */
  readonly mailbox: string
  readonly raw: Buffer
  /** IMAP flags */
  readonly flags: readonly string[]
  readonly receivedMs: number
}
