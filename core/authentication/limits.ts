/** Bounds on what the checking of mail keeps and asks. Each with its reason. */
export const checkLimits = {
  /** names whose answers are kept: a person gets mail from some thousand domains in a life */
  names: 20_000,
  /** so many are left when there were more */
  namesKept: 15_000,
  /** spans of one name: keys are changed once or twice a year */
  spans: 16,
  /** bytes of one answer that is kept; what is longer is no key and no policy */
  answerBytes: 16_384,
  /** answers in memory, so that a mailbox full of one list is not read from the disk a thousand times */
  answersInMemory: 2_000,
  /** an answer of a day that is not over is asked for again after this: keys are published on any day */
  freshMs: 3_600_000,
  /** tries for one message before its silence is taken for an answer; together some three days */
  attempts: 8,
  /** messages that wait for an answer; of more the older ones are found again by the walk */
  waiting: 5_000,
  /** messages looked at together */
  page: 100,
  /** of the bytes of one message: bigger ones are not hashed */
  messageBytes: 100_000_000,
} as const

/** When a message without an answer is tried again: soon, in case it was us, then ever later. */
export const retryAfterMs: readonly number[] = [
  60_000,
  5 * 60_000,
  30 * 60_000,
  2 * 3_600_000,
  6 * 3_600_000,
  12 * 3_600_000,
  24 * 3_600_000,
]
