// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { fixtureConnection } from '../gallery/fixture-client.ts'
import { changeMessages } from './message-pages.ts'

test('messages are changed in their place, one that is gone leaves, pages without them stay the same', async () => {
  const { client } = fixtureConnection('')
  const [first, second] = await Promise.all(
    ['with-amira-jonas', 'with-lihua'].map((id) => client.discussions.messages({ id })),
  )
  if (!first || !second) throw new Error('The fixture has both discussions.')
  const data = { pages: [first, second], pageParams: [null, 'next'] }
  const [a, b] = first.items
  if (!a || !b) throw new Error('The fixture has several messages.')
  const starred = { ...a, flags: { ...a.flags, flagged: true } }
  const changed = changeMessages(
    data,
    new Map([
      [a.id, starred],
      [b.id, null],
    ]),
  )
  expect(changed.pages[0]?.items[0]).toBe(starred)
  expect(changed.pages[0]?.items.map(({ id }) => id)).not.toContain(b.id)
  expect(changed.pages[1]).toBe(second)
  expect(changeMessages(data, new Map([['unknown', null]]))).toBe(data)
})
