import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rootsOf } from './joins.ts'
import { discussionOf } from './resolve.ts'

const hash = (text: Uint8Array | string) => createHash('sha256').update(text).digest('hex')
const set = (...addresses: string[]) => ({
  id: addresses.join(),
  addresses: [...addresses].sort(),
  listId: null,
  circularBy: null,
  threadId: null,
})

interface Book {
  readonly contacts?: Readonly<Record<string, readonly string[]>>
  readonly own?: readonly string[]
  readonly lists?: Readonly<Record<string, string>>
}
const discussion = (
  of: Parameters<typeof discussionOf>[0],
  { contacts = {}, own = ['me@x.org'], lists = {} }: Book = {},
) =>
  discussionOf(
    of,
    {
      book: { contactsOf: (address) => contacts[address] ?? [], own: () => new Set(own) },
      listAt: (address) => lists[address] ?? null,
    },
    hash,
  )

describe('people', () => {
  test('are told from each other by their addresses as long as nobody says who they are', () => {
    expect(discussion(set('ann@x.org', 'me@x.org'))).not.toBe(discussion(set('ann@y.org', 'me@x.org')))
  })

  test('are the same whichever of their addresses they use', () => {
    const contacts = { 'ann@x.org': ['ann'], 'ann@y.org': ['ann'] }
    const both = ['ann@x.org', 'ann@y.org'].map((address) => discussion(set(address, 'me@x.org'), { contacts }))
    expect(both[0]).toBe(both[1])
    expect(discussion(set('ann@x.org', 'ann@y.org', 'me@x.org'), { contacts })).toBe(both[0])
    expect(discussion(set('ann@x.org', 'bo@x.org', 'me@x.org'), { contacts })).not.toBe(both[0])
  })

  test('whom the user writes to are the same whichever own address is used, and if none stands there', () => {
    fc.assert(
      fc.property(
        fc.subarray(['ann@x.org', 'bo@x.org', 'cy@x.org'], { minLength: 1 }),
        fc.subarray(['me@x.org', 'me@y.org', 'me@z.org']),
        (others, mine) => {
          const own = ['me@x.org', 'me@y.org', 'me@z.org']
          expect(discussion(set(...others, ...mine), { own })).toBe(discussion(set(...others), { own }))
        },
      ),
    )
  })

  test('who share an address are all meant by it', () => {
    const contacts = { 'family@x.org': ['ann', 'bo'], 'ann@x.org': ['ann'], 'bo@x.org': ['bo'] }
    const family = discussion(set('family@x.org', 'me@x.org'), { contacts })
    expect(discussion(set('ann@x.org', 'bo@x.org', 'me@x.org'), { contacts })).toBe(family)
    expect(discussion(set('ann@x.org', 'family@x.org'), { contacts })).toBe(family)
    expect(discussion(set('ann@x.org', 'me@x.org'), { contacts })).not.toBe(family)
  })

  test('do not take over an address that is the user’s own', () => {
    const contacts = { 'me@x.org': ['spouse'] }
    expect(discussion(set('ann@x.org', 'me@x.org'), { contacts })).toBe(discussion(set('ann@x.org')))
  })
})

test('notes to oneself are one discussion, whichever own addresses they go between', () => {
  const own = ['me@x.org', 'me@y.org']
  expect(discussion(set('me@x.org'), { own })).toBe(discussion(set('me@x.org', 'me@y.org'), { own }))
})

test('what goes to where a list takes posts is the list’s, whoever else is asked', () => {
  const lists = { 'plans@x.org': 'plans.x.org' }
  const list = discussion({ ...set(), listId: 'plans.x.org' })
  expect(discussion(set('me@x.org', 'plans@x.org'), { lists })).toBe(list)
  expect(discussion(set('ann@x.org', 'me@x.org', 'plans@x.org'), { lists })).toBe(list)
  expect(discussion(set('ann@x.org', 'me@x.org'), { lists })).not.toBe(list)
  // nobody makes a list of the user
  expect(discussion(set('ann@x.org', 'me@x.org'), { lists: { 'me@x.org': 'evil' } })).toBe(discussion(set('ann@x.org')))
})

test('circulars of one person are one discussion, apart from what is written to few', () => {
  const contacts = { 'ann@x.org': ['ann'], 'ann@y.org': ['ann'] }
  const circular = (by: string) => ({ ...set(by), circularBy: by })
  expect(discussion(circular('ann@x.org'), { contacts })).toBe(discussion(circular('ann@y.org'), { contacts }))
  expect(discussion(circular('ann@x.org'), { contacts })).not.toBe(discussion(set('ann@x.org'), { contacts }))
})

describe('joins', () => {
  const groups = fc.array(fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1, maxLength: 3 }))

  test('make one of everything that is joined to each other, in any order', () => {
    fc.assert(
      fc.property(groups, fc.infiniteStream(fc.nat()), (given, random) => {
        const roots = rootsOf(given)
        const shuffled = given
          .map((group) => ({ group: [...group].reverse(), at: random.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ group }) => group)
        const again = rootsOf(shuffled)
        for (const id of 'abcdef') expect(again.get(id) ?? id).toBe(roots.get(id) ?? id)
        for (const group of given) expect(new Set(group.map((id) => roots.get(id) ?? id)).size).toBe(1)
        for (const root of roots.values()) expect(roots.get(root)).toBe(root)
      }),
    )
  })

  test('leave alone what is not joined', () => {
    expect(rootsOf([['b', 'a'], ['c']])).toEqual(
      new Map([
        ['a', 'a'],
        ['b', 'a'],
      ]),
    )
  })
})
