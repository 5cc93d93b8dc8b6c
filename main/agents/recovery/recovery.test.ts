import { afterEach, expect, test } from 'vitest'
import type { Task } from '../../../core/defs/index.ts'
import { createCore } from '../../../core/index.ts'
import { createFakeContext, encodeBlob, fakeReader } from '../../../devtools/fakes/index.ts'
import { createScheduler, type Scheduler } from '../scheduler/index.ts'
import { createRecovery } from './index.ts'

let scheduler: Scheduler | null = null
afterEach(() => scheduler?.stop())

const flags = { seen: true, flagged: false, answered: false, forwarded: false, draft: false }
const facts = { version: '0', host: 'node', dataDirectory: '/nowhere' } as const

/** A program whose database is gone but for the raw bytes of one message, which its reader cannot take in at first. */
async function damaged(failures: number) {
  let left = failures
  const warnings: string[] = []
  const bytes = new TextEncoder().encode(
    'From: ada@example.org\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\n\r\nHello\r\n',
  )
  const blob = encodeBlob(bytes)
  const context = createFakeContext({
    logger: { debug() {}, info() {}, warn: (message) => void warnings.push(message), error() {} },
    reader: {
      ...fakeReader,
      prepare: async () => {
        left -= 1
        throw Object.assign(new Error('stopped'), { name: left >= 0 ? 'AbortError' : 'Error' })
      },
    },
  })
  await context.stores.blobs.put([blob])
  const places = [{ blob: blob.hash, mailboxIds: [], flags }]
  const lost = {
    keptAt: '/data/main.db.corrupt-1',
    left: async () => places.length,
    places: async () => places,
    done: async () => void places.splice(0),
  }
  scheduler = createScheduler(context)
  return {
    context,
    warnings,
    places,
    recovery: createRecovery({ ...context, core: createCore(context, facts), scheduler }, lost),
  }
}

test('a person sees that the messages are read again, why, and where the damaged database is kept', async () => {
  const { context, warnings, recovery } = await damaged(0)
  await recovery.finished
  expect(recovery.message).toContain('The database was damaged. No stored message is lost')
  expect(recovery.message).toContain('/data/main.db.corrupt-1')
  expect(warnings).toContain(recovery.message)
  const told = context.emitted.flatMap((event): Task[] => (event.type === 'tasks.changed' ? [event.task] : []))
  expect(told[0]).toMatchObject({ kind: 'maintenance', label: expect.stringContaining('the database was damaged') })
  expect(told.at(-1)?.state).toBe('done')
  const { items } = await context.stores.records.list('mailbox', { limit: 5 })
  expect(items.map(({ path }) => path)).toEqual(['Recovered'])
})

test('what could not be taken in stays to be tried again by itself', async () => {
  const { places, recovery } = await damaged(1)
  await expect(recovery.finished).rejects.toMatchObject({ code: 'cancelled' })
  expect(places).toHaveLength(1)
  expect(scheduler?.tasks()[0]?.retryAtMs).not.toBeNull()
})
