import { expect, test } from 'vitest'
import { touchedBy } from './touched.ts'

const cut = { more: false }

test('a batch of events is one list of what to look at, each thing once', () => {
  const touched = touchedBy([
    { type: 'messages.changed', messageIds: ['m1', 'm2'], threadIds: ['t1'], mailboxIds: [], ...cut },
    { type: 'privacy.changed', messageIds: ['m2', 'm3'], ...cut },
    { type: 'contacts.changed', contactIds: ['c1'], ...cut },
  ])
  expect(touched).toMatchObject({ added: false, more: false })
  expect([...(touched?.messages ?? [])]).toEqual(['m1', 'm2', 'm3'])
  expect([...(touched?.threads ?? [])]).toEqual(['t1'])
  expect([...(touched?.contacts ?? [])]).toEqual(['c1'])
})

test('where discussions were regrouped there may be rows that were not there', () => {
  expect(touchedBy([{ type: 'discussions.changed', discussionIds: ['d1'], ...cut }])).toMatchObject({ added: true })
})

test('a list that is cut means that anything may have changed', () => {
  expect(touchedBy([{ type: 'privacy.changed', messageIds: [], more: true }])).toMatchObject({ more: true })
})
