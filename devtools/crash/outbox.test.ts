import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OutboxItem } from '../../core/defs/index.ts'
import { openSqliteStores } from '../../storage/sqlite/index.ts'
import { quickDirectory } from './quick-directory.ts'

const program = fileURLToPath(new URL('./outbox-child.ts', import.meta.url))
/** moments of the conversation at which the other side sees us die */
const moments = ['hello', 'sender', 'recipient', 'text', 'end of text', 'answered'] as const
type Moment = (typeof moments)[number]

let directory: string
let port: number
let server: SMTPServer
let child: ChildProcess | null = null
let killAtMoment: Moment | null = null
/** how often the server took responsibility for a message, by subject */
const taken = new Map<string, number>()

const at = (moment: Moment) => {
  if (killAtMoment === moment) child?.kill('SIGKILL')
}

beforeAll(async () => {
  directory = await quickDirectory('outbox-')
  server = new SMTPServer({
    authOptional: true,
    logger: false,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    onConnect: (_, done) => {
      at('hello')
      done()
    },
    onMailFrom: (_, __, done) => {
      at('sender')
      done()
    },
    onRcptTo: (_, __, done) => {
      at('recipient')
      done()
    },
    onData(stream, _, done) {
      at('text')
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        at('end of text')
        const subject = /^Subject: (.*)$/m.exec(Buffer.concat(chunks).toString())?.[1]?.trim() ?? ''
        taken.set(subject, (taken.get(subject) ?? 0) + 1)
        done()
        at('answered')
      })
    },
  })
  server.on('error', () => undefined) // the other side is killed: that is the point
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  port = typeof address === 'object' && address !== null ? address.port : 0
})
afterAll(async () => {
  for (const started of [child, ...ready]) started?.kill('SIGKILL')
  await new Promise<void>((resolve) => server.close(() => resolve()))
  await rm(directory, { recursive: true, force: true })
})

/** Programs that have loaded everything and wait for their orders: loading takes longer than sending. */
const ready: ChildProcessWithoutNullStreams[] = []
const readyAtOnce = 2

function makeReady(): void {
  while (ready.length < readyAtOnce) {
    // a hundred starts: what one of them compiled serves the others
    const env = { ...process.env, NODE_COMPILE_CACHE: join(directory, 'compiled') }
    ready.push(spawn(process.execPath, ['--no-warnings', program], { env }))
  }
}

/** Runs the program until it ends or dies; answers how many steps it took, null if it was killed. */
function run(name: string, killAt: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    makeReady()
    const running = ready.shift()
    if (running === undefined) return reject(new Error('No program is ready.'))
    makeReady()
    child = running
    let output = ''
    let errors = ''
    running.stdout.on('data', (chunk) => {
      output += chunk
    })
    running.stderr.on('data', (chunk) => {
      errors += chunk
    })
    running.on('close', (code, signal) => {
      if (signal === 'SIGKILL') resolve(null)
      else if (code === 0) resolve(Number(output))
      else reject(new Error(`The program failed: ${errors}`))
    })
    running.stdin.write(`${JSON.stringify({ directory, port, name, killAt })}\n`)
  })
}

async function look() {
  const stores = await openSqliteStores({ directory })
  try {
    const outbox = (await stores.records.list('outbox', { limit: 500 })).items
    const drafts = (await stores.records.list('draft', { limit: 500 })).items
    const appends = (await stores.records.list('journal', { limit: 500 })).items.filter(
      ({ action }) => action.kind === 'append',
    )
    const copies = (await stores.messages.list({ view: 'role:sent', limit: 500 })).items
    return { outbox, drafts, appends, copies }
  } finally {
    await stores.close()
  }
}

/** What must hold of a message however often the program was killed around it. */
function check(item: OutboxItem): void {
  const deliveries = taken.get(item.subject) ?? 0
  const told = `${item.subject}: ${item.state}, delivered ${deliveries} times`
  if (item.state === 'sent') expect(deliveries, told).toBe(1)
  else if (item.state === 'waiting') expect(deliveries, told).toBe(0)
  else expect(deliveries, told).toBeLessThanOrEqual(1)
  if (item.state === 'failed') expect(item.problem?.message, told).toContain('may have been sent')
}

test('a message is never sent twice and never lost, killed at every step and at every moment of the conversation', async () => {
  const steps = (await run('unharmed', 0)) ?? 0
  expect(steps).toBeGreaterThan(10)
  const names: string[] = []
  let killed = 0
  // a program that was killed is finished by the next one, which is killed in its turn: its steps are more
  const plans = [
    ...Array.from({ length: 90 }, (_, index) => ({ step: (index % (steps + 8)) + 1, moment: null })),
    ...Array.from({ length: 36 }, (_, index) => ({ step: 0, moment: moments[index % moments.length] ?? null })),
  ]
  for (const [index, { step, moment }] of plans.entries()) {
    const name = `round ${index}`
    names.push(name)
    killAtMoment = moment
    if ((await run(name, step)) === null) killed += 1
    killAtMoment = null
  }
  expect(killed).toBeGreaterThanOrEqual(100)
  for (const count of taken.values()) expect(count).toBe(1)

  await run('', 0)
  const { outbox, drafts, appends, copies } = await look()
  for (const item of outbox) check(item)
  expect(outbox.filter(({ state }) => state !== 'sent' && state !== 'failed')).toEqual([])
  // what was killed before it was in the outbox is still a draft, or was never written down at all
  const places = [...outbox, ...drafts].map(({ subject }) => subject)
  expect(new Set(places).size).toBe(places.length)
  for (const name of taken.keys()) expect(places).toContain(name)
  const sent = outbox.filter(({ state }) => state === 'sent')
  expect(copies.map(({ messageId }) => messageId).sort()).toEqual(sent.map(({ messageId }) => messageId).sort())
  expect(appends).toHaveLength(sent.length)
  console.info(
    `${killed} kills in ${plans.length} rounds: ${sent.length} sent, ${outbox.length - sent.length} in doubt`,
  )
}, 1_200_000)
