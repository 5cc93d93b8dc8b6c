import { describe, expect, test } from 'vitest'
import type { ThreadSummary } from '../../core/defs/index.ts'
import { belongs, changeRows, mergeFirstPage, rowsOf, type ThreadPages } from './lists.ts'

const row = (id: string, lastMs: number, change: Partial<ThreadSummary> = {}): ThreadSummary => ({
  id,
  subject: id,
  people: [],
  count: 1,
  unread: 0,
  flagged: false,
  lastMs,
  lastMessageId: id,
  lastFrom: null,
  excerpt: '',
  attachments: 0,
  listId: null,
  mailboxIds: ['inbox1'],
  ...change,
})
const pages = (...items: ThreadSummary[][]): ThreadPages => ({
  pages: items.map((page, at) => ({ items: page, nextCursor: `after${at}` })),
  pageParams: items.map((_, at) => (at === 0 ? null : `after${at - 1}`)),
})
const ids = (data: ThreadPages) => rowsOf(data).map(({ id }) => id)

describe('a fresh first page', () => {
  const loaded = pages([row('a', 90), row('b', 80)], [row('c', 70), row('d', 60)])

  test('puts new threads on top and keeps what was scrolled through', () => {
    const merged = mergeFirstPage(loaded, { items: [row('new', 100), row('a', 90)], nextCursor: 'x' })
    expect(ids(merged)).toEqual(['new', 'a', 'b', 'c', 'd'])
    expect(merged.pages.at(-1)?.nextCursor).toBe('after1')
  })

  test('moves a thread that got an answer, without doubling it', () => {
    const merged = mergeFirstPage(loaded, { items: [row('c', 100), row('a', 90)], nextCursor: 'x' })
    expect(ids(merged)).toEqual(['c', 'a', 'b', 'd'])
  })

  test('takes away what is no longer between its rows', () => {
    const merged = mergeFirstPage(loaded, { items: [row('a', 90), row('c', 70)], nextCursor: 'x' })
    expect(ids(merged)).toEqual(['a', 'c', 'd'])
  })

  test('starts anew where rows between are unknown', () => {
    const merged = mergeFirstPage(loaded, { items: [row('y', 200), row('z', 150)], nextCursor: 'x' })
    expect(ids(merged)).toEqual(['y', 'z'])
    expect(merged.pages).toHaveLength(1)
  })

  test('is the whole list when nothing follows it', () => {
    expect(ids(mergeFirstPage(loaded, { items: [row('b', 80)], nextCursor: null }))).toEqual(['b'])
  })
})

test('a changed row is changed in place, a gone one leaves, and untouched lists stay the same object', () => {
  const loaded = pages([row('a', 90)], [row('b', 80)])
  const starred = changeRows(loaded, (old) => (old.id === 'b' ? { ...old, flagged: true } : old))
  expect(rowsOf(starred)[1]?.flagged).toBe(true)
  expect(starred.pages[0]).toBe(loaded.pages[0])
  expect(ids(changeRows(loaded, (old) => (old.id === 'a' ? null : old)))).toEqual(['b'])
  expect(changeRows(loaded, (old) => old)).toBe(loaded)
})

test('a thread stands in the views that its mailboxes and star say', () => {
  const roleOf = new Map([
    ['inbox1', 'inbox'],
    ['sent1', 'sent'],
  ])
  const thread = row('a', 1, { mailboxIds: ['inbox1', 'sent1'] })
  expect(belongs('role:inbox', thread, roleOf)).toBe(true)
  expect(belongs('role:archive', thread, roleOf)).toBe(false)
  expect(belongs('mailbox:sent1', thread, roleOf)).toBe(true)
  expect(belongs('starred', thread, roleOf)).toBe(false)
  expect(belongs('all', thread, roleOf)).toBe(true)
})
