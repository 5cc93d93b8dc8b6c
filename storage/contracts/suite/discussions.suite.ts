import { describe, expect, test } from 'vitest'
import type { DiscussionSummary, Message, ParticipantSet, PrivacyIndex } from '../../../core/defs/index.ts'
import type { PageRequest, Stores } from '../index.ts'
import { add, commit, dayZeroMs, listed, mailbox, message, noFlags, prepare, searchRow, threadsIn } from './fixtures.ts'
import { tag } from './history.ts'

const set = (id: string, addresses: readonly string[], fields: Partial<ParticipantSet> = {}): ParticipantSet => ({
  id,
  addresses: [...addresses],
  listId: null,
  circularBy: null,
  threadId: null,
  discussionId: `d-${id}`,
  ...fields,
})

const scored = (technic: number, context: number, comportment: number): PrivacyIndex & { rules: number } => {
  const mean = Math.round((technic + context + comportment) / 3)
  const overall = Math.min(mean, Math.min(technic, context, comportment) + 15)
  return { technic, context, comportment, overall, rules: 1 }
}

const to = (...addresses: string[]): Pick<Message, 'participants'> => ({
  participants: [
    { type: 'from', address: addresses[0] ?? '', label: '' },
    ...addresses.slice(1).map((address) => ({ type: 'to' as const, address, label: '' })),
  ],
})

