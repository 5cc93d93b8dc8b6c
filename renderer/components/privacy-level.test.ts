import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pipsOf, privacyWord } from './privacy-level.ts'

test('a score lights as many pips as its word stands for, and nothing lights none', () => {
  const expected = [
    [0, 0, 'exposed'],
    [1, 1, 'exposed'],
    [24, 1, 'exposed'],
    [25, 2, 'limited'],
    [49, 2, 'limited'],
    [50, 3, 'good'],
    [74, 3, 'good'],
    [75, 4, 'strong'],
    [100, 4, 'strong'],
  ] as const
  for (const [score, pips, word] of expected) expect([pipsOf(score), privacyWord(score)]).toEqual([pips, word])
})

test('a higher score never shows less', () => {
  const score = fc.integer({ min: 0, max: 100 })
  fc.assert(fc.property(score, score, (a, b) => pipsOf(Math.max(a, b)) >= pipsOf(Math.min(a, b))))
})
