/** Bounds of the address book, each with its reason. */
export const limits = {
  /** contacts read at once when the book is opened: taking over a page of them costs ten milliseconds */
  page: 250,
  /** accounts are read at once: there are few */
  accounts: 500,
  /** contacts that a change names in its event; more are read anew */
  eventIds: 200,
  /** people that an address is looked for among when names are typed: those written to last */
  writtenTo: 5000,
  /** while mail comes in, whom the user wrote to is not read more often than this */
  writtenToFreshMs: 5000,
  /** contacts or people that are gone through before others get their turn: a few milliseconds */
  together: 500,
  /** half of the weight of having written to somebody is lost in this time */
  halfLifeMs: 90 * 86_400_000,
  /** addresses of a group that are suggested together: more is no message to people */
  groupAddresses: 500,
  /** what an exchange is counted over */
  exchangeMonths: 24,
  exchangeMessages: 2000,
  exchangePage: 500,
  /** recipients of a message of the user's own beyond which it is mass mail, and nobody is collected from it */
  massRecipients: 30,
  /** messages that wait to be stored before they are gone through; ingest works in batches of hundreds */
  noticed: 20_000,
  /** messages read at once while stored mail is gone through */
  collectPage: 500,
  /** pairs that are held for suggestions: nobody goes through more */
  suggestions: 2000,
  /** contacts that share one phone, key or name before that says nothing: a switchboard, “info” */
  alike: 20,
  /** a file of contacts; a book of ten thousand with pictures has about 100 MB */
  importBytes: 128 * 1024 * 1024,
  importCards: 100_000,
  /** problems of a file that are kept for reading; all are counted */
  importProblems: 1000,
  /** files that are previewed at the same time, each held in memory until it is imported or given up */
  importSessions: 2,
  importKeptMs: 3_600_000,
  /** entries of each list of a preview that come with it */
  previewItems: 100,
  /** contacts that one change set carries */
  commit: 200,
  /** cards and bytes of a piece of an export */
  exportCards: 500,
  exportBytes: 8 * 1024 * 1024,
} as const
