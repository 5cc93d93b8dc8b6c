import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Mailbox, Message } from '../../../core/defs/index.ts'
import type { SearchField, SearchNode, SearchRow, Stores } from '../index.ts'

/** A message with as little as it takes; search tests say only what they are about. */
export function searchMessage(id: string, fields: Partial<Message> = {}): Message {
  const sortMs = fields.sortMs ?? 1_700_000_000_000
  return {
    id,
    threadId: `t-${id}`,
    dateMs: sortMs,
    receivedMs: sortMs,
    sortMs,
    subject: '',
    excerpt: '',
    participants: [],
    attachments: [],
    messageId: null,
    inReplyTo: [],
    references: [],
    listId: null,
    sizeBytes: 1000,
    bodyState: 'full',
    problem: null,
    copies: [],
    flags: { seen: true, flagged: false, answered: false, forwarded: false, draft: false },
    hasLink: false,
    hasInvite: false,
    participantSetId: '',
    own: false,
    privacy: null,
    importance: 0,
    correction: null,
    ...fields,
  }
}

export function searchRow(messageId: string, fields: Partial<SearchRow> = {}): SearchRow {
  return { messageId, subject: '', from: '', to: '', cc: '', body: '', files: '', ...fields }
}

export function searchMailbox(id: string, role: Mailbox['role'] = null): Mailbox {
  const mailbox = { id, accountId: 'a', path: id, name: id, delimiter: '/', role, subscribed: true, selectable: true }
  return { ...mailbox, sync: null }
}

const words = (text: string, fields: SearchField[] = [], prefix = false): SearchNode => ({
  kind: 'tokens',
  fields,
  tokens: text.split(' '),
  prefix,
})
const not = (node: SearchNode): SearchNode => ({ kind: 'not', node })
const and = (...nodes: SearchNode[]): SearchNode => ({ kind: 'and', nodes })
const or = (...nodes: SearchNode[]): SearchNode => ({ kind: 'or', nodes })
const flag = (name: 'seen' | 'flagged', value: boolean): SearchNode => ({ kind: 'flag', flag: name, value })
const visible: SearchNode = { kind: 'visible' }

