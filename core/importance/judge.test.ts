import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Feature } from '../defs/index.ts'
import { featureNames } from './evidence.ts'
import { type ImportanceFacts, judgeImportance } from './judge.ts'

const stranger: ImportanceFacts = {
  own: false,
  junk: false,
  privacy: null,
  tags: [],
  list: false,
  answersOwn: false,
  inOwnThread: false,
  aloneInTo: false,
  written: 0,
  learnt: null,
  correction: null,
}
const nothingLearnt = {
  received: 0,
  opened: 0,
  answered: 0,
  starred: 0,
  ignored: 0,
  corrections: 0,
  correctionSum: 0,
}
const verdict = (spam: number): Feature => ({
  name: featureNames.verdict,
  value: { spam, by: ['x-spam-flag'] },
  origin: 'header',
})
const words = (said: number): Feature => ({ name: featureNames.words, value: said, origin: 'body' })
const bulk = (kind: string): Feature => ({ name: featureNames.bulk, value: kind, origin: 'header' })

const count = fc.nat({ max: 5000 })
const anyFacts: fc.Arbitrary<ImportanceFacts> = fc.record({
  own: fc.boolean(),
  junk: fc.boolean(),
  privacy: fc.option(fc.record({ context: fc.nat({ max: 100 }), comportment: fc.nat({ max: 100 }) })),
  tags: fc.array(fc.record({ name: fc.string(), importance: fc.integer({ min: -10, max: 10 }) }), { maxLength: 6 }),
  list: fc.boolean(),
  answersOwn: fc.boolean(),
  inOwnThread: fc.boolean(),
  aloneInTo: fc.boolean(),
  written: count,
  learnt: fc.option(
    fc.record({
      received: count,
      opened: count,
      answered: count,
      starred: count,
      ignored: count,
      corrections: count,
      correctionSum: fc.integer({ min: -50_000, max: 50_000 }),
    }),
  ),
  correction: fc.option(fc.integer({ min: -10, max: 10 })),
})
const chance = fc.double({ min: 0, max: 1, noNaN: true })
const nonsense = fc.constantFrom<Feature['value']>(null, 'yes', -1, 2, [], { spam: 7, by: [] }, { spam: 'x', by: 1 })
const anyFeatures = fc.array(
  fc.oneof(
    chance.map(verdict),
    chance.map(words),
    fc.constantFrom('list', 'newsletter', 'automatic', 'nonsense').map(bulk),
    nonsense.map((value): Feature => ({ name: featureNames.verdict, value, origin: 'header' })),
    nonsense.map((value): Feature => ({ name: featureNames.words, value, origin: 'body' })),
  ),
  { maxLength: 5 },
)

describe('for every message', () => {
  test('the points shown add up to the importance shown, which is a whole number from -10 to 10', () => {
    fc.assert(
      fc.property(anyFeatures, anyFacts, (features, facts) => {
        const { importance, spam, contributions } = judgeImportance(features, facts)
        expect(contributions.reduce((sum, { points }) => sum + points, 0)).toBe(importance)
        expect(Number.isInteger(importance) && importance >= -10 && importance <= 10).toBe(true)
        expect(contributions.every(({ points, of }) => Number.isInteger(points) && Number.isInteger(of))).toBe(true)
        expect(spam >= 0 && spam <= 1).toBe(true)
      }),
    )
  })

  test('the user’s correction wins', () => {
    fc.assert(
      fc.property(anyFeatures, anyFacts, fc.integer({ min: -10, max: 10 }), (features, facts, correction) => {
        const corrected = judgeImportance(features, { ...facts, correction })
        expect(corrected.importance).toBe(correction)
        expect(corrected.judged).toBe(judgeImportance(features, { ...facts, correction: null }).importance)
      }),
    )
  })

  test('more evidence of spam never raises it', () => {
    fc.assert(
      fc.property(anyFeatures, anyFacts, fc.oneof(chance.map(verdict)), (features, facts, more) => {
        const free = { ...facts, correction: null }
        const before = judgeImportance(features, free)
        const after = judgeImportance([...features, more], free)
        expect(after.importance).toBeLessThanOrEqual(before.importance)
        expect(after.spam).toBeGreaterThanOrEqual(before.spam)
        expect(judgeImportance(features, { ...free, junk: true }).importance).toBeLessThanOrEqual(before.importance)
      }),
    )
  })

  test('a classifier that is surer never raises it', () => {
    fc.assert(
      fc.property(anyFacts, chance, chance, (facts, one, other) => {
        const free = { ...facts, correction: null }
        const low = judgeImportance([words(Math.min(one, other))], free)
        const high = judgeImportance([words(Math.max(one, other))], free)
        expect(high.importance).toBeLessThanOrEqual(low.importance)
      }),
    )
  })

  test('the same is said the same way twice', () => {
    fc.assert(
      fc.property(anyFeatures, anyFacts, (features, facts) => {
        expect(JSON.stringify(judgeImportance(features, facts))).toBe(JSON.stringify(judgeImportance(features, facts)))
      }),
    )
  })
})

