import { describe, expect, test } from 'vitest'
import type { Message } from '../../../core/defs/index.ts'
import type { Stores } from '../index.ts'
import { add, commit, mailbox, message, noFlags, prepare, threadsIn } from './fixtures.ts'

const from = (address: string, label = ''): Pick<Message, 'participants'> => ({
  participants: [{ type: 'from', address, label }],
})

export function threadsSuite(stores: () => Stores): void {
  describe('threads', () => {
    const only = async (id: string) => {
      const [found] = await stores().threads.get([id])
      if (found === undefined) throw new Error(`no thread ${id}`)
      return found
    }

    test('show who wrote, latest last, the first subject bare and the newest excerpt', async () => {
      await prepare(stores())
      await add(
        stores(),
        'inbox',
        message('m1', 1, { threadId: 't', subject: 'RE: Fwd: Re[2]: AW: Lunch', ...from('ann@x', 'Ann') }),
        message('m2', 2, { threadId: 't', subject: 'Something else', ...from('bob@x', 'Bob') }),
        message('m3', 3, { threadId: 't', ...from('ANN@x', 'Ann B.'), listId: 'l', excerpt: 'newest' }),
      )
      expect(await only('t')).toMatchObject({
        subject: 'Lunch',
        people: [
          { address: 'bob@x', label: 'Bob' },
          { address: 'ANN@x', label: 'Ann B.' },
        ],
        count: 3,
        unread: 3,
        flagged: false,
        lastMessageId: 'm3',
        lastFrom: { address: 'ANN@x', label: 'Ann B.' },
        excerpt: 'newest',
        listId: 'l',
        mailboxIds: ['inbox'],
      })
    })

    test('name the eight latest people at most', async () => {
      await prepare(stores())
      const many = Array.from({ length: 12 }, (_, i) => message(`m${i}`, i, { threadId: 't', ...from(`p${i}@x`) }))
      await add(stores(), 'inbox', ...many)
      expect((await only('t')).people.map((person) => person.address)).toEqual(
        [4, 5, 6, 7, 8, 9, 10, 11].map((i) => `p${i}@x`),
      )
    })

    test('an answer that was sent lifts the thread in the inbox', async () => {
      await prepare(stores())
      await add(stores(), 'inbox', message('m1', 1, { threadId: 't' }), message('other', 5))
      expect(await threadsIn(stores(), 'role:inbox')).toEqual(['t-other', 't'])
      await add(stores(), 'sent', message('m2', 9, { threadId: 't', flags: { ...noFlags, seen: true } }))
      expect(await threadsIn(stores(), 'role:inbox')).toEqual(['t', 't-other'])
      expect(await threadsIn(stores(), 'role:sent')).toEqual(['t'])
      expect((await only('t')).mailboxIds).toEqual(['inbox', 'sent'])
    })

    test('what went into the bin is not summed up while the rest of the thread is there', async () => {
      await prepare(stores())
      await add(stores(), 'inbox', message('m1', 1, { threadId: 't', flags: { ...noFlags, seen: true } }))
      await add(stores(), 'trash', message('m2', 2, { threadId: 't' }))
      expect(await only('t')).toMatchObject({ count: 1, unread: 0, lastMessageId: 'm1' })
      expect(await threadsIn(stores(), 'role:trash')).toEqual(['t'])
      await commit(stores(), {
        membershipAdds: [{ mailboxId: 'trash', messageId: 'm1' }],
        membershipRemoves: [{ mailboxId: 'inbox', messageId: 'm1' }],
      })
      expect(await only('t')).toMatchObject({ count: 2, unread: 1, lastMessageId: 'm2' })
      expect(await threadsIn(stores(), 'all')).toEqual([])
      expect(await threadsIn(stores(), 'role:inbox')).toEqual([])
    })

    test('unread and starred views follow the flags', async () => {
      await prepare(stores())
      await add(stores(), 'inbox', message('m1', 1), message('m2', 2))
      const flags = { ...noFlags, seen: true, flagged: true }
      await commit(stores(), { messagePatches: [{ id: 'm1', from: {}, set: { flags } }] })
      expect(await threadsIn(stores(), 'role:inbox', true)).toEqual(['t-m2'])
      expect(await threadsIn(stores(), 'mailbox:inbox', true)).toEqual(['t-m2'])
      expect(await threadsIn(stores(), 'starred')).toEqual(['t-m1'])
      expect(await threadsIn(stores(), 'starred', true)).toEqual([])
    })

    test('merge into one: messages, refs and places', async () => {
      await prepare(stores())
      await add(stores(), 'inbox', message('m1', 1, { threadId: 'x' }))
      await add(stores(), 'archive', message('m2', 2, { threadId: 'y' }))
      await commit(stores(), {
        threadRefs: [
          { ref: 'r1', threadId: 'x' },
          { ref: 'r2', threadId: 'y' },
        ],
      })
      await commit(stores(), { threadMerges: [{ from: 'x', into: 'y' }] })
      expect(await stores().threads.get(['x'])).toEqual([])
      expect(await only('y')).toMatchObject({ count: 2, mailboxIds: ['archive', 'inbox'] })
      expect(await stores().threads.byRefs(['r1', 'r2'])).toEqual(
        new Map([
          ['r1', 'y'],
          ['r2', 'y'],
        ]),
      )
      expect(await stores().messages.ofThreads(['y'])).toEqual(['m1', 'm2'])
      expect((await stores().messages.get(['m1']))[0]?.threadId).toBe('y')
      expect(await threadsIn(stores(), 'role:inbox')).toEqual(['y'])
    })

    test('a message put again under another thread leaves the old one', async () => {
      await prepare(stores())
      await add(stores(), 'inbox', message('m1', 1, { threadId: 'x' }), message('m2', 2, { threadId: 'x' }))
      await add(stores(), 'inbox', message('m2', 2, { threadId: 'y' }))
      expect((await only('x')).count).toBe(1)
      expect((await only('y')).count).toBe(1)
      expect(await threadsIn(stores(), 'mailbox:inbox')).toEqual(['y', 'x'])
    })

    test('a new role of a mailbox shows its threads there at once', async () => {
      await prepare(stores())
      await commit(stores(), { recordPuts: [{ noun: 'mailbox', value: mailbox('plain') }] })
      await add(stores(), 'plain', message('m1', 1))
      expect(await threadsIn(stores(), 'role:drafts')).toEqual([])
      await commit(stores(), {
        recordPatches: [{ noun: 'mailbox', id: 'plain', from: { role: null }, set: { role: 'drafts' } }],
      })
      expect(await threadsIn(stores(), 'role:drafts')).toEqual(['t-m1'])
      await commit(stores(), { recordPatches: [{ noun: 'mailbox', id: 'plain', from: {}, set: { role: 'junk' } }] })
      expect(await threadsIn(stores(), 'role:drafts')).toEqual([])
      expect(await threadsIn(stores(), 'all')).toEqual([])
      expect((await stores().messages.list({ view: 'all', limit: 5 })).items).toEqual([])
    })

    test('their messages are paged oldest first', async () => {
      await prepare(stores())
      await add(stores(), 'inbox', ...[3, 1, 2].map((at) => message(`m${at}`, at, { threadId: 't' })))
      const first = await stores().threads.messages('t', undefined, 2)
      expect(first.items.map((item) => item.id)).toEqual(['m1', 'm2'])
      const second = await stores().threads.messages('t', first.nextCursor ?? undefined, 2)
      expect(second.items.map((item) => item.id)).toEqual(['m3'])
      expect(second.nextCursor).toBeNull()
    })

    test('pages of threads hold together', async () => {
      await prepare(stores())
      await add(stores(), 'inbox', ...Array.from({ length: 7 }, (_, i) => message(`m${i}`, i)))
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await stores().threads.list({ view: 'mailbox:inbox', limit: 3, cursor })
        seen.push(...page.items.map((item) => item.lastMessageId))
        cursor = page.nextCursor ?? undefined
      } while (cursor !== undefined)
      expect(seen).toEqual(['m6', 'm5', 'm4', 'm3', 'm2', 'm1', 'm0'])
      expect(await threadsIn(stores(), 'mailbox:unknown')).toEqual([])
    })
  })
}
