import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, describe, expect, test } from 'vitest'
import { account, add, counts, listed, mailbox, message, threadsIn } from '../../contracts/suite/fixtures.ts'
import { firstRowOf } from '../../derived/index.ts'
import { migrate, versionOf } from '../connection/index.ts'
import { openSqliteStores } from '../index.ts'
import { messageKey } from '../messages/columns.ts'
import { migrations } from './index.ts'

const root = mkdtempSync(join(tmpdir(), 'caliopen-migrations-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** A database as the program of an earlier version left it, with an account, an inbox and two messages. */
function fileOfVersion(version: number): string {
  const directory = mkdtempSync(join(root, 'data-'))
  const db = new Sqlite(join(directory, 'main.db'))
  db.pragma('journal_mode = WAL')
  migrate(db, migrations.slice(0, version))
  const record = db.prepare('insert into records (noun, id, scope, value) values (?, ?, ?, ?)')
  record.run('account', 'a', '', JSON.stringify(account('a')))
  record.run('mailbox', 'inbox', 'a', JSON.stringify(mailbox('inbox', 'inbox')))
  db.exec("insert into mailboxes (row, id, account, role, total, unread) values (1, 'inbox', 'a', 'inbox', 2, 2)")
  db.exec("insert into persons (row, address, label) values (1, 'ann@example.org', 'Ann')")
  const addMessage = db.prepare(
    `insert into messages (row, id, thread, participant_set, sender, sort_ms, date_shift, received_shift, size_bytes,
     body_state, flags, hidden, has_link, has_invite, own, attachment_count, importance, message_key, subject, excerpt,
     message_id, people)
     values (?, ?, ?, 0, 1, ?, 0, 0, 9, 1, 0, 0, 0, 0, 0, 0, 0, ?, ?, 'excerpt', ?, '[0,1]')`,
  )
  for (const [i, { id, sortMs, subject, threadId }] of [message('m1', 1), message('m2', 2)].entries()) {
    const row = firstRowOf(sortMs)
    addMessage.run(row, id, i + 1, sortMs, messageKey(`${id}@mid`), subject, `${id}@mid`)
    db.prepare('insert into memberships (mailbox, message, unread, importance) values (1, ?, 1, 0)').run(row)
    db.prepare('insert into threads (row, id, first, last, count, unread, views) values (?, ?, ?, ?, 1, 1, ?)').run(
      i + 1,
      threadId,
      row,
      row,
      '[-10,-1,1]',
    )
    for (const view of [1, -1, -10]) {
      db.prepare(
        `insert into thread_levels (view, unread, importance, count) values (?, 1, 0, 1)
         on conflict do update set count = count + 1`,
      ).run(view)
      db.prepare('insert into thread_views (view, unread, importance, last, thread) values (?, 1, 0, ?, ?)').run(
        view,
        row,
        i + 1,
      )
    }
  }
  db.close()
  return directory
}

describe('migrations', () => {
  test('are numbered without gaps', () => {
    expect(migrations.map((migration) => migration.version)).toEqual(migrations.map((_, i) => i + 1))
  })

  for (const version of migrations.map((migration) => migration.version)) {
    test(`a database of version ${version} opens with all that was in it, and goes on`, async () => {
      const directory = fileOfVersion(version)
      const stores = await openSqliteStores({ directory })
      expect(await listed(stores, 'role:inbox')).toEqual(['m2', 'm1'])
      expect(await threadsIn(stores, 'role:inbox', true)).toEqual(['t-m2', 't-m1'])
      expect((await stores.records.get('account', 'a'))?.name).toBe('Zoë Ångström')
      expect((await stores.messages.byMessageIds(['m1@mid'])).map((found) => found.participants)).toEqual([
        [{ type: 'from', address: 'ann@example.org', label: 'Ann' }],
      ])
      await add(stores, 'inbox', message('m3', 3), message('m1', 1))
      expect(await counts(stores, 'inbox')).toEqual([3, 3])
      const wrong = (await stores.doctor(true)).filter((found) => !found.ok && found.check !== 'search')
      expect(wrong.map((found) => found.check)).toEqual(['threads'])
      expect((await stores.doctor(true)).filter((found) => !found.ok && found.check !== 'search')).toEqual([])
      await stores.close()
      const db = new Sqlite(join(directory, 'main.db'), { readonly: true })
      expect(versionOf(db)).toBe(migrations.length)
      db.close()
    })
  }

  test('a database of a newer version is refused, every byte of it untouched', async () => {
    const directory = fileOfVersion(migrations.length)
    const file = join(directory, 'main.db')
    const db = new Sqlite(file)
    db.pragma(`user_version = ${migrations.length + 1}`)
    db.close()
    const before = readFileSync(file)
    await expect(openSqliteStores({ directory })).rejects.toMatchObject({ problem: { code: 'version' } })
    expect(readFileSync(file).equals(before)).toBe(true)
  })
})
