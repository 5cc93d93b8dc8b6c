import type {
  Feature,
  LogEntry,
  Message,
  ParticipantSet,
  PrivacyIndex,
  RecordNoun,
  RecordOf,
} from '../../core/defs/index.ts'

/** The message of a record that lives in a mailbox, as the person sees it. */
export interface Membership {
  readonly mailboxId: string
  readonly messageId: string
}

/** What the server holds, as last seen: one row a UID. The base against which local and remote changes are told apart. */
export interface RemoteCopy {
  readonly mailboxId: string
  readonly uid: number
  readonly messageId: string
  /** IMAP flags and keywords as last seen on the server, sorted */
  readonly flags: readonly string[]
}

/** A patch of some fields; refused as a whole if one of `from` is not what is stored now (compared as JSON). */
export interface Patch<T> {
  readonly id: string
  readonly from: Partial<T>
  readonly set: Partial<T>
}

/**
 * Tokens of one message, made by core/search, parted by spaces. Replaces what was there for that message. The body may
 * come as UTF-8: bytes go from the thread that made them to the one that indexes them without being read on the way.
 */
export interface SearchRow {
  readonly messageId: string
  readonly subject: string
  readonly from: string
  readonly to: string
  readonly cc: string
  readonly body: string | Uint8Array
  readonly files: string
}

/** Who stands in a thread: `ref` is the hash of a Message-ID that the thread contains or mentions. */
export interface ThreadRef {
  readonly ref: string
  readonly threadId: string
}

/** A message that carries a tag. */
export interface Tagging {
  readonly messageId: string
  readonly tagId: string
}

/** The facts that a message is judged by, as core/components found them. Replaces what was there for that message. */
export interface FeatureRow {
  readonly messageId: string
  readonly features: readonly Feature[]
}

/** What a message was judged to be; the quick way for scoring thousands anew. `rules`: the version of the rules. */
export interface Score {
  readonly messageId: string
  readonly privacy: PrivacyIndex & { readonly rules: number }
  readonly importance: number
}

export type RecordPut = { [N in RecordNoun]: { readonly noun: N; readonly value: RecordOf<N> } }[RecordNoun]
export type RecordPatch = { [N in RecordNoun]: { readonly noun: N } & Patch<RecordOf<N>> }[RecordNoun]
export interface RecordKey {
  readonly noun: RecordNoun
  readonly id: string
}

/**
 * Everything that one step of core changes, committed whole or not at all. Applied in the order of the keys here.
 * The engine keeps what follows from it in step in the same transaction: thread rows, views, counts, coverage.
 */
export interface ChangeSet {
  /** whole new records must not be there yet (`conflict` otherwise) */
  readonly recordInserts?: readonly RecordPut[]
  readonly recordPuts?: readonly RecordPut[]
  readonly recordPatches?: readonly RecordPatch[]
  /**
   * A mailbox takes its memberships and remote copies with it, and the messages that stood in no other; an account takes
   * its mailboxes. What else belongs to them (journal, drafts) is core's to remove.
   */
  readonly recordRemoves?: readonly RecordKey[]
  /**
   * insert or replace by id; `threadId` is taken as given. A message put again with another second of `sortMs` moves in
   * the lists, unless it has a search row that this change set does not bring again: then it keeps its place.
   */
  readonly messages?: readonly Message[]
  readonly messagePatches?: readonly Patch<Message>[]
  /** the message, its search row, memberships and remote copies; its thread goes when it was the last */
  readonly messageRemoves?: readonly string[]
  /** every message and ref of `from` goes to `into` */
  readonly threadMerges?: readonly { readonly from: string; readonly into: string }[]
  readonly threadRefs?: readonly ThreadRef[]
  /** the messages must be there (`conflict` otherwise) */
  readonly search?: readonly SearchRow[]
  /** the mailbox and the message must be there (`conflict` with null otherwise); the same goes for `remotePuts` */
  readonly membershipAdds?: readonly Membership[]
  /** a message that ends up in no mailbox stays, out of every list, until it is removed or added again */
  readonly membershipRemoves?: readonly Membership[]
  readonly remotePuts?: readonly RemoteCopy[]
  readonly remoteRemoves?: readonly { readonly mailboxId: string; readonly uid: number }[]
  /** forget all remote copies of a mailbox (UIDVALIDITY changed) */
  readonly remoteClears?: readonly string[]
  /**
   * insert or replace by id. The engine keeps discussions, which are summed up over their sets, in step; a set stays when
   * its last message goes. A message whose set is not there when the commit ends is a `conflict` of that set with null; '' is no set.
   */
  readonly participantSets?: readonly ParticipantSet[]
  /** unknown messages are passed over, here and in `scores` */
  readonly features?: readonly FeatureRow[]
  readonly scores?: readonly Score[]
  /** the message and the record of the tag must be there (`conflict` otherwise); a tag's record takes its taggings with it */
  readonly tagAdds?: readonly Tagging[]
  readonly tagRemoves?: readonly Tagging[]
  readonly log?: readonly LogEntry[]
}

export type StaleNoun = RecordNoun | 'message' | 'participantSet'

export type CommitResult =
  | { readonly ok: true }
  | {
      readonly ok: false
      /** what was stale: the first patch or insert that did not fit, and the record as it is now (null = gone) */
      readonly conflict: { readonly noun: StaleNoun; readonly id: string; readonly current: unknown }
    }
