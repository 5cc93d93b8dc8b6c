/** Bounds on the checking of mail. Each with its reason. */
export const agentLimits = {
  /** messages that are checked at once: they wait for the DNS, not for the processor */
  atOnce: 8,
  /** bytes of them: they lie in memory twice */
  bytesAtOnce: 64_000_000,
  /** messages that are checked and not written yet: the more go together, the less each costs */
  unwritten: 200,
  /** messages that came in and have still to be looked at; more are found by a walk over all */
  queued: 20_000,
  /** old messages checked in one run: the next run goes on, so that the task ends and begins in sight */
  aRun: 5_000,
  /** between two runs over old mail, when there was nothing left, and before the first: not while the program starts */
  walkEveryMs: 6 * 3_600_000,
  walkAfterMs: 60_000,
  nextRunMs: 5_000,
  /** what is not new mail waits until more of it has come: an import tells of each batch */
  calmMs: 2_000,
  /** so few are checked without a task of their own: a message that comes in is no event in the list of tasks */
  quietly: 20,
  /** messages in a row without an answer before the DNS is taken to be away */
  silentInRow: 12,
  /** how soon it is asked again then, doubled each time */
  awayMs: 60_000,
  awayMaxMs: 3_600_000,
  /** a person who waits for a command gives up on a DNS that has answered nothing for so long */
  patienceMs: 2_500,
} as const
