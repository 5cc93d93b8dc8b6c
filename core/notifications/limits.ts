import type { Notification } from '../defs/index.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** How long a notification stays, by its kind, when nobody takes it away. null: until it is taken away or no longer true. */
export const lifetimes: Readonly<Record<Notification['kind'], number | null>> = {
  /** the mail itself stays; that it came is old tomorrow */
  'new-message': dayMs,
  /** the text waits for a decision */
  'send-failed': null,
  'import-done': 2 * dayMs,
  /** gone as soon as the server can be reached again; an account that nobody misses is not worth more */
  'sync-failed': 20 * dayMs,
  /** whoever misses it may write to the wrong person */
  'key-changed': null,
  'privacy-advice': 2 * dayMs,
  rule: dayMs,
}

export const notificationLimits = {
  /** all together: more than anybody scrolls; the oldest go first */
  kept: 500,
  /** messages named in one notification; of more, only their number is told */
  messagesNamed: 20,
  /** new messages told one by one; more at once are one notification */
  toldOneByOne: 3,
  /** senders named in the words of a batch */
  sendersNamed: 3,
  /** what a desktop shows of a title and a text */
  titleLength: 200,
  textLength: 500,
  /** advice: the user is reminded once a day at most */
  adviceEveryMs: dayMs,
  /** contacts read together when keys are compared */
  contactsAtOnce: 500,
  /** advice that is never given again: as many as there can be names */
  silencedAdvice: 200,
} as const
