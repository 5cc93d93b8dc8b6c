/** Bounds on what a server may make us wait for, hold in memory or believe. Each with its reason. */
export const imapLimits = {
  /** TCP and TLS: what a slow mobile network needs, before the person is told */
  connectTimeoutMs: 20_000,
  /** the greeting follows at once; slow reverse look-ups of servers take up to 10 s */
  greetingTimeoutMs: 15_000,
  /** silence while a command is under way; a server that searches 1M messages stays below this */
  stallTimeoutMs: 60_000,
  /** RFC 2177 asks for less than 29 minutes; routers forget connections after 5 */
  idleRestartMs: 4 * 60_000,
  /** one message: 3 times the largest that big providers take; beyond it the body stays on the server */
  maxMessageBytes: 150 * 1024 * 1024,
  /** a line: the UIDs of 1M messages in one SEARCH answer take 8 MB */
  maxLineBytes: 32 * 1024 * 1024,
  /** more mailboxes than any account measured has; the rest of a longer list is left out */
  maxMailboxes: 10_000,
  /** characters of a mailbox path (core/defs mailbox) */
  maxPathLength: 1000,
  /** flags and keywords of one message: servers allow 26 to some hundred */
  maxFlags: 200,
  /** characters of one flag or keyword */
  maxFlagLength: 200,
  /** UIDs that one answer may name as gone: more than any mailbox holds means a lie */
  maxVanished: 5_000_000,
  /** UIDs are 32 bits (RFC 9051 2.3.1.1) */
  maxUid: 0xffff_ffff,
  /**
   * bodies asked for in one round trip: two of these are in memory at once, each as text of the answer, as bytes and on
   * its way through an ingest thread. Less than 2 MB slows down lines of 20 MB/s with 100 ms of delay.
   */
  bodyBatchBytes: 2 * 1024 * 1024,
  /** one change set of ingest */
  bodyBatchMessages: 100,
} as const
