/**
 * A program that writes and sends one message, and kills itself at a step. It loads what it needs, then waits for its
 * orders, a line of JSON on standard input: the next one gets ready while this one works.
 * A step is the moment before or after something becomes durable. Step 0 is never reached: it ends by itself when
 * nothing is on its way any more.
 */

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { createMailComposer } from '../../core/brokers/email/compose.ts'
import { createDraftManager } from '../../core/drafts/index.ts'
import { createJournal } from '../../core/journal/index.ts'
import { createChangeLog } from '../../core/log/index.ts'
import { createMailboxes } from '../../core/mailboxes/index.ts'
import { createMessageManager } from '../../core/messages/index.ts'
import { createOutboxManager } from '../../core/outbox/index.ts'
import { createUndo } from '../../core/undo/index.ts'
import { createOutboxAgent } from '../../main/agents/outbox/index.ts'
import { createScheduler } from '../../main/agents/scheduler/index.ts'
import type { Stores } from '../../storage/contracts/index.ts'
import { openSqliteStores } from '../../storage/sqlite/index.ts'
import { createFakeContext, createFakeIngest, fakeAccount } from '../fakes/index.ts'
import { openTestNetwork } from '../rig/index.ts'

const { directory, port, name, killAt } = await readOrders()
const call = { priority: 'interactive' } as const

let step = 0
function reach(): void {
  step += 1
  if (step === killAt) process.kill(process.pid, 'SIGKILL')
}

async function around<T>(work: () => Promise<T>): Promise<T> {
  reach()
  const answer = await work()
  reach()
  return answer
}

// the built thread: three of them load with every program, and from sources that takes longer than sending
const threadFile = new URL('../../dist/workers/sqlite-thread.js', import.meta.url)
const opened = await openSqliteStores({ directory, threadFile })
const stores: Stores = {
  ...opened,
  commit: (changes) => around(() => opened.commit(changes)),
  blobs: { ...opened.blobs, put: (blobs) => around(() => opened.blobs.put(blobs)) },
}
const clock = { nowMs: () => Date.now() }
const fake = createFakeContext({
  stores,
  random: { id: () => randomBytes(13).toString('hex') },
  composer: createMailComposer(),
})
const context = { ...fake, clock, log: createChangeLog(clock, 'test', await stores.log.last()) }

const smtp = { host: '127.0.0.1', port, security: 'none' as const, user: 'ann@example.org' }
await opened.commit({ recordPuts: [{ noun: 'account', value: fakeAccount({ smtp }) }] })
const journal = createJournal(context)
const mailboxes = createMailboxes(context, journal)
const { messages } = createMessageManager(context, journal, mailboxes, createUndo())
const outbox = createOutboxManager(context, { ingest: createFakeIngest(context), journal, mailboxes, messages })
const scheduler = createScheduler(context)
const agent = createOutboxAgent({ ...context, outbox, scheduler, network: openTestNetwork().network })
await agent.start()

if (name !== '') {
  const content = { to: [{ address: 'bo@example.net', label: '' }], subject: name, text: 'Hello' }
  const draft = await createDraftManager(context).create({ content }, call)
  await outbox.handlers.send({ draftId: draft.id, undoMs: 0 }, call)
}
while ((await outbox.waiting()).length + (await outbox.sending()).length + (await outbox.unfiled()).length > 0) {
  await new Promise((resolve) => setTimeout(resolve, 5))
}
await agent.stop()
await scheduler.stop()
await opened.close()
process.stdout.write(String(step))

async function readOrders() {
  const lines = createInterface({ input: process.stdin })
  const [line] = await once(lines, 'line')
  lines.close()
  process.stdin.destroy()
  const orders = z.object({ directory: z.string(), port: z.number(), name: z.string(), killAt: z.number() })
  return orders.parse(JSON.parse(String(line)))
}