/** What every engine's search must do. `open` gives empty stores. */
export function searchSuite(engine: string, open: () => Promise<Stores>): void {
  describe(`search in ${engine}`, () => {
    let stores: Stores
    const find = async (node: SearchNode, limit = 50) =>
      (await stores.search.match({ node, sort: 'newest', limit })).items

    beforeAll(async () => {
      stores = await open()
      const unread = { seen: false, flagged: false, answered: false, forwarded: false, draft: false }
      await stores.commit({
        recordInserts: [
          { noun: 'mailbox', value: searchMailbox('inbox', 'inbox') },
          { noun: 'mailbox', value: searchMailbox('work') },
          { noun: 'mailbox', value: searchMailbox('bin', 'trash') },
        ],
        messages: [
          searchMessage('m1', { sortMs: at(1), subject: 'Lunch', listId: 'dev.example.org', sizeBytes: 10 }),
          searchMessage('m2', { sortMs: at(2), flags: unread, hasLink: true, sizeBytes: 20 }),
          searchMessage('m3', {
            sortMs: at(3),
            flags: { ...unread, flagged: true },
            participants: [
              { type: 'from', address: 'Anna@Example.org', label: 'Anna' },
              { type: 'to', address: 'bob@example.org', label: '' },
            ],
          }),
          searchMessage('m4', {
            sortMs: at(4),
            listId: 'Dev',
            participants: [{ type: 'from', address: 'anna@example.org', label: '' }],
          }),
          searchMessage('m5', { sortMs: at(5), flags: unread }),
        ],
        search: [
          searchRow('m1', { subject: 'lunch', body: 'silent copper bridge', from: 'anna' }),
          searchRow('m2', { body: new TextEncoder().encode('copper silent'), to: 'anna' }),
          searchRow('m3', { body: 'bridge', files: 'plan pdf', from: 'anna_example_org' }),
          searchRow('m4', { body: new TextEncoder().encode('東京 京都 都'), subject: 'bridge' }),
          searchRow('m5', { body: 'bridge in the bin' }),
        ],
        membershipAdds: [
          { mailboxId: 'inbox', messageId: 'm1' },
          { mailboxId: 'inbox', messageId: 'm2' },
          { mailboxId: 'work', messageId: 'm2' },
          { mailboxId: 'work', messageId: 'm3' },
          { mailboxId: 'inbox', messageId: 'm4' },
          { mailboxId: 'bin', messageId: 'm5' },
        ],
      })
    })
    afterAll(() => stores.close())

    test.each<[string, SearchNode, string[]]>([
      ['a word, newest first', words('bridge'), ['m5', 'm4', 'm3', 'm1']],
      ['a word nobody wrote', words('nothing'), []],
      ['a phrase in its order', words('silent copper'), ['m1']],
      ['a phrase never across fields', words('lunch silent'), []],
      ['the beginning of a word', words('br', [], true), ['m5', 'm4', 'm3', 'm1']],
      ['a phrase that ends in a beginning', words('silent cop', [], true), ['m1']],
      ['a word in one field', words('anna', ['from']), ['m1']],
      ['a word in two fields', words('anna', ['from', 'to']), ['m2', 'm1']],
      ['a whole address', words('anna_example_org', ['from']), ['m3']],
      ['a file name', words('plan', ['files']), ['m3']],
      ['two characters of a script without spaces', words('京都'), ['m4']],
      ['one character of it', words('都', [], true), ['m4']],
      ['all words', and(words('silent'), words('copper')), ['m2', 'm1']],
      ['any word', or(words('lunch'), words('plan')), ['m3', 'm1']],
      ['one word but not another', and(words('bridge'), not(words('lunch'))), ['m5', 'm4', 'm3']],
      ['only what is not there', not(words('bridge')), ['m2']],
      ['none of two', not(or(words('bridge'), words('copper'))), []],
      ['not both', not(and(words('bridge'), words('lunch'))), ['m5', 'm4', 'm3', 'm2']],
      ['unread alone', flag('seen', false), ['m5', 'm3', 'm2']],
      ['unread and in sight', and(flag('seen', false), visible), ['m3', 'm2']],
      ['starred and in sight', and(flag('flagged', true), visible), ['m3']],
      ['a word or a star', or(words('lunch'), flag('flagged', true)), ['m3', 'm1']],
      ['a word, and a word or a star', and(words('bridge'), or(words('lunch'), flag('flagged', true))), ['m3', 'm1']],
      ['a word that is not unread', and(words('bridge'), not(flag('seen', false))), ['m4', 'm1']],
      ['a word in a mailbox', and(words('copper'), { kind: 'mailbox', mailboxIds: ['work'] }), ['m2']],
      [
        'all of two mailboxes, each message once',
        { kind: 'mailbox', mailboxIds: ['inbox', 'work'] },
        ['m4', 'm3', 'm2', 'm1'],
      ],
      ['not in a mailbox', not({ kind: 'mailbox', mailboxIds: ['inbox'] }), ['m5', 'm3']],
      ['unread in a mailbox', and(flag('seen', false), { kind: 'mailbox', mailboxIds: ['work'] }), ['m3', 'm2']],
      ['a mailbox that is gone', { kind: 'mailbox', mailboxIds: ['gone'] }, []],
      ['a list by its name or the beginning of it', { kind: 'list', listId: 'dev' }, ['m4', 'm1']],
      ['a list by its whole name', { kind: 'list', listId: 'dev.example.org' }, ['m1']],
      ['not of a list', not({ kind: 'list', listId: 'dev' }), ['m5', 'm3', 'm2']],
      ['a link', { kind: 'has', what: 'link' }, ['m2']],
      ['a size', { kind: 'size', minBytes: 11, maxBytes: 20 }, ['m2']],
      ['not a size', and(words('copper'), not({ kind: 'size', minBytes: 11, maxBytes: null })), ['m1']],
      ['a time', { kind: 'time', fromMs: at(2), toMs: at(4) }, ['m3', 'm2']],
      ['a word in a time', and(words('bridge'), { kind: 'time', fromMs: at(4), toMs: null }), ['m5', 'm4']],
      ['not a time', not({ kind: 'time', fromMs: at(2), toMs: at(4) }), ['m5', 'm4', 'm1']],
      ['everything', { kind: 'all' }, ['m5', 'm4', 'm3', 'm2', 'm1']],
      ['everything in sight', visible, ['m4', 'm3', 'm2', 'm1']],
      ['nothing', { kind: 'none' }, []],
      ['no tokens', { kind: 'tokens', fields: [], tokens: [], prefix: true }, []],
    ])('finds %s', async (_, node, expected) => expect(await find(node)).toEqual(expected))

    test('gives the same messages page by page, by date and by relevance', async () => {
      for (const sort of ['newest', 'relevance'] as const) {
        for (const node of [words('bridge'), or(words('bridge'), flag('seen', false)), not(words('lunch'))]) {
          const all = await stores.search.match({ node, sort, limit: 50 })
          expect(all.nextCursor).toBeNull()
          const pages: string[] = []
          let cursor: string | undefined
          do {
            const page = await stores.search.match({ node, sort, limit: 1, cursor })
            pages.push(...page.items)
            cursor = page.nextCursor ?? undefined
          } while (cursor !== undefined)
          expect(pages).toEqual(all.items)
        }
      }
    })

    test('refuses a cursor that it did not give', async () => {
      const ask = (sort: 'newest' | 'relevance') =>
        stores.search.match({ node: words('bridge'), sort, cursor: "'; drop", limit: 1 })
      await expect(ask('newest')).rejects.toMatchObject({ code: 'invalid' })
    })

    test('knows how far it reaches', async () => {
      expect(await stores.search.coverage()).toEqual({ messages: 5, oldestMs: at(1) })
    })

    test('knows the people and the recent subjects', async () => {
      expect(await stores.search.people(10)).toEqual([
        { address: 'anna@example.org', label: 'Anna', count: 2, lastMs: at(4) },
        { address: 'bob@example.org', label: '', count: 1, lastMs: at(3) },
      ])
      expect((await stores.search.subjects(2)).map(({ threadId }) => threadId)).toEqual(['t-m4', 't-m3'])
    })

    test('forgets what was removed and finds what was changed', async () => {
      await stores.commit({ messageRemoves: ['m3'], search: [searchRow('m4', { body: 'rewritten' })] })
      expect(await find(words('bridge'))).toEqual(['m5', 'm1'])
      expect(await find(words('rewritten'))).toEqual(['m4'])
      expect(await stores.search.coverage()).toEqual({ messages: 4, oldestMs: at(1) })
      expect((await stores.search.people(10)).map(({ count }) => count)).toEqual([1])
      await stores.commit({ messagePatches: [{ id: 'm1', from: {}, set: { subject: 'Dinner' } }] })
      expect(await find(words('lunch'))).toEqual(['m1'])
    })
  })
}

const at = (index: number) => 1_700_000_000_000 + index * 86_400_000
