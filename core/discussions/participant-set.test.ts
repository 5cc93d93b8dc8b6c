import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Participant } from '../defs/index.ts'
import { participantSetOf } from './index.ts'

const hash = (text: Uint8Array | string) => createHash('sha256').update(text).digest('hex')
const person = (type: Participant['type'], address: string): Participant => ({ type, address, label: '' })
const setOf = (participants: Participant[], more: { listId?: string; threadId?: string } = {}) =>
  participantSetOf({ participants, listId: more.listId ?? null, threadId: more.threadId ?? 't1' }, hash)

const address = fc
  .tuple(fc.constantFrom('ann', 'bo', 'cy', 'dee', 'émile'), fc.constantFrom('x.org', 'Y.net'))
  .map(([local, domain]) => `${local}@${domain}`)
const people = fc
  .array(fc.tuple(fc.constantFrom('to', 'cc', 'bcc'), address), { maxLength: 8 })
  .map((all) => all.map(([type, each]) => person(type as Participant['type'], each)))

describe('the set of a message', () => {
  test('is the same whatever the order, the case, the field and the repetition of its addresses', () => {
    fc.assert(
      fc.property(people, address, fc.infiniteStream(fc.nat()), fc.boolean(), (others, from, random, upper) => {
        const first = setOf([person('from', from), ...others])
        const shuffled = others
          .map((each) => ({ each, at: random.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ each }) => person('to', upper ? each.address.toUpperCase() : each.address))
        expect(setOf([...shuffled, person('from', from.toUpperCase()), ...shuffled])).toEqual(first)
        expect(first.addresses).toEqual([...new Set(first.addresses)].sort())
      }),
    )
  })

  test('is another as soon as one address is', () => {
    const one = setOf([person('from', 'ann@x.org'), person('to', 'bo@x.org')])
    expect(setOf([person('from', 'ann@x.org'), person('to', 'bo+tag@x.org')]).id).not.toBe(one.id)
    expect(setOf([person('from', 'ann@x.org'), person('to', 'bo@x.org'), person('bcc', 'cy@x.org')]).id).not.toBe(
      one.id,
    )
  })

  test('counts who sends only when nobody says who wrote, and never where answers go', () => {
    const to = person('to', 'bo@x.org')
    expect(setOf([person('from', 'ann@x.org'), person('sender', 'office@x.org'), to]).addresses).toEqual([
      'ann@x.org',
      'bo@x.org',
    ])
    expect(setOf([person('sender', 'office@x.org'), to]).addresses).toEqual(['bo@x.org', 'office@x.org'])
    expect(setOf([person('from', 'ann@x.org'), person('reply-to', 'desk@x.org')]).addresses).toEqual(['ann@x.org'])
  })

  test('of a list is the list alone', () => {
    const one = setOf([person('from', 'ann@x.org'), person('to', 'plans@x.org')], { listId: 'plans.x.org' })
    expect(one).toMatchObject({ addresses: [], listId: 'plans.x.org' })
    expect(setOf([person('from', 'bo@x.org')], { listId: 'plans.x.org', threadId: 't2' })).toEqual(one)
  })

  test('that names nobody is its thread, so that strangers are not thrown together', () => {
    const nobody = setOf([person('from', '')])
    expect(nobody).toMatchObject({ addresses: [], threadId: 't1' })
    expect(setOf([], { threadId: 't2' }).id).not.toBe(nobody.id)
  })

  test('between more than a hundred addresses is a circular of its author', () => {
    const many = (count: number, from: string, host: string) =>
      setOf([person('from', from), ...Array.from({ length: count - 1 }, (_, i) => person('to', `p${i}@${host}`))])
    expect(many(100, 'ann@x.org', 'a.org')).toMatchObject({ circularBy: null })
    const circular = many(101, 'Ann@x.org', 'a.org')
    expect(circular).toMatchObject({ circularBy: 'ann@x.org', addresses: ['ann@x.org'] })
    expect(many(10_000, 'ann@x.org', 'b.org')).toEqual(circular)
    expect(many(101, 'bo@x.org', 'a.org').id).not.toBe(circular.id)
    expect(many(102, '', 'a.org')).toMatchObject({ circularBy: null, threadId: 't1', addresses: [] })
  })
})
