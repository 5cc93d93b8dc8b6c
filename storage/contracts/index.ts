import type { Finding, Stats } from '../../core/defs/index.ts'
import type { BlobStore } from './blobs.ts'
import type { ChangeSet, CommitResult } from './change-set.ts'
import type { DiscussionStore, ParticipantSetStore, ScoreStore, TagStore } from './discussions.ts'
import type { LogStore } from './log.ts'
import type { MessageStore, ReadOptions, RemoteStore, ThreadStore } from './messages.ts'
import type { MailboxStore, RecordStore } from './records.ts'
import type { SearchStore } from './search.ts'

export * from './blobs.ts'
export * from './change-set.ts'
export * from './discussions.ts'
export * from './log.ts'
export * from './messages.ts'
export * from './records.ts'
export * from './search.ts'

export type CommitOptions = Pick<ReadOptions, 'priority'>

/** Everything that core needs of an engine. All of it is asynchronous: no engine runs on the caller's thread. */
export interface Stores {
  readonly messages: MessageStore
  readonly threads: ThreadStore
  readonly remote: RemoteStore
  readonly records: RecordStore
  readonly mailboxes: MailboxStore
  readonly discussions: DiscussionStore
  readonly participantSets: ParticipantSetStore
  readonly scores: ScoreStore
  readonly tags: TagStore
  readonly search: SearchStore
  readonly blobs: BlobStore
  readonly log: LogStore
  /**
   * all or nothing; resolves when it is durable. Commits that wait are taken in the order given, `batch` ones after the
   * others (default: interactive), so that an action does not wait for an import. Fails with `disk-full`, `corrupt` or
   * `internal`
   */
  commit(changes: ChangeSet, options?: CommitOptions): Promise<CommitResult>
  stats(): Promise<Stats>
  /** engine-level checks: integrity, orphans, missing blobs, counts and thread rows against what they derive from */
  doctor(repair: boolean): Promise<Finding[]>
  close(): Promise<void>
}
