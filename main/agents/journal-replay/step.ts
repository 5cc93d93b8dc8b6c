import type { JournalEntry, Mailbox } from '../../../core/defs/index.ts'
import type { Clock, Logger, Mirror } from '../../../core/index.ts'
import type { ImapConnection } from '../../protocols/imap/index.ts'
import type { ServerPaths } from './paths.ts'

export interface ReplayOptions {
  readonly mirror: Mirror
  readonly connection: ImapConnection
  readonly accountId: string
  readonly clock: Clock
  readonly logger: Logger
  readonly signal: AbortSignal
  /** deletions for good that are younger wait, so that they can be undone */
  readonly holdDeletesMs: number
}

/** What the replay of each kind of entry works with. */
export interface Replay extends ReplayOptions {
  readonly mailboxes: ReadonlyMap<string, Mailbox>
  readonly paths: ServerPaths
  /** paths that the server has now */
  readonly there: Set<string>
  /** messages that are on their way up to some account */
  readonly awaitingUpload: ReadonlySet<string>
}

export type Action = JournalEntry['action']
export type EntryOf<K extends Action['kind']> = JournalEntry & { readonly action: Extract<Action, { kind: K }> }
