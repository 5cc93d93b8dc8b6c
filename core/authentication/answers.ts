import type { RecordPut } from '../../storage/contracts/index.ts'
import type { KeptAnswer } from '../defs/index.ts'
import type { CoreContext, HeardAnswer, NameAnswer, NameType } from '../ports.ts'
import { checkLimits } from './limits.ts'
import { type Answer, answerOf, dayOf, hear, type Span, spanOf } from './spans.ts'

/** Answers of the DNS, kept by the day of the mail that they were asked for. */
export interface KeptAnswers {
  /** of the day when a message came; asked for where nothing is kept of it. Silence is not kept. */
  ask(receivedMs: number, name: string, type: NameType, lookup: Lookup): Promise<HeardAnswer>
  /** what has still to be written; it is the caller's from now on */
  takeUnwritten(): RecordPut[]
  /** forgets the names that were asked for least lately, if there are too many */
  trim(signal?: AbortSignal): Promise<number>
}

export type Lookup = (name: string, type: NameType) => Promise<NameAnswer>

export function createKeptAnswers(context: CoreContext): KeptAnswers {
  const { stores, clock } = context
  const memory = new Map<string, readonly Span[]>()
  const unwritten = new Map<string, KeptAnswer>()
  /** one question a name at a time, so that the same is not asked twice */
  const turns = new Map<string, Promise<unknown>>()

  async function spansOf(id: string): Promise<readonly Span[]> {
    const known = memory.get(id)
    if (known !== undefined) return known
    const spans = (await stores.records.get('nameAnswer', id, { priority: 'batch' }))?.spans ?? []
    remember(id, spans)
    return spans
  }

  function remember(id: string, spans: readonly Span[]): void {
    memory.delete(id)
    memory.set(id, spans)
    for (const oldest of memory.keys()) {
      if (memory.size <= checkLimits.answersInMemory) break
      if (!unwritten.has(oldest)) memory.delete(oldest)
      else break
    }
  }

  async function answer(day: number, id: string, asked: () => Promise<NameAnswer>): Promise<HeardAnswer> {
    const spans = await spansOf(id)
    const span = spanOf(spans, day)
    if (span !== null && !isStale(span, day, clock.nowMs())) return heard(answerOf(span), span)
    const now = await asked()
    const nowMs = clock.nowMs()
    if (now.kind === 'unreachable') {
      // what was heard this very day is better than silence
      if (span !== null) return heard(answerOf(span), span)
      return { ...now, heardFromDay: dayOf(nowMs), heardToDay: dayOf(nowMs) }
    }
    if (isTooLong(now)) return { kind: 'unreachable', reason: 'bad-answer', ...today(nowMs) }
    const next = hear(spans, day, now, nowMs)
    remember(id, next)
    unwritten.set(id, { id, spans: next })
    return heard(now, spanOf(next, day) ?? { firstAskedMs: nowMs, lastAskedMs: nowMs })
  }

  return {
    async ask(receivedMs, name, type, lookup) {
      const id = `${type} ${name}`
      const run = (turns.get(id) ?? Promise.resolve()).then(() =>
        answer(dayOf(receivedMs), id, () => lookup(name, type)),
      )
      const turn = run.catch(() => undefined)
      turns.set(id, turn)
      try {
        return await run
      } finally {
        if (turns.get(id) === turn) turns.delete(id)
      }
    },
    takeUnwritten() {
      const puts = [...unwritten.values()].map((value): RecordPut => ({ noun: 'nameAnswer', value }))
      unwritten.clear()
      return puts
    },
    trim: (signal) => trimAnswers(context, memory, signal),
  }
}

const today = (nowMs: number) => ({ heardFromDay: dayOf(nowMs), heardToDay: dayOf(nowMs) })

const heard = (
  answer: Answer,
  { firstAskedMs, lastAskedMs }: Pick<Span, 'firstAskedMs' | 'lastAskedMs'>,
): HeardAnswer => ({
  ...answer,
  heardFromDay: dayOf(firstAskedMs),
  heardToDay: dayOf(lastAskedMs),
})

/** Of a day that is not over, and not heard just now. */
const isStale = (span: Span, day: number, nowMs: number): boolean =>
  day >= dayOf(nowMs) && nowMs - span.lastAskedMs >= checkLimits.freshMs

const isTooLong = (answer: Answer): boolean =>
  answer.kind === 'found' && answer.records.reduce((sum, { length }) => sum + length, 0) > checkLimits.answerBytes

async function trimAnswers(
  { stores }: CoreContext,
  memory: Map<string, readonly Span[]>,
  signal?: AbortSignal,
): Promise<number> {
  const batch = { priority: 'batch' } as const
  if ((await stores.records.count('nameAnswer', undefined, batch)) <= checkLimits.names) return 0
  const asked: { readonly id: string; readonly lastMs: number }[] = []
  let cursor: string | undefined
  do {
    signal?.throwIfAborted()
    const page = await stores.records.list('nameAnswer', { cursor, limit: 1_000 }, batch)
    for (const { id, spans } of page.items) asked.push({ id, lastMs: Math.max(0, ...spans.map((s) => s.lastAskedMs)) })
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  const gone = asked.sort((a, b) => b.lastMs - a.lastMs).slice(checkLimits.namesKept)
  await stores.commit({ recordRemoves: gone.map(({ id }) => ({ noun: 'nameAnswer', id })) }, batch)
  for (const { id } of gone) memory.delete(id)
  return gone.length
}
