import type { SearchRow } from '../../storage/contracts/index.ts'
import type { Feature, Message, MessageSummary } from '../defs/index.ts'

/** A message that comes in, complete but for what it is judged to be. */
export interface JudgedMail {
  readonly message: MessageSummary
  /** what was found in it (core/components) */
  readonly features: readonly Feature[]
  readonly search: Omit<SearchRow, 'messageId'>
  /** it arrives now, and is no history */
  readonly fresh: boolean
}

export interface Judgement {
  readonly privacy: Message['privacy']
  readonly importance: number
  /** what is kept: those that were given, and what only the judge could find */
  readonly features: readonly Feature[]
}

/**
 * Says how private and how important messages are, in the order given. Asked once for each batch, before it is written;
 * of a message whose headers came first, once for these and once for the whole (`bodyState` tells).
 */
export type Judge = (mails: readonly JudgedMail[]) => Promise<readonly Judgement[]>

/** Before there are rules: nothing is said, and everything matters alike. */
export const noJudge: Judge = async (mails) => mails.map(({ features }) => ({ privacy: null, importance: 0, features }))
