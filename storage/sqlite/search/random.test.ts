import Sqlite from 'better-sqlite3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChangeSet, SearchNode, SearchRow } from '../../contracts/index.ts'
import { searchMailbox, searchMessage, searchRow } from '../../contracts/suite/search.suite.ts'
import { firstRowOf } from '../../derived/index.ts'
import { createMemoryStores } from '../../memory/index.ts'
import { createCommit } from '../commit.ts'
import { migrate } from '../connection/index.ts'
import { internedReads } from '../interned/index.ts'
import { migrations } from '../migrations/index.ts'
import { openWrites } from '../writes.ts'
import { searchReads } from './index.ts'

const second = (index: number) => 1_700_000_000_000 + index * 1000
const word = fc.constantFrom('a', 'ab', 'abc', 'b', 'ba', '東京', '東')
const text = fc.array(word, { maxLength: 4 }).map((words) => words.join(' '))
const mailboxIds = ['inbox', 'work', 'bin']
const lists = [null, 'dev', 'dev.x', 'Devs', 'dev.y.z']

const flags = fc.record({
  seen: fc.boolean(),
  flagged: fc.boolean(),
  answered: fc.boolean(),
  forwarded: fc.boolean(),
  draft: fc.boolean(),
})
const stored = fc.record({
  at: fc.nat(5),
  flags,
  hasLink: fc.boolean(),
  hasInvite: fc.boolean(),
  sizeBytes: fc.nat(3),
  listId: fc.constantFrom(...lists),
  mailboxes: fc.uniqueArray(fc.constantFrom(...mailboxIds), { maxLength: 2 }),
  search: fc.record({ subject: text, from: text, to: text, cc: text, body: text, files: text }),
  /** headers without a search row yet */
  searched: fc.boolean(),
})

const leaf: fc.Arbitrary<SearchNode> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('tokens' as const),
      fields: fc.uniqueArray(fc.constantFrom('subject', 'from', 'body', 'files'), { maxLength: 2 }),
      tokens: fc.array(word, { maxLength: 2 }),
      prefix: fc.boolean(),
    }),
  },
  fc.record({
    kind: fc.constant('flag' as const),
    flag: fc.constantFrom('seen', 'flagged', 'answered', 'forwarded', 'draft'),
    value: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('has' as const), what: fc.constantFrom('attachment', 'link', 'invite') }),
  fc.record({
    kind: fc.constant('time' as const),
    fromMs: fc.option(fc.nat(5).map(second)),
    toMs: fc.option(fc.nat(5).map(second)),
  }),
  fc.record({
    kind: fc.constant('size' as const),
    minBytes: fc.option(fc.nat(3)),
    maxBytes: fc.option(fc.nat(3)),
  }),
  fc.record({ kind: fc.constant('mailbox' as const), mailboxIds: fc.subarray([...mailboxIds, 'gone']) }),
  fc.record({ kind: fc.constant('list' as const), listId: fc.constantFrom('dev', 'dev.y', 'devs', '') }),
  fc.record({ kind: fc.constantFrom('visible', 'all', 'none') }),
)
const { node } = fc.letrec<{ node: SearchNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'query' },
    leaf,
    fc.record({
      kind: fc.constantFrom('and', 'or'),
      nodes: fc.array(tie('node'), { maxLength: 4, depthIdentifier: 'query' }),
    }),
    fc.record({ kind: fc.constant('not' as const), node: tie('node') }),
  ),
}))

type Stored = typeof stored extends fc.Arbitrary<infer T> ? T : never

function changesOf(all: readonly Stored[]): ChangeSet {
  const ids = all.map((_, index) => `m${index}`)
  return {
    recordInserts: mailboxIds.map((id) => ({
      noun: 'mailbox',
      value: searchMailbox(id, id === 'bin' ? 'trash' : null),
    })),
    messages: all.map((one, i) =>
      searchMessage(ids[i]!, {
        sortMs: second(one.at),
        flags: one.flags,
        hasLink: one.hasLink,
        hasInvite: one.hasInvite,
        sizeBytes: one.sizeBytes,
        listId: one.listId,
      }),
    ),
    search: all.flatMap((one, i): SearchRow[] => (one.searched ? [searchRow(ids[i]!, one.search)] : [])),
    membershipAdds: all.flatMap((one, i) => one.mailboxes.map((mailboxId) => ({ mailboxId, messageId: ids[i]! }))),
  }
}

test('finds what the plain reading of the query finds, whatever the mail and the query, a page at a time', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(stored, { maxLength: 12 }),
      fc.array(node, { minLength: 8, maxLength: 8 }),
      fc.integer({ min: 1, max: 5 }),
      fc.nat(6),
      fc.record({ windowRows: fc.integer({ min: 1, max: 4 }), fewRows: fc.nat(4) }),
      async (mail, nodes, limit, recentFrom, tuning) => {
        const db = new Sqlite(':memory:')
        migrate(db, migrations)
        db.prepare('update search_state set recent_from = ?').run(firstRowOf(second(recentFrom)))
        const commit = createCommit(db, openWrites(db))
        const memory = createMemoryStores()
        const changes = changesOf(mail)
        commit(changes)
        await memory.commit(changes)
        // Another round of what changes places in the index: flags, and search rows written again.
        const again: ChangeSet = {
          messageRemoves: mail.length > 3 ? ['m1'] : [],
          search: mail.length > 0 ? [searchRow('m0', mail[0]!.search)] : [],
        }
        commit(again)
        await memory.commit(again)
        const sqlite = searchReads(db, internedReads(db), tuning)
        for (const one of nodes) {
          let cursor: string | undefined
          do {
            const request = { node: one, sort: 'newest' as const, cursor, limit }
            const expected = await memory.search.match(request)
            expect(sqlite.match(request)).toEqual(expected)
            cursor = expected.nextCursor ?? undefined
          } while (cursor !== undefined)
          const ranked = sqlite.match({ node: one, sort: 'relevance', limit: 50 })
          const all = await memory.search.match({ node: one, sort: 'newest', limit: 50 })
          expect([...ranked.items].sort()).toEqual([...all.items].sort())
        }
        expect(sqlite.coverage()).toEqual(await memory.search.coverage())
        db.close()
      },
    ),
    { numRuns: 150 },
  )
})
