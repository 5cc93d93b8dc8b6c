import type { Page, RecordNoun, RecordOf } from '../../core/defs/index.ts'
import type { ReadOptions } from './messages.ts'

/** The small nouns (core/defs/records.ts). Every value that comes out has gone through its schema. */
export interface RecordStore {
  get<N extends RecordNoun>(noun: N, id: string, options?: ReadOptions): Promise<RecordOf<N> | null>
  /** in id order (`descending`: latest id first); `scope` narrows by the noun's scope field */
  list<N extends RecordNoun>(
    noun: N,
    request: { scope?: string | undefined; cursor?: string | undefined; limit: number; descending?: boolean },
    options?: ReadOptions,
  ): Promise<Page<RecordOf<N>>>
  count(noun: RecordNoun, scope?: string, options?: ReadOptions): Promise<number>
}

export interface MailboxCounts {
  readonly mailboxId: string
  readonly total: number
  readonly unread: number
}

/** Counts are kept as the change sets go by; reading them costs nothing that grows with the mailbox. */
export interface MailboxStore {
  counts(mailboxIds: readonly string[], options?: ReadOptions): Promise<MailboxCounts[]>
}
