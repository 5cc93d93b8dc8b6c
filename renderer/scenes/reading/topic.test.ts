import { expect, test } from 'vitest'
import { topicOf } from './topic.ts'

test('a thread is called by what it is about, whatever programs put before it', () => {
  for (const subject of [
    'Box 14',
    'Re: Box 14',
    'RE: Fwd: Box 14',
    'AW: WG: Box 14',
    'Re[2]: Box 14',
    '回复：Box 14',
  ]) {
    expect(topicOf(subject)).toBe('Box 14')
  }
})

test('words that only look like such a mark stay', () => {
  for (const subject of ['Re', 'Reading: a list', 'Report: 3 of 4', '', 'Re:']) expect(topicOf(subject)).toBe(subject)
})
