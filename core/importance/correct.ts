import type { MessageSummary } from '../defs/index.ts'
import { importanceChange, type MessageChange } from '../messages/index.ts'
import { learntKey } from './facts.ts'
import type { Judged } from './judged.ts'
import type { HabitChange } from './learning.ts'
import { maxObserved } from './limits.ts'
import { spamFrom } from './points.ts'

/** One of them is given: a step from where the message stands, or a level; null takes the correction back. */
export interface Correction {
  readonly by?: number | undefined
  readonly to?: number | null | undefined
}

/** What corrections teach: of people and lists, and of what is no spam. */
export interface Lesson {
  /** the messages that taught it: the lesson says something of them too */
  readonly from: readonly string[]
  readonly habits: readonly HabitChange[]
  readonly good: readonly string[]
}

export interface Corrected {
  readonly changes: MessageChange[]
  readonly lesson: Lesson
}

export function correctAll(
  messages: readonly MessageSummary[],
  judged: readonly Judged[],
  correction: Correction,
): Corrected {
  const byId = new Map(judged.map((one) => [one.message.id, one]))
  const changed = messages.flatMap((message) => {
    const one = byId.get(message.id)
    if (one === undefined) return []
    const level = levelOf(one, correction)
    const change = importanceChange(message, { correction: level, importance: level ?? one.judged })
    return change === null || level === message.correction ? [] : [{ message, one, level, change }]
  })
  const taught = changed.length > maxObserved ? [] : changed.filter(({ message }) => !message.own)
  return {
    changes: changed.map(({ change }) => change),
    lesson: {
      from: taught.map(({ message }) => message.id),
      habits: taught.flatMap(({ message, one, level }) => habitOf(message, one.untaught, level)),
      good: taught.flatMap(({ message, one, level }) =>
        one.spam >= spamFrom && level !== null && level >= 0 ? [message.id] : [],
      ),
    },
  }
}

const levelOf = ({ importance }: Judged, { by, to }: Correction): number | null =>
  by === undefined ? (to ?? null) : Math.max(-10, Math.min(10, importance + by))

/** How far the user is from what was judged by everything else; a message that is corrected again counts once. */
function habitOf(message: MessageSummary, untaught: number, level: number | null): HabitChange[] {
  const id = learntKey(message)
  if (id === null) return []
  const [before, after] = [message.correction, level].map((each) => (each === null ? null : each - untaught))
  const corrections = (after == null ? 0 : 1) - (before == null ? 0 : 1)
  return [{ id, by: { corrections, correctionSum: (after ?? 0) - (before ?? 0) } }]
}