export function discussionsSuite(stores: () => Stores): void {
  const only = async (id: string): Promise<DiscussionSummary> => {
    const [found] = await stores().discussions.get([id])
    if (found === undefined) throw new Error(`no discussion ${id}`)
    return found
  }
  const ids = async (request: Partial<PageRequest>): Promise<string[]> =>
    (await stores().discussions.list({ view: 'all', limit: 100, ...request })).items.map((found) => found.id)
  const put = (id: string, at: number, setId: string, fields: Partial<Message> = {}) =>
    message(id, at, { participantSetId: setId, ...fields })
  const sets = (...all: ParticipantSet[]) => commit(stores(), { participantSets: all })

  describe('discussions', () => {
    test('sum up the messages of their sets, the newest first', async () => {
      await prepare(stores())
      await sets(set('a', ['ann@x', 'me@x']), set('b', ['bob@x', 'me@x']))
      const seen = { ...noFlags, seen: true }
      const files = [
        { index: 0, name: 'f', type: 'text/plain', sizeBytes: 1, contentId: null, inline: false },
        { index: 1, name: 'i', type: 'image/png', sizeBytes: 1, contentId: 'x', inline: true },
      ]
      await add(
        stores(),
        'inbox',
        put('m1', 1, 'a', { ...to('ann@x', 'me@x'), threadId: 't', attachments: files, flags: seen }),
        put('m2', 2, 'a', { ...to('me@x', 'ann@x'), own: true, threadId: 't', flags: { ...seen, flagged: true } }),
        put('m3', 3, 'a', { ...to('ann@x', 'me@x'), subject: 'Re: Lunch', excerpt: 'newest' }),
        put('m4', 9, 'b'),
      )
      expect(await ids({})).toEqual(['d-b', 'd-a'])
      expect(await only('d-a')).toEqual({
        id: 'd-a',
        kind: 'people',
        people: [
          { address: 'ann@x', label: '', contactId: null },
          { address: 'me@x', label: '', contactId: null },
        ],
        peopleCount: 2,
        listId: null,
        count: 3,
        unread: 1,
        flagged: true,
        attachments: 1,
        threadCount: 2,
        lastMs: dayZeroMs + 3000,
        lastMessageId: 'm3',
        lastFrom: { address: 'ann@x', label: '' },
        lastOwn: false,
        subject: 'Lunch',
        excerpt: 'newest',
        tagIds: [],
        importance: 0,
        privacy: null,
        protocols: ['email'],
        mailboxIds: ['inbox'],
        byHand: false,
      })
      expect((await stores().messages.get(['m4']))[0]?.discussionId).toBe('d-b')
    })

    test('say what kind they are: of a list, of one who writes to many, taken out by hand', async () => {
      await prepare(stores())
      await sets(
        set('l', [], { listId: 'dev.example.org' }),
        set('c', ['boss@x'], { circularBy: 'boss@x' }),
        set('t', ['ann@x'], { threadId: 't-m3' }),
      )
      await add(stores(), 'inbox', put('m1', 1, 'l'), put('m2', 2, 'c'), put('m3', 3, 't'))
      expect(await only('d-l')).toMatchObject({ kind: 'list', listId: 'dev.example.org', byHand: false })
      expect(await only('d-c')).toMatchObject({ kind: 'circular', peopleCount: 2 })
      expect(await only('d-t')).toMatchObject({ kind: 'people', byHand: true })
    })

    test('name those of the newest message first, then the others, eight at most, with the labels they are known by', async () => {
      await prepare(stores())
      const many = Array.from({ length: 9 }, (_, i) => `p${i}@x`)
      await sets(set('a', many), set('b', ['p3@x', 'zoe@x'], { discussionId: 'd-a' }))
      await add(
        stores(),
        'inbox',
        put('m1', 1, 'a', { participants: [{ type: 'from', address: 'P0@x', label: 'Pia' }] }),
        put('m2', 2, 'b', {
          participants: [
            { type: 'from', address: 'Zoe@x', label: 'Zoë' },
            { type: 'reply-to', address: 'elsewhere@x', label: '' },
            { type: 'to', address: 'p3@x', label: '' },
          ],
        }),
      )
      const found = await only('d-a')
      expect(found.people.slice(0, 3)).toEqual([
        { address: 'zoe@x', label: 'Zoë', contactId: null },
        { address: 'p3@x', label: '', contactId: null },
        { address: 'p0@x', label: 'Pia', contactId: null },
      ])
      expect([found.people.length, found.peopleCount]).toEqual([8, 10])
    })

    test('are no safer than their weakest message in any facet, and as important as their most important tenth', async () => {
      await prepare(stores())
      await sets(set('a', ['ann@x']))
      const levels = [10, 9, ...Array.from({ length: 18 }, () => -5)]
      await add(
        stores(),
        'inbox',
        ...levels.map((importance, i) =>
          put(`m${i}`, i, 'a', {
            importance,
            privacy: i === 3 ? scored(90, 20, 90) : i === 4 ? scored(30, 80, 80) : i === 5 ? null : scored(95, 90, 85),
          }),
        ),
      )
      expect(await only('d-a')).toMatchObject({
        importance: 10,
        privacy: { technic: 30, context: 20, comportment: 80, overall: 35 },
      })
      await commit(stores(), { messageRemoves: ['m3', 'm0'] })
      expect(await only('d-a')).toMatchObject({
        importance: 2,
        privacy: { technic: 30, context: 80, comportment: 80, overall: 45 },
      })
      const thread = (await stores().threads.get(['t-m4']))[0]
      expect(thread).toMatchObject({ importance: -5, privacy: { technic: 30, overall: 45 } })
    })

    test('are listed by importance and by what is unread, and counted at each level', async () => {
      await prepare(stores())
      const levels = [-10, -4, 0, 0, 3, 10]
      await sets(...levels.map((_, i) => set(`s${i}`, [`p${i}@x`])))
      await add(
        stores(),
        'inbox',
        ...levels.map((importance, i) =>
          put(`m${i}`, i, `s${i}`, { importance, flags: { ...noFlags, seen: i % 2 === 0 } }),
        ),
      )
      expect(await ids({ importance: { min: -10, max: -4 } })).toEqual(['d-s1', 'd-s0'])
      expect(await ids({ importance: { min: 0, max: 3 } })).toEqual(['d-s4', 'd-s3', 'd-s2'])
      expect(await ids({ importance: { min: 0, max: 10 }, unread: true })).toEqual(['d-s5', 'd-s3'])
      expect(await ids({ importance: { min: 5, max: 9 } })).toEqual([])
      const threads = await stores().threads.list({ view: 'role:inbox', limit: 9, importance: { min: -4, max: 0 } })
      expect(threads.items.map((thread) => thread.id)).toEqual(['t-m3', 't-m2', 't-m1'])
      const inbox = await stores().messages.list({ view: 'mailbox:inbox', limit: 9, importance: { min: 3, max: 10 } })
      expect(inbox.items.map((found) => found.id)).toEqual(['m5', 'm4'])
      const at = (counts: number[]) => counts.flatMap((count, i) => (count === 0 ? [] : [[i - 10, count]]))
      expect(at(await stores().discussions.histogram('all', undefined))).toEqual([
        [-10, 1],
        [-4, 1],
        [0, 2],
        [3, 1],
        [10, 1],
      ])
      expect(at(await stores().discussions.histogram('role:inbox', true))).toEqual([
        [-4, 1],
        [0, 1],
        [10, 1],
      ])
      expect(await stores().discussions.histogram('tag:unknown', undefined)).toEqual(
        Array.from({ length: 21 }, () => 0),
      )
    })

    test('pages hold together whatever the filter, while scores and mail come in', async () => {
      await prepare(stores())
      await sets(...Array.from({ length: 12 }, (_, i) => set(`s${i}`, [`p${i}@x`])))
      await add(
        stores(),
        'inbox',
        ...Array.from({ length: 12 }, (_, i) => put(`m${i}`, i, `s${i}`, { importance: (i % 3) - 1 })),
      )
      const importance = { min: -1, max: 0 }
      const first = await stores().discussions.list({ view: 'all', importance, limit: 3 })
      expect(first.items.map(({ id }) => id)).toEqual(['d-s10', 'd-s9', 'd-s7'])
      await commit(stores(), { scores: [{ messageId: 'm6', privacy: scored(50, 50, 50), importance: 5 }] })
      await sets(set('new', ['new@x']))
      await add(stores(), 'inbox', put('new', 50, 'new'))
      const next = await stores().discussions.list({
        view: 'all',
        importance,
        limit: 9,
        cursor: first.nextCursor ?? '',
      })
      expect(next.items.map(({ id }) => id)).toEqual(['d-s4', 'd-s3', 'd-s1', 'd-s0'])
      expect(next.nextCursor).toBeNull()
    })

    test('that lie in the bin are not summed up while the rest is there, and are when it is not', async () => {
      await prepare(stores())
      await sets(set('a', ['ann@x']))
      await add(stores(), 'inbox', put('m1', 1, 'a', { flags: { ...noFlags, seen: true } }))
      await add(stores(), 'trash', put('m2', 2, 'a', { importance: 9 }))
      expect(await only('d-a')).toMatchObject({
        count: 1,
        unread: 0,
        lastMessageId: 'm1',
        importance: 0,
        threadCount: 1,
      })
      expect(await ids({ view: 'role:trash' })).toEqual(['d-a'])
      const shown = await stores().discussions.messages({ discussionId: 'd-a', limit: 9 })
      expect(shown.items.map(({ id }) => id)).toEqual(['m1'])
      expect((await stores().discussions.messageIds(['d-a'])).sort()).toEqual(['m1', 'm2'])
      await commit(stores(), {
        membershipAdds: [{ mailboxId: 'junk', messageId: 'm1' }],
        membershipRemoves: [{ mailboxId: 'inbox', messageId: 'm1' }],
      })
      expect(await only('d-a')).toMatchObject({
        count: 2,
        unread: 1,
        lastMessageId: 'm2',
        importance: 9,
        threadCount: 2,
      })
      expect(await ids({})).toEqual([])
      expect(await ids({ view: 'account:a' })).toEqual([])
      expect(await ids({ view: 'role:junk' })).toEqual(['d-a'])
    })

    test('are one or apart as their sets say: the messages need not be told', async () => {
      await prepare(stores())
      await sets(set('a', ['ann@x']), set('b', ['ann@work'], { discussionId: 'd-b' }))
      await add(stores(), 'inbox', put('m1', 1, 'a', { threadId: 't' }), put('m2', 2, 'b', { threadId: 't' }))
      await add(stores(), 'archive', put('m3', 3, 'b', { privacy: scored(10, 60, 60) }))
      await sets(set('b', ['ann@work'], { discussionId: 'd-a' }))
      expect(await ids({})).toEqual(['d-a'])
      expect(await only('d-a')).toMatchObject({
        count: 3,
        threadCount: 2,
        peopleCount: 2,
        mailboxIds: ['archive', 'inbox'],
      })
      expect((await only('d-a')).privacy?.technic).toBe(10)
      expect(await stores().discussions.get(['d-b'])).toEqual([])
      expect((await stores().messages.get(['m2']))[0]?.discussionId).toBe('d-a')
      await sets(set('b', ['ann@work'], { discussionId: 'd-c' }))
      expect(await ids({})).toEqual(['d-c', 'd-a'])
      expect(await only('d-a')).toMatchObject({ count: 1, privacy: null, mailboxIds: ['inbox'] })
    })

    test('show their threads and messages, the latest first, page by page', async () => {
      await prepare(stores())
      await sets(set('a', ['ann@x']), set('b', ['ann@work'], { discussionId: 'd-a' }), set('other', ['bob@x']))
      await add(
        stores(),
        'inbox',
        put('m1', 1, 'a', { threadId: 'x' }),
        put('m2', 2, 'b', { threadId: 'y' }),
        put('m3', 3, 'a', { threadId: 'z' }),
        put('m4', 4, 'b', { threadId: 'x' }),
        put('m5', 5, 'other', { threadId: 'y' }),
      )
      const inside = await stores().discussions.threads('d-a', undefined, 2)
      expect(inside.items.map(({ id }) => id)).toEqual(['x', 'z'])
      const rest = await stores().discussions.threads('d-a', inside.nextCursor ?? '', 2)
      expect(rest.items.map(({ id, count }) => [id, count])).toEqual([['y', 2]])
      expect(rest.nextCursor).toBeNull()
      const page = await stores().discussions.messages({ discussionId: 'd-a', limit: 3 })
      expect(page.items.map(({ id }) => id)).toEqual(['m4', 'm3', 'm2'])
      const last = await stores().discussions.messages({ discussionId: 'd-a', limit: 3, cursor: page.nextCursor ?? '' })
      expect(last.items.map(({ id }) => id)).toEqual(['m1'])
      const thread = await stores().discussions.messages({ discussionId: 'd-a', threadId: 'y', limit: 9 })
      expect(thread.items.map(({ id }) => id)).toEqual(['m2'])
      expect((await stores().discussions.messages({ discussionId: 'gone', limit: 9 })).items).toEqual([])
    })

    test('follow messages that go to another set, and go with the last one', async () => {
      await prepare(stores())
      await sets(set('a', ['ann@x']), set('b', ['bob@x']))
      await add(stores(), 'inbox', put('m1', 1, 'a'), put('m2', 2, 'a'))
      await commit(stores(), { messagePatches: [{ id: 'm2', from: {}, set: { participantSetId: 'b' } }] })
      expect([(await only('d-a')).count, (await only('d-b')).count]).toEqual([1, 1])
      await commit(stores(), { messageRemoves: ['m1'] })
      expect(await ids({})).toEqual(['d-b'])
      expect(await stores().participantSets.get(['a'])).toHaveLength(1)
    })
  })

  describe('views of an account and of a list', () => {
    test('hold what lies in its mailboxes outside junk and trash, and what came from it', async () => {
      await prepare(stores())
      await commit(stores(), { recordPuts: [{ noun: 'mailbox', value: mailbox('b-inbox', 'inbox', 'b') }] })
      await sets(set('s', ['ann@x']))
      const listId = 'Dev.Example.org'
      await add(stores(), 'inbox', put('m1', 1, 's', { listId }), put('m2', 2, 's', { threadId: 't' }))
      await add(stores(), 'b-inbox', put('m3', 3, 's'))
      await add(stores(), 'junk', put('m4', 4, 's', { listId }))
      expect(await listed(stores(), 'account:a')).toEqual(['m2', 'm1'])
      expect(await listed(stores(), 'account:b')).toEqual(['m3'])
      expect(await threadsIn(stores(), 'account:a')).toEqual(['t', 't-m1'])
      expect(await listed(stores(), 'list:dev.example.org')).toEqual(['m1'])
      expect(await threadsIn(stores(), 'list:DEV.example.org')).toEqual(['t-m1'])
      expect(await ids({ view: 'list:dev.example.org' })).toEqual(['d-s'])
      expect((await stores().messages.get(['m1']))[0]?.listId).toBe(listId)
      expect(await ids({ view: 'account:unknown' })).toEqual([])
    })
  })

  describe('participant sets', () => {
    test('come back as they were put, by id, by discussion and by address, page by page', async () => {
      const all = [
        set('a', ['ann@x', 'me@x']),
        set('b', ['ann@x', 'bob@x'], { circularBy: 'ann@x', threadId: 't', discussionId: 'd-a' }),
        set('c', [], { listId: 'dev' }),
      ]
      await sets(...all)
      expect(await stores().participantSets.get(['c', 'gone', 'a'])).toEqual([all[2], all[0]])
      expect(await stores().participantSets.ofDiscussions(['d-a', 'gone'])).toEqual([all[0], all[1]])
      const first = await stores().participantSets.byAddresses(['ann@x', 'bob@x'], undefined, 1)
      expect(first.items).toEqual([all[0]])
      const next = await stores().participantSets.byAddresses(['ann@x', 'bob@x'], first.nextCursor ?? '', 9)
      expect([next.items, next.nextCursor]).toEqual([[all[1]], null])
      expect((await stores().participantSets.walk('a', 9)).map(({ id }) => id)).toEqual(['b', 'c'])
      await sets(set('a', ['me@x']))
      expect((await stores().participantSets.byAddresses(['ann@x'], undefined, 9)).items.map(({ id }) => id)).toEqual([
        'b',
      ])
    })

    test('name their messages newest first', async () => {
      await prepare(stores())
      await sets(set('a', ['ann@x']), set('b', ['bob@x']))
      await add(stores(), 'inbox', put('m1', 1, 'a'), put('m2', 2, 'b'), put('m3', 3, 'a'))
      await add(stores(), 'trash', put('m4', 4, 'a'))
      const first = await stores().participantSets.messagesOf(['a', 'b'], undefined, 3)
      expect(first.items).toEqual(['m4', 'm3', 'm2'])
      expect((await stores().participantSets.messagesOf(['a', 'b'], first.nextCursor ?? '', 3)).items).toEqual(['m1'])
    })

    test('must be there when a commit ends that names them, and may come with it', async () => {
      await prepare(stores())
      const missing = { messages: [put('m1', 1, 'a')], search: [searchRow('m1')] }
      expect(await stores().commit(missing)).toEqual({
        ok: false,
        conflict: { noun: 'participantSet', id: 'a', current: null },
      })
      expect(await stores().messages.get(['m1'])).toEqual([])
      await commit(stores(), { ...missing, participantSets: [set('a', ['ann@x'])] })
      expect((await only('d-a')).count).toBe(1)
      const gone = { id: 'm1', from: {}, set: { participantSetId: 'other' } }
      expect(await stores().commit({ messagePatches: [gone] })).toMatchObject({ conflict: { id: 'other' } })
      expect((await only('d-a')).count).toBe(1)
    })
  })

  describe('tags', () => {
    const tagged = async () =>
      commit(stores(), {
        recordPuts: ['urgent', 'work'].map((id) => ({ noun: 'tag', value: tag(id) }) as const),
        participantSets: [set('a', ['ann@x'])],
      })

    test('stand at messages, threads and discussions, and have views and counts of their own', async () => {
      await prepare(stores())
      await tagged()
      await add(stores(), 'inbox', put('m1', 1, 'a', { threadId: 't' }), put('m2', 2, 'a', { threadId: 't' }))
      await add(stores(), 'trash', put('m3', 3, 'a'))
      const tagAdds = ['m1', 'm2', 'm3'].map((messageId) => ({ messageId, tagId: 'work' }))
      await commit(stores(), { tagAdds: [...tagAdds, { messageId: 'm1', tagId: 'urgent' }] })
      expect((await stores().messages.get(['m1']))[0]?.tagIds).toEqual(['urgent', 'work'])
      expect((await stores().threads.get(['t']))[0]?.tagIds).toEqual(['urgent', 'work'])
      expect((await only('d-a')).tagIds).toEqual(['urgent', 'work'])
      expect(await listed(stores(), 'tag:work')).toEqual(['m2', 'm1'])
      expect(await threadsIn(stores(), 'tag:urgent')).toEqual(['t'])
      expect(await ids({ view: 'tag:urgent', unread: true })).toEqual(['d-a'])
      expect(await stores().tags.counts()).toEqual([
        { tagId: 'urgent', messages: 1, unread: 1 },
        { tagId: 'work', messages: 2, unread: 2 },
      ])
      expect((await stores().tags.messages('work', undefined, 9)).items).toEqual(['m3', 'm2', 'm1'])
      const flags = { ...noFlags, seen: true }
      await commit(stores(), {
        messagePatches: [{ id: 'm1', from: {}, set: { flags, importance: 7 } }],
        tagRemoves: [{ messageId: 'm2', tagId: 'work' }],
      })
      expect(await stores().tags.counts()).toEqual([
        { tagId: 'urgent', messages: 1, unread: 0 },
        { tagId: 'work', messages: 1, unread: 0 },
      ])
      const important = await stores().messages.list({ view: 'tag:work', limit: 9, importance: { min: 7, max: 7 } })
      expect(important.items.map(({ id }) => id)).toEqual(['m1'])
    })

    test('must be there, as must the message', async () => {
      await prepare(stores())
      await tagged()
      await add(stores(), 'inbox', put('m1', 1, 'a'))
      const to = (messageId: string, tagId: string) => stores().commit({ tagAdds: [{ messageId, tagId }] })
      expect(await to('gone', 'work')).toMatchObject({ conflict: { noun: 'message', id: 'gone' } })
      expect(await to('m1', 'gone')).toMatchObject({ conflict: { noun: 'tag', id: 'gone' } })
      await commit(stores(), { tagRemoves: [{ messageId: 'm1', tagId: 'gone' }] })
    })

    test('go from everything when they are deleted, and with the message', async () => {
      await prepare(stores())
      await tagged()
      await add(stores(), 'inbox', put('m1', 1, 'a'), put('m2', 2, 'a'))
      await commit(stores(), { tagAdds: ['m1', 'm2'].map((messageId) => ({ messageId, tagId: 'work' })) })
      await commit(stores(), { messageRemoves: ['m2'] })
      expect(await listed(stores(), 'tag:work')).toEqual(['m1'])
      await commit(stores(), { recordRemoves: [{ noun: 'tag', id: 'work' }] })
      expect(await listed(stores(), 'tag:work')).toEqual([])
      expect((await only('d-a')).tagIds).toEqual([])
      expect((await stores().tags.counts()).map(({ tagId }) => tagId)).toEqual(['urgent'])
    })
  })
}
