/** Bounds of scoring, each with its reason. */
export const privacyLimits = {
  /** others on one message whose habits are looked up; with more of them there is somebody of whom nothing is known */
  others: 50,
  /** messages scored in one commit */
  batch: 250,
  /** such batches at once: one is read while another is written */
  atOnce: 2,
  /** raw messages read at once for what the components find in them: they lie in memory */
  rawBatch: 32,
  /** participant sets of one person that are searched for the latest messages */
  sets: 2_000,
  /** habits that are kept in memory: people that mail of one day comes from and goes to, many times over */
  keptHabits: 20_000,
  /** messages of a discussion that are looked through for its weakest */
  discussionMessages: 10_000,
  /** people that the user wrote to, by whom the user's own index is worked out */
  ownPeople: 300,
} as const
