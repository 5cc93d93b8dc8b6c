import Sqlite, { type Database } from 'better-sqlite3'
import { beforeAll, describe, expect, test } from 'vitest'
import type { SearchNode } from '../../contracts/index.ts'
import { searchMailbox, searchMessage, searchRow } from '../../contracts/suite/search.suite.ts'
import { createCommit } from '../commit.ts'
import { migrate } from '../connection/index.ts'
import { internedReads } from '../interned/index.ts'
import { migrations } from '../migrations/index.ts'
import { openWrites } from '../writes.ts'
import { searchReads } from './index.ts'

const words = (text: string, prefix = false): SearchNode => ({ kind: 'tokens', fields: [], tokens: [text], prefix })
const visible: SearchNode = { kind: 'visible' }
const inSight = (...nodes: SearchNode[]): SearchNode => ({ kind: 'and', nodes: [...nodes, visible] })
const flag = (name: 'seen' | 'flagged' | 'answered' | 'draft', value = true): SearchNode => ({
  kind: 'flag',
  flag: name,
  value,
})

/** Statements that a query runs, with their plans, as one text. */
function plansOf(db: Database, node: SearchNode): string {
  const statements: string[] = []
  const watched = new Proxy(db, {
    get(target, name) {
      if (name !== 'prepare') return Reflect.get(target, name)
      return (sql: string) => {
        statements.push(sql)
        return target.prepare(sql)
      }
    },
  })
  const reads = searchReads(watched, internedReads(watched))
  statements.length = 0
  reads.match({ node, sort: 'newest', limit: 50 })
  return statements
    .flatMap((sql) => {
      const values = [...sql.matchAll(/\?/g)].map(() => '1')
      const plan = db.prepare(`explain query plan ${sql}`).all(...values)
      return plan.map((step) => String(Reflect.get(Object(step), 'detail')))
    })
    .join('\n')
}

describe('no search reads more of the mailbox than it has to', () => {
  let db: Database
  beforeAll(() => {
    db = new Sqlite(':memory:')
    migrate(db, migrations)
    const commit = createCommit(db, openWrites(db))
    const ids = Array.from({ length: 300 }, (_, i) => `m${i}`)
    commit({
      recordInserts: [{ noun: 'mailbox', value: searchMailbox('inbox') }],
      messages: ids.map((id, i) => searchMessage(id, { sortMs: 1_700_000_000_000 + i * 60_000, listId: 'dev' })),
      search: ids.map((id) => searchRow(id, { body: 'common' })),
      membershipAdds: ids.map((messageId) => ({ mailboxId: 'inbox', messageId })),
    })
  })

  test.each<[string, SearchNode]>([
    ['a word', inSight(words('common'))],
    ['a word but not another', inSight(words('common'), { kind: 'not', node: words('rare') })],
    ['a word in a time', inSight(words('common'), { kind: 'time', fromMs: 0, toMs: 1_800_000_000_000 })],
    ['a word in a size', inSight(words('common'), { kind: 'size', minBytes: 1, maxBytes: null })],
    ['a word in a mailbox', inSight(words('common'), { kind: 'mailbox', mailboxIds: ['inbox'] })],
    ['only what is not there', inSight({ kind: 'not', node: words('common') })],
    ['unread', inSight(flag('seen', false))],
    ['starred', inSight(flag('flagged'))],
    ['answered', inSight(flag('answered'))],
    ['a draft with a word', inSight(flag('draft'), words('common'))],
    ['a word or a star', inSight({ kind: 'or', nodes: [words('common'), flag('flagged')] })],
    ['a mailbox', { kind: 'mailbox', mailboxIds: ['inbox'] }],
    ['a list', inSight({ kind: 'list', listId: 'dev' })],
    ['links', inSight({ kind: 'has', what: 'link' })],
    ['a size', inSight({ kind: 'size', minBytes: 1, maxBytes: null })],
    ['everything', inSight({ kind: 'all' })],
  ])('%s: newest first from an index, without sorting and without whole messages', (_, node) => {
    const plans = plansOf(db, node)
    expect(plans).not.toMatch(/USE TEMP B-TREE/)
    // `SCAN m` or `SEARCH m USING INTEGER PRIMARY KEY` would read whole rows, message by message.
    for (const step of plans.split('\n')) {
      if (/^(SCAN|SEARCH) m\b/.test(step) && !step.includes('sqlite_autoindex')) {
        expect(step).toMatch(/USING COVERING INDEX messages_facets|INTEGER PRIMARY KEY \(rowid=\?\)$/)
      }
    }
    expect(plans).not.toMatch(/^SCAN (m|s|u)$/m)
  })

  test.each<[SearchNode, string]>([
    [inSight(flag('seen', false)), 'messages_unread'],
    [inSight(flag('flagged')), 'messages_starred'],
    [inSight(flag('answered')), 'messages_answered'],
    [inSight({ kind: 'list', listId: 'dev' }), 'messages_by_list'],
    [inSight(words('common')), 'messages_facets'],
    [{ kind: 'and', nodes: [flag('seen', false), { kind: 'mailbox', mailboxIds: ['inbox'] }] }, 'memberships_unread'],
  ])('%j is read from %s', (node, index) => expect(plansOf(db, node)).toContain(index))
})

test('the newest messages are kept apart for beginnings of words, and older ones leave them as new ones come', () => {
  const db = new Sqlite(':memory:')
  migrate(db, migrations)
  const commit = createCommit(db, openWrites(db))
  const reads = searchReads(db, internedReads(db))
  const now = Date.now()
  const add = (from: number, count: number): void => {
    const ids = Array.from({ length: count }, (_, i) => `m${from + i}`)
    commit({
      messages: ids.map((id, i) => searchMessage(id, { sortMs: now - 1_000_000_000 + (from + i) * 1000 })),
      search: ids.map((id) => searchRow(id, { body: 'wording' })),
    })
  }
  const recent = () => Number(db.prepare('select count(*) from recent_tokens_docsize').pluck().get())
  add(0, 3000)
  expect(recent()).toBe(3000)
  add(3000, 1)
  expect(recent()).toBe(2000)
  const all: string[] = []
  let cursor: string | undefined
  do {
    const page = reads.match({ node: words('wo', true), sort: 'newest', limit: 500, cursor })
    all.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  expect(all).toEqual(Array.from({ length: 3001 }, (_, i) => `m${3000 - i}`))
})
