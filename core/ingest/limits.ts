export const ingestLimits = {
  /**
   * messages of one change set: handing one over to storage keeps the host's thread busy for less than a frame (8 ms); of
   * twice as many the search index merges half as often
   */
  batchItems: 200,
  batchBytes: 8_000_000,
  /** prepared batches that wait for the one before to be on disk: memory against idle threads */
  ahead: 2,
  /**
   * of a message that is looked up by its bytes before it is parsed: hashing more would keep the host's thread busy for
   * longer than a frame. Its headers are looked for in the beginning.
   */
  knownBytes: 4_000_000,
  knownHeadBytes: 65_536,
  /** how often a batch is planned anew because a message was changed under it */
  attempts: 5,
  /** first words kept of the last messages, so that copies of them are told without reading them again: some megabytes */
  rememberedOpenings: 5_000,
  /** words that have to be the same in copies of a message: enough to tell messages apart */
  openingWords: 40,
  /** of a text file that a list may add to a message, as its footer */
  footerBytes: 4_096,
  /** files of two copies that are compared byte by byte; beyond that name, type and size decide */
  comparedFiles: 10,
  comparedBytes: 10_000_000,
  /** a date further in the future than a wrong time zone explains is a wrong clock */
  aheadMs: 86_400_000,
  /** a file that claims to be older has no date: zip begins in 1980, and writes that where it knows none */
  firstFileMs: Date.UTC(1981, 0, 1),
} as const
