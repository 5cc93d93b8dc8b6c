/**
 * What each reason is worth. doc/importance.md says the same to the people whose mail is judged; raise
 * `importanceRules` with every change here, so that everything stored is judged anew.
 */
export const importanceRules = 1

export const points = {
  /** of the privacy index: 100 of context and of comportment are worth this much */
  context: 1.25,
  comportment: 2.5,
  /** it answers a message of the user's own, or goes on in a thread that the user has written in */
  reply: 2,
  thread: 1,
  /** nobody but the user stands in To and Cc */
  alone: 1,
  /** the user has written to this person: half of it for the first message, all of it for the fifth */
  written: 2,
  /** written by the user */
  own: 2,
  /** by their headers: a list of people who talk, mail that goes to many alike, mail that a machine made */
  list: -2,
  newsletter: -3,
  automatic: -1,
  /** what the user does with the mail of this person or list, when it is all of it */
  answered: 3,
  starred: 2,
  opened: 1,
  ignored: -4,
  /** what the user's corrections of this person or list say together, at most */
  taught: 4,
  /** certainly spam */
  spam: -5,
  /** filed as junk, by the user or by the server */
  junkMailbox: -5,
} as const

/** From here on a message is taken as spam: nothing that speaks for it counts any more. */
export const spamFrom = 0.5
/**
 * The classifier's word is taken from here on. Measured (doc/importance.md): from 0.9 on it would find some more junk, and
 * at the beginning take one good message of thirty for it; a message that is not found costs a click, one that is hidden
 * may cost a friend.
 */
export const wordsFrom = 0.99
/** What a message is that lies in a junk mailbox. */
export const junkIsSpam = 0.9
/** Mail of a person or list is wanted once so many messages of it were opened. */
export const wantedFrom = 3
/** How sure one becomes of a habit: half as sure as can be after so many messages. */
export const habitAfter = 4
/** One correction moves the next message of that person by a third of it, two by half of what they say on average. */
export const taughtAfter = 2

/** The reasons, by the names under which explanations give them (doc/importance.md). */
export const reasonNames = [
  'context',
  'comportment',
  'tag',
  'own',
  'reply',
  'thread',
  'alone',
  'written',
  'list',
  'newsletter',
  'automatic',
  'answered',
  'starred',
  'opened',
  'ignored',
  'taught',
  'spam-verdict',
  'spam-words',
  'junk-mailbox',
  'rounding',
  'limit',
  'correction',
] as const
export type ReasonName = (typeof reasonNames)[number]
