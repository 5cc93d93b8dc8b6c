/** Bounds for hostile mail. Ordinary mail stays far below each of them; what is cut stays in the raw message. */
export const limits = {
  /** bigger messages are kept and shown by their headers alone: parsing takes several times their size in memory */
  parsedBytes: 50_000_000,
  /** how much of a message is searched for the end of its header block; real ones are below 100 KB */
  headBytes: 40_000_000,
  /** of one header field, after which its value is cut: a thousand recipients take about 40 KB */
  fieldBytes: 128_000,
  /** fields of one name that are read (To, Received): more of them say nothing new to a reader */
  fieldsOfAName: 50,
  /** people on one message: what a person can look at, and what search rows can carry */
  participants: 2_000,
  /** RFC 5321 allows 254 */
  addressChars: 320,
  /** MIME parts; the parser keeps each in memory, and a digest of a busy list has a few hundred */
  parts: 1_000,
  /** header block of one inner part */
  partHeadBytes: 1_000_000,
  /** a Message-ID beyond this is garbage (RFC 5322 lines end at 998) */
  identifierChars: 998,
  /** References kept: the first half and the last half of more */
  references: 100,
  /** of text that goes into the search row and the excerpt: a long book */
  indexedChars: 1_000_000,
  /** of text and HTML that is shown; browsers take seconds for more */
  shownTextChars: 1_000_000,
  shownHtmlChars: 5_000_000,
  /** of a file name: what file systems take */
  nameChars: 200,
  subjectChars: 10_000,
  /** of a TNEF container, and the files in it that are unpacked */
  tnefBytes: 30_000_000,
  tnefFiles: 200,
  /** of an embedded message that are read for its subject */
  embeddedHeadBytes: 64_000,
} as const
