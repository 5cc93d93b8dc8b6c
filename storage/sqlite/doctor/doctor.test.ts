import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, expect, test } from 'vitest'
import { add, blob, commit, counts, message, noFlags, prepare, threadsIn } from '../../contracts/suite/fixtures.ts'
import { openSqliteStores } from '../index.ts'

const root = mkdtempSync(join(tmpdir(), 'caliopen-doctor-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Changes the database behind the program's back, while it is closed. */
function meddle(directory: string, sql: string): void {
  const db = new Sqlite(join(directory, 'main.db'))
  db.exec(sql)
  db.close()
}

test('puts counts, conversations and lists right that no longer follow from the messages', async () => {
  const directory = mkdtempSync(join(root, 'data-'))
  const first = await openSqliteStores({ directory })
  await prepare(first)
  await add(first, 'inbox', message('m1', 1), message('m2', 2), message('m3', 3, { flags: { ...noFlags, seen: true } }))
  await first.close()
  meddle(
    directory,
    `update mailboxes set total = 17 where id = 'inbox'; update memberships set unread = 1;
     update threads set unread = 5 where id = 't-m1';
     delete from thread_views where thread = (select row from threads where id = 't-m2');
     update messages set hidden = 1 where id = 'm3'`,
  )
  const stores = await openSqliteStores({ directory })
  const found = (await stores.doctor(false)).filter((each) => !each.ok)
  expect(found.map(({ check, count, repaired }) => [check, count, repaired])).toEqual([
    ['threads', 3, false],
    ['counts', 6, false],
  ])
  expect((await stores.doctor(true)).filter((each) => each.repaired).map((each) => each.check)).toEqual([
    'threads',
    'counts',
  ])
  expect((await stores.doctor(false)).filter((each) => !each.ok)).toEqual([])
  expect(await counts(stores, 'inbox')).toEqual([3, 2])
  expect(await threadsIn(stores, 'role:inbox')).toEqual(['t-m3', 't-m2', 't-m1'])
  expect((await stores.threads.get(['t-m1']))[0]).toMatchObject({ subject: 'Subject of m1', unread: 1 })
  await stores.close()
})

test('never takes away a text whose message is just on its way in', async () => {
  const directory = mkdtempSync(join(root, 'data-'))
  const first = await openSqliteStores({ directory })
  await prepare(first)
  await first.blobs.put([blob('arriving'), blob('abandoned')])
  await first.doctor(true)
  await add(first, 'inbox', message('m1', 1, { copies: [{ blob: blob('arriving').hash, sizeBytes: 8 }] }))
  expect(await first.blobs.get(blob('arriving').hash)).not.toBeNull()
  await first.close()
  const second = await openSqliteStores({ directory })
  await second.doctor(true)
  expect(await second.blobs.has([blob('arriving').hash, blob('abandoned').hash])).toEqual(
    new Set([blob('arriving').hash]),
  )
  await second.close()
})

test('knows texts that only a draft or the outbox refers to', async () => {
  const directory = mkdtempSync(join(root, 'data-'))
  const first = await openSqliteStores({ directory })
  const [attached, sending] = [blob('attached'), blob('sending')]
  await first.blobs.put([attached, sending])
  const draft = {
    id: 'd',
    revision: 1,
    origin: null,
    inReplyTo: null,
    references: [],
    attachments: [{ id: 'x', name: 'a', type: 'text/plain', sizeBytes: 8, blob: attached.hash, contentId: null }],
    createdAtMs: 0,
    updatedAtMs: 0,
    accountId: 'a',
    to: [],
    cc: [],
    bcc: [],
    subject: '',
    text: '',
    html: null,
  }
  const item = {
    id: 'o',
    accountId: 'a',
    state: 'waiting' as const,
    sendAtMs: 0,
    attempts: 0,
    messageId: 'x@y',
    subject: '',
    recipients: [],
    envelopeFrom: '',
    envelopeTo: [],
    blob: sending.hash,
    draft: { ...draft, attachments: [] },
    problem: null,
    filed: false,
    createdAtMs: 0,
  }
  await commit(first, {
    recordPuts: [
      { noun: 'draft', value: draft },
      { noun: 'outbox', value: item },
    ],
  })
  await first.close()
  const second = await openSqliteStores({ directory })
  expect((await second.doctor(true)).filter((each) => !each.ok)).toEqual([])
  expect((await second.blobs.size()).count).toBe(2)
  await second.close()
})
