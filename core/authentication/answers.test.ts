import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createFakeContext } from '../../devtools/fakes/index.ts'
import type { NameAnswer } from '../ports.ts'
import { createKeptAnswers } from './answers.ts'
import { answerOf, hear, type Span, spanOf } from './spans.ts'

const dayMs = 86_400_000
const name = 's1._domainkey.example.org'
const found = (record: string): NameAnswer => ({ kind: 'found', records: [record] })
const none: NameAnswer = { kind: 'none', exists: false }
const silence: NameAnswer = { kind: 'unreachable', reason: 'no-answer' }

function begin() {
  const context = createFakeContext()
  let kept = createKeptAnswers(context)
  let published: NameAnswer = found('key one')
  const asked: string[] = []
  const lookup = async (of: string) => {
    asked.push(of)
    return published
  }
  const write = () => context.stores.commit({ recordPuts: kept.takeUnwritten() })
  return {
    context,
    asked,
    publish: (answer: NameAnswer) => {
      published = answer
    },
    ask: (receivedMs: number) => kept.ask(receivedMs, name, 'TXT', lookup),
    write,
    /** as after the program was started anew */
    restart: async () => {
      await write()
      kept = createKeptAnswers(context)
    },
    trim: () => kept.trim(),
  }
}

describe('answers of the DNS', () => {
  test('are kept with the day of the mail: what is checked again gets the same, whatever is published now', async () => {
    const { context, ask, publish, restart, asked } = begin()
    const then = context.clock.nowMs()
    expect(await ask(then)).toMatchObject({ kind: 'found', records: ['key one'] })
    await restart()
    context.clock.advance(400 * dayMs)
    publish(found('key two'))
    expect(await ask(then)).toMatchObject({ kind: 'found', records: ['key one'] })
    expect(await ask(context.clock.nowMs())).toMatchObject({ kind: 'found', records: ['key two'] })
    expect(await ask(then)).toMatchObject({ kind: 'found', records: ['key one'] })
    expect(asked).toHaveLength(2)
  })

  test('of names that are not there are kept too; silence is not', async () => {
    const { context, ask, publish, restart, asked } = begin()
    publish(silence)
    expect(await ask(context.clock.nowMs())).toMatchObject(silence)
    publish(none)
    expect(await ask(context.clock.nowMs())).toMatchObject(none)
    await restart()
    context.clock.advance(2 * dayMs)
    expect(await ask(context.clock.nowMs() - 2 * dayMs)).toMatchObject(none)
    expect(asked).toHaveLength(2)
  })

  test('of a day that is not over are asked for again, since keys are published on any day', async () => {
    const { context, ask, publish } = begin()
    publish(none)
    expect(await ask(context.clock.nowMs())).toMatchObject(none)
    publish(found('key one'))
    expect(await ask(context.clock.nowMs())).toMatchObject(none)
    context.clock.advance(3_600_000)
    expect(await ask(context.clock.nowMs())).toMatchObject({ records: ['key one'] })
    publish(silence)
    context.clock.advance(3_600_000)
    expect(await ask(context.clock.nowMs())).toMatchObject({ records: ['key one'] })
  })

  test('that stayed the same from one mail to the next are not asked for in between', async () => {
    const { context, ask, asked } = begin()
    const nowMs = context.clock.nowMs()
    await ask(nowMs)
    await ask(nowMs - 3000 * dayMs)
    for (let days = 1; days < 3000; days += 100) await ask(nowMs - days * dayMs)
    expect(asked).toHaveLength(2)
  })

  test('tell between which days they were heard', async () => {
    const { context, ask } = begin()
    const today = Math.floor(context.clock.nowMs() / dayMs)
    expect(await ask(context.clock.nowMs() - 900 * dayMs)).toMatchObject({ heardFromDay: today, heardToDay: today })
  })

  test('are forgotten when there are too many, those first that were asked for least lately', async () => {
    const { context, ask, write, trim } = begin()
    await ask(context.clock.nowMs())
    await write()
    expect(await trim()).toBe(0)
    const spans = [{ fromDay: 1, toDay: 1, firstAskedMs: 1, lastAskedMs: 1, records: ['x'], exists: true }]
    for (let from = 0; from < 20_000; from += 5_000) {
      const recordPuts = Array.from({ length: 5_000 }, (_, n) => ({
        noun: 'nameAnswer' as const,
        value: { id: `TXT n${from + n}.example`, spans },
      }))
      await context.stores.commit({ recordPuts })
    }
    expect(await trim()).toBe(5_001)
    expect(await context.stores.records.get('nameAnswer', `TXT ${name}`)).not.toBeNull()
  })
})

describe('days and what was heard', () => {
  const history = fc.array(fc.record({ day: fc.integer({ min: 0, max: 99 }), key: fc.constantFrom('a', 'b', 'c') }), {
    maxLength: 80,
  })

  test('a day has one answer: the last that was heard for it, or for days on both sides of it', () => {
    fc.assert(
      fc.property(history, (heard) => {
        let spans: Span[] = []
        for (const [nowMs, { day, key }] of heard.entries()) {
          spans = hear(spans, day, { kind: 'found', records: [key] }, nowMs)
          expect(answerOf(spanOf(spans, day) ?? spans[0]!)).toEqual({ kind: 'found', records: [key] })
        }
        const days = spans.flatMap(({ fromDay, toDay }) =>
          Array.from({ length: toDay - fromDay + 1 }, (_, n) => fromDay + n),
        )
        expect(new Set(days).size).toBe(days.length)
        expect(spans.length).toBeLessThanOrEqual(16)
      }),
    )
  })
})
