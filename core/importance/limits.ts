/** Different words of a message that the spam classifier looks at (doc/importance.md has what fewer and more would do). */
export const maxWords = 200
/** Of these, from its sender, its subject and the names of its files each. */
export const maxWordsOfField = 12
/** Longer ones are data, not words. */
export const maxWordUnits = 40
/** What is read of one field: enough for `maxWords` different words of any prose. */
export const maxReadBytes = 8_192

/** Words that the classifier remembers: 20,000 messages of junk and good mail have about 60,000 different ones. */
export const maxKnownWords = 60_000
/** Messages that are remembered as taught, so that what is taught twice counts once and can be taken back. */
export const maxTaught = 4_000
/** Below so many of each the classifier says nothing: it would judge by the few words that it has seen. */
export const enoughTaught = 20

/** People and lists of which something is learnt; those met longest ago are forgotten first. */
export const maxLearnt = 20_000
/** An action on more messages at once is tidying up, not a sign of what matters. */
export const maxObserved = 50
/** Addresses and identifiers of a message that are looked up, the nearest first. */
export const maxParents = 6

/** Messages judged anew in one commit. */
export const renewBatch = 200
/** Messages of a discussion that its explanation is made of; the most important tenth of 1,000. */
export const maxExplained = 100
/** Messages that the classifier learns from in one action: a mailbox full of junk teaches no more than its beginning. */
export const maxTaughtAtOnce = 200
/** Unread messages of the inbox that are looked at again when the classifier has learnt something. */
export const maxSecondLooks = 200
/** Opening more unread messages at once is marking them as read. */
export const maxOpened = 10
/** Of a stored message that is read for its words: they stand before its files. */
export const maxRawBytes = 262_144
/** Messages taught since the whole memory was written: writing all of it takes longer than a frame. */
export const maxRecentlyTaught = 64
