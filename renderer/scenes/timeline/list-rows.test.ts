import { expect, test } from 'vitest'
import { fixtureStore, toThread } from '../../gallery/mail.ts'
import { groupAt, rangeBetween, stepFrom, toListRows } from './list-rows.ts'
import { facePerson, peopleText } from './people-names.ts'
import { rowName } from './row-name.ts'

const now = new Date('2026-11-24T15:00:00').getTime()
const threads = [...Map.groupBy(fixtureStore(now, 40).messages.values(), ({ threadId }) => threadId).values()]
  .map(toThread)
  .toSorted((a, b) => b.lastMs - a.lastMs)
const words = { you: 'You', unknown: 'Unknown sender' }
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

test('a row names the others, latest first; three and more by their given names', () => {
  const people = [
    { label: 'Amira Haddad', address: 'amira@haddad.example' },
    { label: 'Noé Lambert', address: 'Noe@lambert.example' },
    { label: 'Jonas Weiß', address: 'jonas.weiss@stadtarchiv.example' },
  ]
  expect(peopleText(people, own, words)).toBe('Jonas Weiß, Amira Haddad')
  const four = [...people, { label: '陈丽华 Chen Lihua', address: 'l@univ.example' }]
  expect(peopleText(four, own, words)).toBe('陈丽华 Chen Lihua, Jonas, Amira')
  expect(peopleText([{ label: 'Noé', address: 'noe@lambert.example' }], own, words)).toBe('You')
  expect(peopleText([], own, words)).toBe('Unknown sender')
  expect(facePerson(people, own)?.label).toBe('Jonas Weiß')
})

test('a screen reader hears state, who, subject, time, extras, in this order', () => {
  expect(
    rowName({
      unread: 'Unread',
      who: 'Chen Lihua',
      count: null,
      subject: '周五的会议',
      time: '14:05',
      starred: 'starred',
      attachment: null,
    }),
  ).toBe('Unread, Chen Lihua, 周五的会议, 14:05, starred')
})
