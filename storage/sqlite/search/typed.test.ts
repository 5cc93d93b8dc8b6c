import Sqlite from 'better-sqlite3'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { parseQuery, type QueryContext, searchFields } from '../../../core/search/index.ts'
import type { ChangeSet } from '../../contracts/index.ts'
import { searchMailbox, searchMessage } from '../../contracts/suite/search.suite.ts'
import { createCommit } from '../commit.ts'
import { migrate } from '../connection/index.ts'
import { internedReads } from '../interned/index.ts'
import { migrations } from '../migrations/index.ts'
import { openWrites } from '../writes.ts'
import { searchReads } from './index.ts'

const context: QueryContext = {
  nowMs: Date.UTC(2026, 10, 24),
  zone: () => 0,
  mailboxes: [{ id: 'inbox', path: 'INBOX', name: 'INBOX', delimiter: '/', role: 'inbox' }],
  own: ['me@example.org'],
  typing: true,
}

let commit: (changes: ChangeSet) => unknown
let search: ReturnType<typeof searchReads>

beforeEach(() => {
  const db = new Sqlite(':memory:')
  migrate(db, migrations)
  commit = createCommit(db, openWrites(db))
  commit({ recordInserts: [{ noun: 'mailbox', value: searchMailbox('inbox', 'inbox') }] })
  search = searchReads(db, internedReads(db))
})

function add(id: string, text: string): void {
  const fields = searchFields({ subject: '', participants: [], text, attachmentNames: [] })
  commit({ messages: [searchMessage(id)], search: [{ messageId: id, ...fields }] })
}

const found = (query: string): string[] =>
  search.match({ node: parseQuery(query, context).node, sort: 'newest', limit: 50 }).items

describe('what a person types is found in what was written, through the whole index', () => {
  test.each([
    ['cafe', 'Un Café crème'],
    ['STRASSE', 'Lange Straße'],
    ['東京', '東京都へ行く'],
    ['都', '東京都へ行く'],
    ['서울', '서울에서 만나요'],
    ['السلام', 'السَّلامُ عليكم'],
    ['السَّلامُ', 'السلام عليكم'],
    ['müller@exämple.de', 'from MULLER@EXAMPLE.DE'],
    ['mul', 'Jörg Müller'],
    ['"crème un"', 'Crème, un café'],
    ['o’bri', "O'Brien"],
    ['กรุงเทพ', 'ไปกรุงเทพมหานคร'],
  ])('%s', (query, text) => {
    add('it', text)
    add('other', 'something else entirely')
    expect(found(query)).toEqual(['it'])
  })
})

test('any word of any text finds it', () => {
  let count = 0
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 }),
      (words) => {
        count += 1
        add(`m${count}`, words.join(' '))
        for (const word of words) {
          const query = parseQuery(`"${word.replaceAll(/["“”„«»]/g, ' ')}"`, context)
          if (query.node.kind !== 'tokens' || /@/.test(word)) continue
          expect(search.match({ node: query.node, sort: 'newest', limit: 500 }).items).toContain(`m${count}`)
        }
      },
    ),
    { numRuns: 100 },
  )
})

test('whatever is typed is answered', () => {
  add('m1', 'harbour')
  const piece = fc.constantFrom(
    ...['(', ')', '-', '"', ' OR ', 'from:', 'from:me ', 'in:inbox ', 'before:2026 ', 'x*', ' ', ':', 'is:unread '],
    ...[
      '東',
      'harbour ',
      'list:a ',
      'larger:1M ',
      '-is:starred ',
      'a@b.c',
      'NOT ',
      '*',
      "'",
      '{a}',
      '^a',
      '+',
      'NEAR(',
    ],
  )
  const mixed = fc.array(fc.oneof({ weight: 5, arbitrary: piece }, fc.string({ maxLength: 3 })), { maxLength: 120 })
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    mixed.map((pieces) => pieces.join('').slice(0, 2000)),
  )
  fc.assert(
    fc.property(text, fc.constantFrom('newest' as const, 'relevance' as const), (query, sort) => {
      const { node } = parseQuery(query, context)
      const visible = { kind: 'and' as const, nodes: [node, { kind: 'visible' as const }] }
      expect(search.match({ node: visible, sort, limit: 50 }).items.length).toBeLessThanOrEqual(1)
    }),
    { numRuns: 500 },
  )
})
