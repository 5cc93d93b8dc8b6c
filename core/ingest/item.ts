import type { Problem } from '../defs/index.ts'

/** One message on its way in, whatever brought it. */
export interface IngestItem {
  /** the whole message, or its header block when `headersOnly` */
  readonly bytes: Uint8Array
  readonly headersOnly?: boolean
  readonly mailboxId: string
  /** where the server keeps it; none for files and LMTP */
  readonly uid?: number
  /** IMAP flags and keywords (`\Seen`, `$Forwarded`) */
  readonly flags: readonly string[]
  /** INTERNALDATE, delivery time or the mbox From line; null if unknown */
  readonly receivedMs: number | null
  /** when the file that it came from was last written: its date where nothing else tells one */
  readonly fileMs?: number | undefined
  /** size on the server, when only the headers came */
  readonly sizeBytes?: number
}

/**
 * `added`: new. `completed`: its headers were here, now its body is. `duplicate`: these very bytes were here already
 * (a new mailbox is noted). `linked`: another copy of a message that is here. `failed`: not kept; `problem` says why.
 */
export interface IngestOutcome {
  readonly status: 'added' | 'completed' | 'duplicate' | 'linked' | 'failed'
  readonly messageId: string | null
  readonly problem: Problem | null
}

export interface IngestOptions {
  /** true for mail that arrives now (notifications); false for history and imports */
  readonly fresh: boolean
  readonly signal?: AbortSignal | undefined
  readonly priority?: 'interactive' | 'batch' | undefined
}

/** The one way in. Answers in the order of the items, when all of it is on disk. Idempotent. */
export interface Ingest {
  add(items: readonly IngestItem[], options: IngestOptions): Promise<IngestOutcome[]>
}
