/** Longer words are cut here, in the index and in queries alike: the longest German compounds have 63 letters. */
export const maxTokenUnits = 64

/** Of one body: about 600 kB of text. What comes after it in a longer one is logs or data, not found by its words. */
export const maxBodyTokens = 100_000

/** Of each other field: a subject, the names of all attachments, the people of a list with hundreds of recipients. */
export const maxFieldTokens = 8_000

/** Words kept of the path of one URL; enough for a slug. Query strings and fragments are tracking, not text. */
export const maxUrlWords = 12

/** A part of a path that is longer than this, or mixes letters with digits from `maxUrlMixedUnits` on, is an identifier. */
export const maxUrlWordUnits = 24
export const maxUrlMixedUnits = 9

/** RFC 5321 allows 64 octets before the @ and 255 after it. */
export const maxLocalUnits = 64
export const maxDomainUnits = 255

/** Words, phrases and filters of one query; SQLite refuses expressions of a depth of 1,000, people stop far earlier. */
export const maxQueryTerms = 64
export const maxQueryDepth = 16
/** Tokens of one phrase. */
export const maxPhraseTokens = 32
/** While a query is typed its last word is taken as a beginning from this length on; shorter ones match too much. */
export const minTypedPrefixUnits = 2

/** Text of one body that is looked through for hits; deeper ones show the beginning of the message instead. */
export const maxSnippetSourceUnits = 300_000
/** Two lines of a result. */
export const snippetUnits = 200
/** Bodies of one request for snippets that are opened, in bytes of raw messages; the rest keep their excerpt. */
export const maxSnippetBytes = 16 * 1_048_576
/** One message above this is mostly attachments: its excerpt does. */
export const maxSnippetMessageBytes = 4 * 1_048_576

/**
 * Suggestions kept in memory (FlexSearch, all beginnings of each word): 20,000 people, latest met first, cost about
 * 25 MB. Who was not met among them is found by searching.
 */
export const maxSuggestedPeople = 20_000
export const maxSuggestedSubjects = 3_000
/** Of these the first answer waits for: the people and subjects met last. */
export const firstPeople = 500
export const firstSubjects = 200
/** Entries indexed before other work gets a turn: one to two milliseconds. */
export const suggestionSlice = 40
/** New mail is looked at this long after it came, so that an import is not followed message by message. */
export const suggestionDelayMs = 1_000
/** How many of the latest people and subjects are read then; more only if an event says that it does not name all. */
export const suggestionRefresh = 200
/** Addresses that one name of `with:` stands for: all Annas of a big mailbox. */
export const maxPeopleNamed = 100
/** Discussions that suggestions are made of: the newest, at first and in all. */
export const firstDiscussions = 100
export const maxSuggestedDiscussions = 2_000
/** Discussions read at once: some milliseconds of a storage thread. */
export const suggestionPage = 200

/** Newest matches that are looked at for what they have in common, and how many of them at once. */
export const maxFacetMatches = 1_000
export const facetPage = 200
/** Values of one facet that are offered: more are not read, but searched. */
export const offeredValues = 5
