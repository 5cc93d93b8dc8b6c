import type { Account, Mailbox, Problem } from '../../../core/defs/index.ts'
import type { Clock, Ingest, Logger, Mirror, Random } from '../../../core/index.ts'
import type { ImapConnection, ListedMailbox } from '../../protocols/imap/index.ts'

/** What a sync is made of. */
export interface SyncParts {
  readonly mirror: Mirror
  readonly ingest: Ingest
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
}

/** What outlives a connection: memories of one account for as long as the program runs. */
export interface AccountMemory {
  /** bodies that cannot be had (`mailboxId uid`), with how often they were tried */
  readonly bodyTries: Map<string, number>
  /** bodies asked for when the connection broke: asked for one by one the next time */
  suspects: Set<string>
  /** at which pace the last bodies came; null before the first */
  bytesPerMs: number | null
  /** when all flags of a mailbox were last compared, for servers without CONDSTORE */
  readonly comparedAtMs: Map<string, number>
  /** the last counts by which a mailbox was compared whole, so that a server that miscounts is not asked for ever */
  readonly distrusted: Map<string, string>
  /** messages that each unseen count stood at, for servers without CONDSTORE */
  readonly unseen: Map<string, number | null>
}

export const createAccountMemory = (): AccountMemory => ({
  bodyTries: new Map(),
  suspects: new Set(),
  bytesPerMs: null,
  comparedAtMs: new Map(),
  distrusted: new Map(),
  unseen: new Map(),
})

/** Counts what is done, for the status that a person sees. */
export interface Tally {
  enter(mailboxName: string | null): void
  /** messages listed or fetched */
  add(messages: number): void
  expect(done: number, total: number): void
  /** something that did not stop the rest: told when the round is over */
  trouble(problem: Problem): void
}

/** One connection at work for one account. */
export interface Session extends SyncParts {
  readonly account: Account
  readonly connection: ImapConnection
  readonly memory: AccountMemory
  readonly tally: Tally
  readonly signal: AbortSignal
  /** tells the server what was done here; called between steps so that actions do not wait for a long fetch */
  readonly glance: () => Promise<void>
}

export interface Place {
  readonly mailbox: Mailbox
  readonly listed: ListedMailbox
}

export const copyKey = (mailboxId: string, uid: number): string => `${mailboxId} ${uid}`
