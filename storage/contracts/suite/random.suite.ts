import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MailboxRole } from '../../../core/defs/index.ts'
import type { Stores } from '../index.ts'
import { commit, counts, mailbox, message, noFlags, searchRow } from './fixtures.ts'

const mailboxIds = ['p', 'q', 'r'] as const
const roles: (MailboxRole | null)[] = ['inbox', 'trash', 'junk', 'sent', null]
const id = fc.constantFrom('m1', 'm2', 'm3', 'm4')
const step = fc.oneof(
  fc.record({
    kind: fc.constant('put' as const),
    id,
    at: fc.integer({ min: 0, max: 5 }),
    thread: fc.constantFrom('x', 'y', 'z'),
    seen: fc.boolean(),
    flagged: fc.boolean(),
    mailboxId: fc.constantFrom(...mailboxIds),
  }),
  fc.record({
    kind: fc.constantFrom('leave' as const, 'join' as const),
    id,
    mailboxId: fc.constantFrom(...mailboxIds),
  }),
  fc.record({ kind: fc.constant('remove' as const), id }),
  fc.record({ kind: fc.constant('merge' as const), from: fc.constantFrom('x', 'y'), into: fc.constantFrom('y', 'z') }),
  fc.record({
    kind: fc.constant('role' as const),
    mailboxId: fc.constantFrom(...mailboxIds),
    role: fc.constantFrom(...roles),
  }),
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** Whatever was done in whatever order, the lists and counts are what follows from the messages and their places. */
export function randomSuite(stores: () => Stores): void {
  describe('any history', () => {
    test('leaves counts, lists, threads and views that follow from the messages', async () => {
      let round = 0
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
          round += 1
          await clear(stores())
          for (const each of steps) await apply(stores(), each)
          await check(stores())
        }),
        { numRuns: 25 },
      )
      expect(round).toBeGreaterThan(0)
    })
  })
}

async function clear(stores: Stores): Promise<void> {
  await commit(stores, {
    messageRemoves: ['m1', 'm2', 'm3', 'm4'],
    recordRemoves: mailboxIds.map((mailboxId) => ({ noun: 'mailbox', id: mailboxId })),
  })
  await commit(stores, { recordPuts: mailboxIds.map((mailboxId) => ({ noun: 'mailbox', value: mailbox(mailboxId) })) })
}

async function apply(stores: Stores, each: Step): Promise<void> {
  switch (each.kind) {
    case 'put': {
      const flags = { ...noFlags, seen: each.seen, flagged: each.flagged }
      return commit(stores, {
        messages: [message(each.id, each.at, { threadId: each.thread, flags })],
        search: [searchRow(each.id)],
        membershipAdds: [{ mailboxId: each.mailboxId, messageId: each.id }],
      })
    }
    case 'join':
      await stores.commit({ membershipAdds: [{ mailboxId: each.mailboxId, messageId: each.id }] })
      return
    case 'leave':
      return commit(stores, { membershipRemoves: [{ mailboxId: each.mailboxId, messageId: each.id }] })
    case 'remove':
      return commit(stores, { messageRemoves: [each.id] })
    case 'merge':
      return commit(stores, { threadMerges: [{ from: each.from, into: each.into }] })
    case 'role':
      return commit(stores, { recordPuts: [{ noun: 'mailbox', value: mailbox(each.mailboxId, each.role) }] })
  }
}

async function check(stores: Stores): Promise<void> {
  const boxes = (await stores.records.list('mailbox', { limit: 9 })).items
  const roleOf = new Map(boxes.map((box) => [box.id, box.role]))
  const all = await stores.messages.get(await stores.messages.walk(null, 99))
  const newestFirst = [...all].sort((a, b) => b.sortMs - a.sortMs)
  const isVisible = (mailboxId: string) => !['junk', 'trash'].includes(roleOf.get(mailboxId) ?? '')
  const visible = newestFirst.filter((each) => each.mailboxIds.some(isVisible))

  for (const mailboxId of mailboxIds) {
    const held = all.filter((each) => each.mailboxIds.includes(mailboxId))
    expect(await counts(stores, mailboxId)).toEqual([held.length, held.filter((each) => !each.flags.seen).length])
    const page = await stores.messages.list({ view: `mailbox:${mailboxId}`, limit: 99 })
    expect(page.items.map((each) => each.id).sort()).toEqual(held.map((each) => each.id).sort())
    const threads = await stores.threads.list({ view: `mailbox:${mailboxId}`, limit: 99 })
    expect(threads.items.map((thread) => thread.id).sort()).toEqual(
      [...new Set(held.map((each) => each.threadId))].sort(),
    )
  }
  const listedTimes = (await stores.messages.list({ view: 'all', limit: 99 })).items.map((each) => each.sortMs)
  expect(listedTimes).toEqual(visible.map((each) => each.sortMs))
  const starred = await stores.threads.list({ view: 'starred', limit: 99 })
  expect(starred.items.map((thread) => thread.id).sort()).toEqual(
    [...new Set(visible.filter((each) => each.flags.flagged).map((each) => each.threadId))].sort(),
  )
  for (const thread of await stores.threads.get(['x', 'y', 'z'])) {
    const members = all.filter((each) => each.threadId === thread.id)
    const shown = members.filter((each) => each.mailboxIds.some(isVisible))
    const counted = shown.length > 0 ? shown : members
    expect([thread.count, thread.unread]).toEqual([counted.length, counted.filter((each) => !each.flags.seen).length])
    expect(thread.lastMs).toBe(Math.max(...counted.map((each) => each.sortMs)))
    expect(thread.mailboxIds).toEqual([...new Set(members.flatMap((each) => each.mailboxIds))].sort())
  }
}
