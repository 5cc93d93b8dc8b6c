import { expect, test } from 'vitest'
import type { ListItem } from '../../client/index.ts'
import { fixtureStore, toThread } from '../../gallery/mail.ts'
import { groupAt, rangeBetween, stepFrom, toListRows } from './list-rows.ts'
import { rowName } from './row-name.ts'
import { saidBy } from './said-by.ts'

const now = new Date('2026-11-24T15:00:00').getTime()
const threads = [...Map.groupBy(fixtureStore(now, 40).messages.values(), ({ threadId }) => threadId).values()]
  .map(toThread)
  .toSorted((a, b) => b.lastMs - a.lastMs)
const own = new Set(['noe@lambert.example'])

test('headings stand before their rows and count them, but for the last while more may come', () => {
  const rows = toListRows(threads, now, false)
  expect(rows[0]).toMatchObject({ kind: 'group', key: 'today', count: 6 })
  const groups = rows.filter((row) => row.kind === 'group')
  expect(groups.at(-1)?.count).toBeNull()
  expect(
    toListRows(threads, now, true)
      .filter((row) => row.kind === 'group')
      .at(-1)?.count,
  ).toBeGreaterThan(0)
  expect(groupAt(rows, 3)?.key).toBe('today')
})

test('arrow keys step over headings and stop at the ends', () => {
  const rows = toListRows(threads, now, true)
  const lastToday = threads[5]?.id ?? ''
  expect(stepFrom(rows, lastToday, 1)).toBe(threads[6]?.id)
  expect(stepFrom(rows, null, 1)).toBe(threads[0]?.id)
  expect(stepFrom(rows, threads[0]?.id ?? '', -1)).toBe(threads[0]?.id)
  expect(stepFrom(rows, threads[0]?.id ?? '', Number.POSITIVE_INFINITY)).toBe(threads.at(-1)?.id)
})

test('Shift chooses everything between, whichever way', () => {
  const rows = toListRows(threads, now, true)
  const [a, b, c] = threads.map(({ id }) => id)
  expect(rangeBetween(rows, a ?? '', c ?? '')).toEqual([a, b, c])
  expect(rangeBetween(rows, c ?? '', a ?? '')).toEqual([a, b, c])
})

test('a screen reader hears state, who, subject, time, privacy, importance, extras, in this order', () => {
  expect(
    rowName({
      unread: 'Unread',
      who: 'Chen Lihua',
      subject: '周五的会议',
      time: '14:05',
      privacy: 'privacy strong',
      importance: 'importance 7',
      extras: [null, 'starred', '2 attachments'],
    }),
  ).toBe('Unread, Chen Lihua, 周五的会议, 14:05, privacy strong, importance 7, starred, 2 attachments')
})

test('last words say whose they are: the user’s own, and one of several people’s', () => {
  const [first] = threads
  const item = (change: object) => ({ ...(first as ListItem), ...change }) as ListItem
  const amira = { label: 'Amira Haddad', address: 'amira@haddad.example' }
  const noe = { label: 'Noé Lambert', address: 'noe@lambert.example' }
  expect(saidBy(item({ peopleCount: 2, lastOwn: true, lastFrom: noe }), own)).toBe('you')
  expect(saidBy(item({ peopleCount: 2, lastOwn: false, lastFrom: amira }), own)).toEqual({ name: 'Amira' })
  expect(saidBy(item({ peopleCount: 1, lastOwn: false, lastFrom: amira }), own)).toBeNull()
  expect(saidBy(item({ count: 2, lastFrom: noe }), own)).toBe('you')
  expect(saidBy(item({ count: 1, lastFrom: noe }), own)).toBeNull()
})