describe('in ordinary mail', () => {
  const friend: ImportanceFacts = {
    ...stranger,
    privacy: { context: 80, comportment: 60 },
    answersOwn: true,
    aloneInTo: true,
    written: 12,
  }
  const of = (features: readonly Feature[], facts: ImportanceFacts) => judgeImportance(features, facts).importance

  test('an answer of a friend to the user alone is of high importance', () => {
    expect(of([], friend)).toBeGreaterThanOrEqual(6)
  })

  test('newsletters, lists and machines come below people, in this order', () => {
    const person = of([], { ...stranger, privacy: { context: 50, comportment: 30 } })
    const kinds = ['automatic', 'list', 'newsletter'].map((kind) =>
      of([bulk(kind)], { ...stranger, privacy: { context: 50, comportment: 30 } }),
    )
    expect(kinds).toEqual([...kinds].sort((a, b) => b - a))
    expect(Math.max(...kinds)).toBeLessThan(person)
    expect(kinds.every((each) => each >= -3)).toBe(true)
  })

  test('what the provider calls spam is noise, whoever it claims to be from', () => {
    expect(of([verdict(0.8)], friend)).toBe(-4)
    expect(of([verdict(0.8)], { ...friend, junk: true })).toBe(-9)
  })

  test('words alone make no spammer of somebody whom the user writes to', () => {
    expect(of([words(1)], stranger)).toBe(-5)
    expect(of([words(1)], friend)).toBe(of([], friend))
  })

  test('nor of a newsletter that the user opens', () => {
    const read = { ...nothingLearnt, received: 5, opened: 3 }
    expect(of([bulk('newsletter'), words(1)], { ...stranger, learnt: read })).toBeGreaterThan(-4)
    expect(of([bulk('newsletter'), words(1)], { ...stranger, learnt: { ...read, opened: 2 } })).toBeLessThan(-4)
  })

  test('a newsletter that is always ignored sinks into the noise, one that is always opened stays in sight', () => {
    const read = { ...nothingLearnt, received: 20, opened: 20 }
    const ignored = { ...nothingLearnt, received: 20, ignored: 20 }
    expect(of([bulk('newsletter')], { ...stranger, learnt: ignored })).toBeLessThanOrEqual(-4)
    expect(of([bulk('newsletter')], { ...stranger, learnt: read })).toBeGreaterThanOrEqual(-3)
  })

  test('one correction moves the next message of the same person a little, several move it more', () => {
    const taught = (corrections: number) =>
      of([], { ...stranger, learnt: { ...nothingLearnt, corrections, correctionSum: corrections * 6 } })
    expect(taught(1)).toBe(2)
    expect(taught(4)).toBe(4)
  })

  test('a tag brings its importance along', () => {
    expect(of([], { ...stranger, tags: [{ name: 'Important', importance: 5 }] })).toBe(5)
    expect(of([], { ...stranger, tags: [{ name: 'Later', importance: -10 }] })).toBe(-10)
  })
})
