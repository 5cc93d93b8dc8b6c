import type { Page } from '../../core/defs/index.ts'
import type { ReadOptions } from './messages.ts'

export type SearchField = 'subject' | 'from' | 'to' | 'cc' | 'body' | 'files'

/**
 * What core/search hands to an engine: a tree with the words already made into tokens. Engines bind every value;
 * none is ever pasted into a statement.
 */
export type SearchNode =
  | { readonly kind: 'and' | 'or'; readonly nodes: readonly SearchNode[] }
  | { readonly kind: 'not'; readonly node: SearchNode }
  /** consecutive tokens in one of the fields (all fields when empty); the last is a prefix if `prefix` */
  | {
      readonly kind: 'tokens'
      readonly fields: readonly SearchField[]
      readonly tokens: readonly string[]
      readonly prefix: boolean
    }
  | {
      readonly kind: 'flag'
      readonly flag: 'seen' | 'flagged' | 'answered' | 'forwarded' | 'draft'
      readonly value: boolean
    }
  | { readonly kind: 'has'; readonly what: 'attachment' | 'link' | 'invite' }
  /** sortMs in [fromMs, toMs), both whole seconds in milliseconds */
  | { readonly kind: 'time'; readonly fromMs: number | null; readonly toMs: number | null }
  /** both inclusive */
  | { readonly kind: 'size'; readonly minBytes: number | null; readonly maxBytes: number | null }
  | { readonly kind: 'mailbox'; readonly mailboxIds: readonly string[] }
  /** List-Id begins with `listId` (lower case): what a person remembers of a list is the beginning of its name */
  | { readonly kind: 'list'; readonly listId: string }
  | { readonly kind: 'tag'; readonly tagIds: readonly string[] }
  /** messages whose participant set holds one of these addresses (lower case) */
  | { readonly kind: 'with'; readonly addresses: readonly string[] }
  /** both inclusive; messages not scored yet fit no privacy range */
  | { readonly kind: 'importance' | 'privacy'; readonly min: number; readonly max: number }
  /** has a feature `trackers` above zero, or not */
  | { readonly kind: 'tracker'; readonly value: boolean }
  /** one of these messages */
  | { readonly kind: 'ids'; readonly messageIds: readonly string[] }
  /** stands in a mailbox outside junk and trash */
  | { readonly kind: 'visible' }
  /** matches everything / nothing */
  | { readonly kind: 'all' | 'none' }

export interface SearchStore {
  /** ids of the messages that match; newest first costs the same at any size for every query with a token in it */
  match(
    request: { node: SearchNode; sort: 'newest' | 'relevance'; cursor?: string | undefined; limit: number },
    options?: ReadOptions,
  ): Promise<Page<string>>
  coverage(options?: ReadOptions): Promise<{ messages: number; oldestMs: number | null }>
  /** distinct participants and recent subjects, most recent first, for the in-memory index of suggestions */
  people(
    limit: number,
    options?: ReadOptions,
  ): Promise<{ address: string; label: string; count: number; lastMs: number }[]>
  subjects(limit: number, options?: ReadOptions): Promise<{ threadId: string; subject: string; lastMs: number }[]>
}
