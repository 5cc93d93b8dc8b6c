/** Threading takes no more from one message than this; a References header can name thousands. */
export const threadLimits = {
  /** ids of References and In-Reply-To that are looked at: the root and the parents */
  references: 100,
  identifierChars: 998,
  /** people of a message that the subject rule pairs its sender with */
  pairs: 3,
  /** messages that begin something under one subject, between the same two people, in one week */
  originalsAWeek: 4,
  /** a shorter subject says nothing ("hi", "?") */
  subjectChars: 4,
} as const
