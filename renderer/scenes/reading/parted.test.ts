import { expect, test } from 'vitest'
import type { ThreadSummary } from '../../../core/defs/index.ts'
import { parted } from './parted.ts'

const thread = (id: string): ThreadSummary => ({
  id,
  subject: id,
  people: [],
  count: 1,
  unread: 0,
  flagged: false,
  lastMs: 0,
  lastMessageId: id,
  lastFrom: null,
  excerpt: '',
  attachments: 0,
  listId: null,
  mailboxIds: [],
  importance: 0,
  privacy: null,
  tagIds: [],
})
const threads = ['a', 'b', 'c', 'd'].map(thread)
const ids = (selected: string | null, places: number) => {
  const { shown, older } = parted(threads, selected, places)
  return [shown.map(({ id }) => id).join(''), older.map(({ id }) => id).join('')]
}

test('the latest threads are tabs and the others stand in a menu, each once', () => {
  expect(ids(null, 2)).toEqual(['ab', 'cd'])
  expect(ids(null, 9)).toEqual(['abcd', ''])
})

test('the thread that is read is a tab, however old it is', () => {
  expect(ids('d', 2)).toEqual(['ad', 'bc'])
  expect(ids('a', 2)).toEqual(['ab', 'cd'])
  expect(ids('d', 1)).toEqual(['d', 'abc'])
  expect(ids('unknown', 2)).toEqual(['ab', 'cd'])
})
