/** How much is asked for at once, and how often. */
export const syncLimits = {
  /** listed first in every mailbox: what a person scrolls through before the rest is there */
  newestWindow: 500,
  /** of those, what fills the screen comes in before the others are asked for */
  firstScreen: 30,
  /** messages of the newest window up to this size come whole, without their headers first: 95 in 100 messages */
  newestWholeBytes: 64 * 1024,
  /** a line on which the whole window would take longer than this lists headers first */
  newestWholeMs: 5_000,
  /** messages listed a round trip on the way back in time: 200 kB of answer */
  listBatch: 1_000,
  /** new messages fetched before progress is noted */
  newBatch: 500,
  /** headers a round trip: 2 MB of answer */
  headerBatch: 500,
  /** bigger messages are listed at once and fetched when all others are there */
  largeBytes: 5 * 1024 * 1024,
  /** our copies compared with the server's a round trip, where it has no CONDSTORE */
  compareBatch: 2_000,
  /** other mailboxes are looked at this often while the inbox is watched */
  pollMs: 2 * 60_000,
  /** without IDLE the inbox is looked at this often, unless the configuration says otherwise */
  pollWithoutIdleMs: 60_000,
  /** while old mail is fetched, new mail is looked for this often */
  glanceMs: 15_000,
  /** without CONDSTORE, flags of a mailbox whose counts did not change are compared only this often: it reads every UID */
  fullCompareMs: 15 * 60_000,
  /** deleting for good is told to the server after the time in which it can be undone */
  undoWindowMs: 15_000,
  /** a body that breaks the connection is tried this often, then left on the server until the next start */
  bodyTries: 2,
  /** what the connector would refuse anyway (imapLimits.maxMessageBytes): the body stays on the server */
  maxBytes: 150 * 1024 * 1024,
  /** a person who opened a message waits so long for its body before its beginning is shown */
  openedBodyMs: 10_000,
  /** the connection for opened messages stays for the next one: people read on */
  openedLingerMs: 15_000,
  /** status events a second are enough for an eye */
  statusEveryMs: 250,
} as const
