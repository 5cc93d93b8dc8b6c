import { describe, expect, test } from 'vitest'
import type { Stores } from '../index.ts'
import {
  account,
  add,
  commit,
  counts,
  listed,
  mailbox,
  message,
  noFlags,
  prepare,
  searchRow,
  threadsIn,
} from './fixtures.ts'

export function changeSetSuite(stores: () => Stores): void {
  describe('a change set', () => {
    test('is kept whole: message, place, search row, refs, remote copy and log together', async () => {
      await prepare(stores())
      await commit(stores(), {
        messages: [message('m1', 1)],
        threadRefs: [{ ref: 'r1', threadId: 't-m1' }],
        search: [searchRow('m1')],
        membershipAdds: [{ mailboxId: 'inbox', messageId: 'm1' }],
        remotePuts: [{ mailboxId: 'inbox', uid: 7, messageId: 'm1', flags: ['\\Seen'] }],
        log: [
          { clock: '000000000000001-0000-d', entity: 'message', id: 'm1', kind: 'set', field: 'seen', value: true },
        ],
      })
      expect(await listed(stores(), 'mailbox:inbox')).toEqual(['m1'])
      expect(await stores().threads.byRefs(['r1', 'r2'])).toEqual(new Map([['r1', 't-m1']]))
      expect(await stores().remote.byMessages(['m1'])).toEqual([
        { mailboxId: 'inbox', uid: 7, messageId: 'm1', flags: ['\\Seen'] },
      ])
      expect(await stores().log.count()).toBe(1)
    })

    test('that conflicts leaves nothing behind and tells the state now', async () => {
      await prepare(stores())
      await add(stores(), 'inbox', message('m1', 1))
      const result = await stores().commit({
        recordPuts: [{ noun: 'mailbox', value: mailbox('new') }],
        messages: [message('m2', 2)],
        membershipAdds: [{ mailboxId: 'inbox', messageId: 'm2' }],
        messagePatches: [{ id: 'm1', from: { subject: 'Another' }, set: { subject: 'Third' } }],
      })
      expect(result).toMatchObject({
        ok: false,
        conflict: { noun: 'message', id: 'm1', current: { subject: 'Subject of m1' } },
      })
      expect(await stores().records.get('mailbox', 'new')).toBeNull()
      expect(await listed(stores(), 'all')).toEqual(['m1'])
      expect(await threadsIn(stores(), 'all')).toEqual(['t-m1'])
      expect(await counts(stores(), 'inbox')).toEqual([1, 1])
      // and the next one goes on as if nothing had been
      await add(stores(), 'inbox', message('m3', 3))
      expect(await counts(stores(), 'inbox')).toEqual([2, 2])
    })

    test('a patch of something that is gone conflicts with null', async () => {
      const patch = { id: 'x', from: {}, set: { subject: 's' } }
      expect(await stores().commit({ messagePatches: [patch] })).toEqual({
        ok: false,
        conflict: { noun: 'message', id: 'x', current: null },
      })
    })

    test('patches compare values, not the order of their keys', async () => {
      await prepare(stores())
      await add(stores(), 'inbox', message('m1', 1))
      const { draft, ...rest } = noFlags
      await commit(stores(), {
        messagePatches: [{ id: 'm1', from: { flags: { draft, ...rest } }, set: { flags: { ...noFlags, seen: true } } }],
      })
      expect((await stores().messages.get(['m1']))[0]?.flags.seen).toBe(true)
    })

    test('a whole new record that is there already conflicts and is left as it was', async () => {
      await prepare(stores())
      const result = await stores().commit({
        recordInserts: [{ noun: 'account', value: { ...account('a'), name: 'Other' } }],
      })
      expect(result).toMatchObject({
        ok: false,
        conflict: { noun: 'account', id: 'a', current: { name: 'Zoë Ångström' } },
      })
    })

    test('a message put into a mailbox that is gone conflicts, so that no message ends up nowhere', async () => {
      await prepare(stores())
      const result = await stores().commit({
        messages: [message('m1', 1)],
        membershipAdds: [{ mailboxId: 'gone', messageId: 'm1' }],
      })
      expect(result).toEqual({ ok: false, conflict: { noun: 'mailbox', id: 'gone', current: null } })
      expect(await stores().messages.get(['m1'])).toEqual([])
    })

    test('moves: out of one mailbox and into another in one step', async () => {
      await prepare(stores())
      await add(stores(), 'inbox', message('m1', 1), message('m2', 2, { flags: { ...noFlags, seen: true } }))
      await commit(stores(), {
        membershipAdds: ['m1', 'm2'].map((messageId) => ({ mailboxId: 'archive', messageId })),
        membershipRemoves: ['m1', 'm2'].map((messageId) => ({ mailboxId: 'inbox', messageId })),
      })
      expect(await listed(stores(), 'mailbox:inbox')).toEqual([])
      expect(await listed(stores(), 'role:archive')).toEqual(['m2', 'm1'])
      expect(await counts(stores(), 'inbox')).toEqual([0, 0])
      expect(await counts(stores(), 'archive')).toEqual([2, 1])
      expect(await threadsIn(stores(), 'role:inbox')).toEqual([])
      expect(await threadsIn(stores(), 'role:archive')).toEqual(['t-m2', 't-m1'])
    })

    test('adding a message twice to a mailbox counts it once', async () => {
      await prepare(stores())
      await add(stores(), 'inbox', message('m1', 1))
      await add(stores(), 'inbox', message('m1', 1))
      await commit(stores(), { membershipRemoves: [{ mailboxId: 'archive', messageId: 'm1' }] })
      expect(await counts(stores(), 'inbox')).toEqual([1, 1])
    })

    test('removing a message takes its places, its copies and its thread', async () => {
      await prepare(stores())
      await add(stores(), 'inbox', message('m1', 1))
      await commit(stores(), {
        threadRefs: [{ ref: 'r', threadId: 't-m1' }],
        remotePuts: [{ mailboxId: 'inbox', uid: 1, messageId: 'm1', flags: [] }],
      })
      await commit(stores(), { messageRemoves: ['m1', 'never-there'] })
      expect(await stores().messages.get(['m1'])).toEqual([])
      expect(await counts(stores(), 'inbox')).toEqual([0, 0])
      expect(await stores().remote.count('inbox')).toBe(0)
      expect(await stores().threads.get(['t-m1'])).toEqual([])
      expect((await stores().threads.byRefs(['r'])).size).toBe(0)
    })

    test('removing a mailbox takes what stood only in it, and nothing else', async () => {
      await prepare(stores())
      await add(stores(), 'inbox', message('only', 1), message('both', 2))
      await commit(stores(), {
        membershipAdds: [{ mailboxId: 'archive', messageId: 'both' }],
        remotePuts: [{ mailboxId: 'inbox', uid: 1, messageId: 'both', flags: [] }],
      })
      await commit(stores(), { recordRemoves: [{ noun: 'mailbox', id: 'inbox' }] })
      expect(await listed(stores(), 'all')).toEqual(['both'])
      expect((await stores().messages.get(['both']))[0]?.mailboxIds).toEqual(['archive'])
      expect(await stores().remote.byMessages(['both'])).toEqual([])
      expect(await threadsIn(stores(), 'role:inbox')).toEqual([])
      expect(await stores().mailboxes.counts(['inbox'])).toEqual([])
      expect(await counts(stores(), 'archive')).toEqual([1, 1])
    })

    test('removing an account takes its mailboxes and what stood only in them', async () => {
      await prepare(stores())
      await commit(stores(), {
        recordInserts: [
          { noun: 'account', value: account('b') },
          { noun: 'mailbox', value: mailbox('b-inbox', 'inbox', 'b') },
        ],
      })
      await add(stores(), 'inbox', message('m1', 1))
      await add(stores(), 'b-inbox', message('m2', 2))
      await commit(stores(), { recordRemoves: [{ noun: 'account', id: 'a' }] })
      expect(await listed(stores(), 'all')).toEqual(['m2'])
      expect((await stores().records.list('mailbox', { limit: 10 })).items.map((item) => item.id)).toEqual(['b-inbox'])
    })
  })
}
