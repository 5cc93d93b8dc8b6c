import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatRoute, listOf, parseRoute, type Route } from './route.ts'

const read = (address: string) => {
  const { pathname, search } = new URL(address, 'http://localhost')
  return parseRoute(pathname, search)
}
const text = fc.string({ minLength: 1, maxLength: 40, unit: 'binary' }).map((value) => value.toWellFormed())
const view = fc.oneof(
  fc.constantFrom('role:inbox', 'role:sent', 'starred', 'all'),
  text.map((id) => `mailbox:${id}`),
)
const place: fc.Arbitrary<Route> = fc.oneof(
  fc.record({ name: fc.constant('timeline' as const), unread: fc.boolean() }),
  fc.record({ name: fc.constant('view' as const), view, unread: fc.boolean() }),
  fc.record({
    name: fc.constant('discussion' as const),
    id: text,
    view,
    unread: fc.boolean(),
    threadId: fc.option(text),
    messageId: fc.option(text),
  }),
  fc.record({ name: fc.constant('contact' as const), id: text }),
  fc.record({ name: fc.constant('thread' as const), id: text, view, unread: fc.boolean() }),
  fc.record({ name: fc.constant('message' as const), id: text, view }),
  fc.record({ name: fc.constant('search' as const), query: text, messageId: fc.option(text) }),
  fc.record({ name: fc.constant('draft' as const), id: text }),
  fc.record({ name: fc.constant('settings' as const), page: fc.constantFrom('accounts', 'data') }),
  fc.constant({ name: 'drafts' as const }),
  fc.constant({ name: 'welcome' as const }),
  fc.constant({ name: 'contacts' as const }),
  fc.constant({ name: 'connections' as const }),
)
/** A browser rewrites these as path segments before the program sees them; no id of ours is one. */
const isDots = (value: string) => value === '.' || value === '..'

describe('addresses', () => {
  test('every place is found again by its address: reload and a copied link lead back', () => {
    fc.assert(
      fc.property(place, (route) => {
        fc.pre(!('id' in route && isDots(route.id)) && !('view' in route && isDots(route.view)))
        expect(read(formatRoute(route))).toEqual(route)
      }),
    )
  })

  test('/messages/ID opens that message, /search?q= that search', () => {
    expect(read('/messages/abc')).toEqual({ name: 'message', id: 'abc', view: 'role:inbox' })
    expect(read('/search?q=from:amira%20box')).toEqual({ name: 'search', query: 'from:amira box', messageId: null })
  })

  test('/discussions/ID?message= lands on that message of it', () => {
    expect(read('/discussions/d1?message=m1')).toMatchObject({ name: 'discussion', id: 'd1', messageId: 'm1' })
  })

  test('an unknown or broken address leads to the timeline', () => {
    for (const address of ['/', '/nowhere', '/threads', '/discussions', '/index.html'])
      expect(read(address).name).toBe('timeline')
    expect(parseRoute('/threads/%E0%A4%A', '')).toMatchObject({ name: 'thread', id: '%E0%A4%A' })
  })

  test('an open thread keeps the list it was opened from', () => {
    expect(listOf(read('/threads/t1?in=starred&unread=1'))).toEqual({ view: 'starred', unread: true })
    expect(listOf(read('/settings/data'))).toBeNull()
  })
})
