/** How scoring anew keeps out of the way. */
export const scoringLimits = {
  /** messages scored between two looks at whether to stop */
  step: 1_000,
  /** messages read again between two such looks: they are parsed */
  readStep: 100,
  /** people whose habits are worked out between two such looks */
  people: 20,
  /** fewer people are settled without a task that is seen */
  quietly: 50,
  /** after a start: the window comes first */
  startAfterMs: 8_000,
  /** after the last change of mail or contacts: an import changes them a thousand times a minute */
  afterChangeMs: 3_000,
  /** so long after the first change at most: a first sync takes hours */
  longestWaitMs: 5 * 60_000,
} as const
