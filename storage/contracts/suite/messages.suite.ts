import { describe, expect, test } from 'vitest'
import type { Message } from '../../../core/defs/index.ts'
import type { Stores } from '../index.ts'
import { add, blob, commit, counts, listed, mailbox, message, noFlags, prepare } from './fixtures.ts'

export function messagesSuite(stores: () => Stores): void {
  describe('messages', () => {
    test('come back exactly as they went in, whatever stands in them', async () => {
      await prepare(stores())
      const full: Message = message('m1', 1, {
        subject: 'Ünïcödé 你好 مرحبا 👩‍👩‍👧 "quoted" \'; drop table messages; --',
        excerpt: 'a\u0000b\u200fc',
        participants: [
          { type: 'from', address: 'A+Tag@Example.ORG', label: '' },
          { type: 'reply-to', address: 'r@x', label: 'R' },
          { type: 'sender', address: 's@x', label: '' },
          { type: 'to', address: '收件@例子.中国', label: '收件人' },
          { type: 'cc', address: 'c@x', label: '' },
          { type: 'bcc', address: 'b@x', label: '' },
        ],
        attachments: [
          { index: 0, name: 'a.pdf', type: 'application/pdf', sizeBytes: 9, contentId: null, inline: false },
          { index: 1, name: '', type: 'image/png', sizeBytes: 0, contentId: 'x@y', inline: true },
        ],
        inReplyTo: ['p@mid'],
        references: ['a@mid', 'p@mid'],
        listId: 'list.example.org',
        bodyState: 'unreadable',
        problem: 'too deep',
        copies: [{ blob: blob('x').hash, sizeBytes: 1 }],
        flags: { seen: true, flagged: true, answered: true, forwarded: true, draft: true },
        hasLink: true,
        hasInvite: true,
      })
      await add(stores(), 'inbox', full)
      expect(await stores().messages.get(['m1'])).toEqual([
        { ...full, mailboxIds: ['inbox'], discussionId: '', tagIds: [] },
      ])
      expect(await stores().messages.byMessageIds(['m1@mid', 'none'])).toEqual([full])
    })

    test('are given in the order asked for, unknown ones left out', async () => {
      await prepare(stores())
      await add(stores(), 'inbox', message('m1', 1), message('m2', 2))
      const found = await stores().messages.get(['m2', 'x', 'm1'])
      expect(found.map((item) => item.id)).toEqual(['m2', 'm1'])
      expect(await stores().messages.ofThreads(['t-m2', 'x', 't-m1'])).toEqual(['m2', 'm1'])
    })

    test('are listed newest first whatever the order of arrival', async () => {
      await prepare(stores())
      await add(stores(), 'inbox', message('new', 30), message('old', 10))
      await add(stores(), 'inbox', message('middle', 20))
      await add(stores(), 'inbox', message('ancient', -10_000_000_000), message('future', 10_000_000_000))
      expect(await listed(stores(), 'mailbox:inbox')).toEqual(['future', 'new', 'middle', 'old', 'ancient'])
    })

    test('of the same second stand in the order they came', async () => {
      await prepare(stores())
      for (const id of ['first', 'second', 'third']) await add(stores(), 'inbox', message(id, 5))
      expect(await listed(stores(), 'all')).toEqual(['third', 'second', 'first'])
    })

    test('pages hold together while new mail comes in and old mail goes', async () => {
      await prepare(stores())
      await add(stores(), 'inbox', ...Array.from({ length: 10 }, (_, i) => message(`m${i}`, i)))
      const first = await stores().messages.list({ view: 'role:inbox', limit: 4 })
      expect(first.items.map((item) => item.id)).toEqual(['m9', 'm8', 'm7', 'm6'])
      await add(stores(), 'inbox', message('newest', 100))
      await commit(stores(), { messageRemoves: ['m6', 'm3'] })
      const seen: string[] = []
      for (let cursor = first.nextCursor; cursor !== null; ) {
        const page = await stores().messages.list({ view: 'role:inbox', limit: 2, cursor })
        seen.push(...page.items.map((item) => item.id))
        cursor = page.nextCursor
      }
      expect(seen).toEqual(['m5', 'm4', 'm2', 'm1', 'm0'])
    })

    test('a page of exactly the limit has no next one', async () => {
      await prepare(stores())
      await add(stores(), 'inbox', message('m1', 1), message('m2', 2))
      expect((await stores().messages.list({ view: 'all', limit: 2 })).nextCursor).toBeNull()
      expect((await stores().messages.list({ view: 'all', limit: 1 })).nextCursor).not.toBeNull()
    })

    test('a role shows the mailboxes of all accounts as one list, each message once', async () => {
      await prepare(stores())
      await commit(stores(), { recordInserts: [{ noun: 'mailbox', value: mailbox('inbox2', 'inbox', 'b') }] })
      await add(stores(), 'inbox', message('m1', 1), message('m3', 3))
      await add(stores(), 'inbox2', message('m2', 2), message('m3', 3))
      expect(await listed(stores(), 'role:inbox')).toEqual(['m3', 'm2', 'm1'])
      const first = await stores().messages.list({ view: 'role:inbox', limit: 1 })
      const second = await stores().messages.list({ view: 'role:inbox', limit: 1, cursor: first.nextCursor ?? '' })
      expect(second.items.map((item) => item.id)).toEqual(['m2'])
    })

    test('starred and all leave out what lies only in junk and trash', async () => {
      await prepare(stores())
      const starred = { ...noFlags, flagged: true }
      await add(stores(), 'inbox', message('kept', 1, { flags: starred }), message('plain', 2))
      await add(stores(), 'trash', message('binned', 3, { flags: starred }), message('rescued', 4, { flags: starred }))
      await commit(stores(), { membershipAdds: [{ mailboxId: 'archive', messageId: 'rescued' }] })
      expect(await listed(stores(), 'starred')).toEqual(['rescued', 'kept'])
      expect(await listed(stores(), 'all')).toEqual(['rescued', 'plain', 'kept'])
      expect(await listed(stores(), 'role:trash')).toEqual(['rescued', 'binned'])
    })

    test('unread lists and counts follow the seen flag in every mailbox that holds the message', async () => {
      await prepare(stores())
      await add(stores(), 'inbox', message('m1', 1), message('m2', 2))
      await commit(stores(), { membershipAdds: [{ mailboxId: 'archive', messageId: 'm1' }] })
      const seen = { ...noFlags, seen: true }
      await commit(stores(), { messagePatches: [{ id: 'm1', from: { flags: noFlags }, set: { flags: seen } }] })
      for (const view of ['mailbox:inbox', 'role:inbox', 'all'])
        expect(await listed(stores(), view, true)).toEqual(['m2'])
      expect(await listed(stores(), 'mailbox:archive', true)).toEqual([])
      expect(await counts(stores(), 'inbox')).toEqual([2, 1])
      expect(await counts(stores(), 'archive')).toEqual([1, 0])
      await commit(stores(), { messagePatches: [{ id: 'm1', from: { flags: seen }, set: { flags: noFlags } }] })
      expect(await counts(stores(), 'archive')).toEqual([1, 1])
      expect(await listed(stores(), 'starred', true)).toEqual([])
    })

    test('a message put again with another date moves with all that belongs to it', async () => {
      await prepare(stores())
      await add(stores(), 'inbox', message('m1', 1), message('m2', 2))
      await commit(stores(), { remotePuts: [{ mailboxId: 'inbox', uid: 1, messageId: 'm1', flags: [] }] })
      await add(stores(), 'inbox', message('m1', 3, { subject: 'later' }))
      expect(await listed(stores(), 'mailbox:inbox')).toEqual(['m1', 'm2'])
      expect((await stores().threads.list({ view: 'role:inbox', limit: 1 })).items[0]?.id).toBe('t-m1')
      expect(await stores().remote.byMessages(['m1'])).toHaveLength(1)
      expect(await counts(stores(), 'inbox')).toEqual([2, 2])
    })

    test('can be walked in id order', async () => {
      await prepare(stores())
      await add(stores(), 'inbox', message('b', 1), message('c', 2), message('a', 3))
      expect(await stores().messages.walk(null, 2)).toEqual(['a', 'b'])
      expect(await stores().messages.walk('b', 2)).toEqual(['c'])
    })

    test('whose body is still on the server are found newest first, until it comes', async () => {
      await prepare(stores())
      const pending = [1, 2, 3].map((at) => message(`m${at}`, at, { bodyState: 'pending' }))
      await add(stores(), 'inbox', ...pending, message('done', 9))
      await commit(stores(), {
        remotePuts: ['m1', 'm2', 'm3', 'done'].map((messageId, i) => ({
          mailboxId: 'inbox',
          uid: i + 1,
          messageId,
          flags: [],
        })),
      })
      const ids = async () => (await stores().messages.pendingBodies('inbox', 2)).map((copy) => copy.messageId)
      expect(await ids()).toEqual(['m3', 'm2'])
      await add(stores(), 'inbox', message('m3', 3))
      expect(await ids()).toEqual(['m2', 'm1'])
      expect(await stores().messages.pendingBodies('archive', 10)).toEqual([])
    })

    test('a cursor or a view that makes no sense is refused as invalid', async () => {
      await expect(stores().messages.list({ view: 'all', limit: 1, cursor: '../etc' })).rejects.toMatchObject({
        problem: { code: 'invalid' },
      })
      await expect(stores().messages.list({ view: 'role:king', limit: 1 })).rejects.toMatchObject({
        problem: { code: 'invalid' },
      })
    })

    test('ten thousand are listed and counted right', async () => {
      await prepare(stores())
      for (let from = 0; from < 10_000; from += 1000) {
        await add(stores(), 'inbox', ...Array.from({ length: 1000 }, (_, i) => message(`m${from + i}`, (from + i) * 7)))
      }
      expect(await counts(stores(), 'inbox')).toEqual([10_000, 10_000])
      expect((await listed(stores(), 'role:inbox')).slice(0, 2)).toEqual(['m9999', 'm9998'])
      expect((await stores().stats()).messages).toBe(10_000)
    })
  })
}
