import { describe, expect, test } from 'vitest'
import type { MailboxSummary, ThreadSummary } from '../../core/defs/index.ts'
import { belongs, changeRows, isShown, type ListPages, mergeFirstPage, rowsOf } from './lists.ts'

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
  importance: 0,
  privacy: null,
  tagIds: [],
  ...change,
})
const pages = (...items: ThreadSummary[][]): ListPages => ({
  pages: items.map((page, at) => ({ items: page, nextCursor: `after${at}` })),
  pageParams: items.map((_, at) => (at === 0 ? null : `after${at - 1}`)),
})
const ids = (data: ListPages) => rowsOf(data).map(({ id }) => id)

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

test('a row whose newest message went moves down to where it belongs', () => {
  const loaded = pages([row('a', 90), row('b', 80)], [row('c', 70), row('d', 60)])
  const moved = changeRows(loaded, (old) => (old.id === 'a' ? { ...old, lastMs: 65 } : old))
  expect(ids(moved)).toEqual(['b', 'c', 'a', 'd'])
  expect(moved.pages.map(({ items }) => items.length)).toEqual([2, 2])
})

test('a row stands in the views that its mailboxes, tags, list and star say', () => {
  const box = (id: string, role: MailboxSummary['role']) =>
    [id, { id, role, accountId: 'one' } as MailboxSummary] as const
  const boxes = new Map([box('inbox1', 'inbox'), box('sent1', 'sent'), box('junk1', 'junk')])
  const thread = row('a', 1, { mailboxIds: ['inbox1', 'sent1'], tagIds: ['t1'], listId: 'l1' })
  const inViews = ['role:inbox', 'mailbox:sent1', 'all', 'tag:t1', 'list:l1', 'account:one']
  const notIn = ['role:archive', 'starred', 'tag:t2', 'list:l2', 'account:two']
  for (const view of inViews) expect(belongs(view, thread, boxes)).toBe(true)
  for (const view of notIn) expect(belongs(view, thread, boxes)).toBe(false)
  expect(belongs('account:one', row('b', 1, { mailboxIds: ['junk1'] }), boxes)).toBe(false)
})

test('what is less important than the range is not shown, unless it is starred', () => {
  const range = { min: -3, max: 10 }
  expect(isShown(row('a', 1, { importance: -3 }), range)).toBe(true)
  expect(isShown(row('a', 1, { importance: -4 }), range)).toBe(false)
  expect(isShown(row('a', 1, { importance: -4, flagged: true }), range)).toBe(true)
})
