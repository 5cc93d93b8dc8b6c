import { expect, test } from 'vitest'
import { matchScore } from './match-score.ts'

const best = (typed: string) =>
  ['Archive', 'Reply to all', 'Mark as read', 'Mark as unread', 'Écrire'].toSorted(
    (a, b) => matchScore(b, typed) - matchScore(a, typed),
  )[0]

test('a command is found by its beginning, by its words, and by letters in order', () => {
  expect(best('arc')).toBe('Archive')
  expect(best('read')).toBe('Mark as read')
  expect(best('rep al')).toBe('Reply to all')
  expect(best('rta')).toBe('Reply to all')
  expect(best('ecr')).toBe('Écrire')
  expect(matchScore('Archive', 'xyz')).toBe(0)
})
