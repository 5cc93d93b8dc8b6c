import { z } from 'zod'
import { actionDone, target } from './messages.ts'
import { command, nothing, pageInput, pageOf, query } from './operation.ts'
import { contribution } from './privacy.ts'
import { importanceLevel } from './ranges.ts'

/** `points` add up to `importance` after clamping and rounding, which stand as contributions of their own. */
export const importanceExplanation = z.object({
  id: z.string(),
  kind: z.enum(['message', 'discussion']),
  version: z.number().int(),
  importance: importanceLevel,
  /** what the user set, null if nothing; it wins */
  correction: importanceLevel.nullable(),
  /** 0..1: how likely this is spam, by the provider's verdict and the classifier of this computer */
  spam: z.number().min(0).max(1),
  contributions: z.array(contribution),
})
export type ImportanceExplanation = z.output<typeof importanceExplanation>

/** What was learnt of one person or list, on this computer only. */
export const learnt = z.object({
  /** `person:<address>` or `list:<list-id>` */
  id: z.string(),
  received: z.number().int(),
  opened: z.number().int(),
  answered: z.number().int(),
  starred: z.number().int(),
  /** archived or binned unread */
  ignored: z.number().int(),
  /** the user's corrections: their number and their sum of levels */
  corrections: z.number().int(),
  correctionSum: z.number().int(),
  updatedAtMs: z.number().int(),
})
export type Learnt = z.output<typeof learnt>

export const importance = {
  explain: query(
    'Why messages or discussions are as important as they are',
    z.object({ kind: z.enum(['message', 'discussion']).default('message'), ids: z.array(z.string()).min(1).max(200) }),
    z.object({ items: z.array(importanceExplanation) }),
  ),
  correct: command(
    'Raise or lower the importance of messages, or set it; the correction wins and is learnt from',
    z.object({
      target,
      by: z.number().int().min(-20).max(20).optional(),
      to: importanceLevel.nullable().optional(),
    }),
    actionDone,
  ),
  learnt: query('What was learnt on this computer', z.object({ ...pageInput }), pageOf(learnt)),
  forget: command(
    'Forget what was learnt: of one person or list, or all',
    z.object({ id: z.string().optional() }),
    nothing,
  ),
  spam: query(
    'What the spam classifier was taught',
    nothing,
    z.object({ junk: z.number().int(), good: z.number().int(), words: z.number().int() }),
  ),
}
