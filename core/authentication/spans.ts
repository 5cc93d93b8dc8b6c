import type { KeptAnswer } from '../defs/index.ts'
import type { NameAnswer } from '../ports.ts'
import { checkLimits } from './limits.ts'

export type Span = KeptAnswer['spans'][number]

/** An answer that can be kept: silence cannot. */
export type Answer = Exclude<NameAnswer, { kind: 'unreachable' }>

const dayMs = 86_400_000
export const dayOf = (ms: number): number => Math.floor(ms / dayMs)

export const answerOf = (span: Span): Answer =>
  span.records === null ? { kind: 'none', exists: span.exists } : { kind: 'found', records: span.records }

export const spanOf = (spans: readonly Span[], day: number): Span | null =>
  spans.find(({ fromDay, toDay }) => fromDay <= day && day <= toDay) ?? null

/**
 * Notes that `answer` was heard now and stands for mail of `day`. The days between two times that the same was heard have
 * it too, unless something else was heard in between. What stood for that day before ends the day before.
 */
export function hear(spans: readonly Span[], day: number, answer: Answer, nowMs: number): Span[] {
  const heard = { firstAskedMs: nowMs, lastAskedMs: nowMs, ...fieldsOf(answer) }
  const others = spans.flatMap((span) => (isSame(span, answer) ? [span] : withoutDay(span, day)))
  const near = others.find((span) => isSame(span, answer) && !others.some((other) => liesBetween(other, span, day)))
  const next = near === undefined ? { fromDay: day, toDay: day, ...heard } : extended(near, day, nowMs)
  const kept = others.filter((span) => span !== near).sort((a, b) => b.lastAskedMs - a.lastAskedMs)
  return [...kept.slice(0, checkLimits.spans - 1), next].sort((a, b) => a.fromDay - b.fromDay)
}

const fieldsOf = (answer: Answer): Pick<Span, 'records' | 'exists'> =>
  answer.kind === 'found'
    ? { records: [...answer.records].sort(), exists: true }
    : { records: null, exists: answer.exists }

function isSame(span: Span, answer: Answer): boolean {
  const { records, exists } = fieldsOf(answer)
  return span.exists === exists && JSON.stringify(span.records) === JSON.stringify(records)
}

const extended = (span: Span, day: number, nowMs: number): Span => ({
  ...span,
  fromDay: Math.min(span.fromDay, day),
  toDay: Math.max(span.toDay, day),
  firstAskedMs: Math.min(span.firstAskedMs, nowMs),
  lastAskedMs: Math.max(span.lastAskedMs, nowMs),
})

function withoutDay(span: Span, day: number): Span[] {
  if (day < span.fromDay || day > span.toDay) return [span]
  return [
    ...(span.fromDay < day ? [{ ...span, toDay: day - 1 }] : []),
    ...(span.toDay > day ? [{ ...span, fromDay: day + 1 }] : []),
  ]
}

const liesBetween = (other: Span, span: Span, day: number): boolean =>
  other !== span &&
  ((other.fromDay > span.toDay && other.fromDay <= day) || (other.toDay < span.fromDay && other.toDay >= day))
