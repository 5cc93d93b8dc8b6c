import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { mailbox, message, searchRow } from '../contracts/suite/fixtures.ts'
import { createCommit } from './commit.ts'
import { explainSqlite, migrate, openWriter } from './connection/index.ts'
import { migrations } from './migrations/index.ts'
import { openWrites } from './writes.ts'

const root = mkdtempSync(join(tmpdir(), 'caliopen-commit-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('a commit', () => {
  let db: Database
  let commit: ReturnType<typeof createCommit>
  beforeEach(() => {
    db = openWriter(join(mkdtempSync(join(root, 'data-')), 'main.db'), () => {})
    migrate(db, migrations)
    commit = createCommit(db, openWrites(db))
    commit({ recordPuts: [{ noun: 'mailbox', value: mailbox('inbox', 'inbox') }] })
  })

  const batch = (from: number, count: number) => {
    const messages = Array.from({ length: count }, (_, i) => message(`m${from + i}`, from + i))
    return {
      messages,
      search: messages.map(({ id }) => searchRow(id, `word${id} `.repeat(200))),
      membershipAdds: messages.map(({ id }) => ({ mailboxId: 'inbox', messageId: id })),
    }
  }
  const number = (sql: string) => Number(db.prepare(sql).pluck().get())

  test('on a full disk says so, leaves what was there as it was, and works again when there is room', () => {
    commit(batch(0, 10))
    db.pragma(`max_page_count = ${number('pragma page_count') + 3}`)
    let problem: unknown = null
    try {
      commit(batch(10, 500))
    } catch (thrown) {
      problem = explainSqlite(thrown, 'main.db')
    }
    expect(problem).toMatchObject({ problem: { code: 'disk-full' } })
    expect(number('select count(*) from messages')).toBe(10)
    expect(number('select total from mailboxes')).toBe(10)
    db.pragma('max_page_count = 1073741823')
    expect(commit(batch(10, 500))).toEqual({ ok: true })
    expect(number('select total from mailboxes')).toBe(510)
    expect(number('select count(*) from threads')).toBe(510)
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  })

  test('gives rows in the order of time, so that a batch of any order is written rising', () => {
    const { messages, ...rest } = batch(0, 50)
    commit({ messages: [...messages].reverse(), ...rest })
    const rows = db.prepare<[], string>('select id from messages order by row').pluck().all()
    expect(rows).toEqual(messages.map(({ id }) => id))
  })

  test('keeps the row of a message whose time stays, even among thousands of the same second', () => {
    const crowd = Array.from({ length: 3000 }, (_, i) => message(`c${String(i).padStart(4, '0')}`, 7))
    commit({ messages: crowd })
    const rowOf = () => number("select row from messages where id = 'c2500'")
    const before = rowOf()
    commit({ messages: [message('c2500', 7, { subject: 'changed' })] })
    expect(rowOf()).toBe(before)
    expect(number('select count(distinct row) from messages')).toBe(3000)
  })
})
