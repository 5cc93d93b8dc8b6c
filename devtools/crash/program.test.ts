import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { addAccount, caliopen, caliopenDone } from '../e2e/program.ts'
import { labMail, labMessage } from '../rig/index.ts'
import { type MailServer, serverState, startMailServer, withSecondClient } from '../servers/index.ts'
import { hashOf, ownMbox, ownMessage } from './own-mail.ts'
import { quickDirectory } from './quick-directory.ts'
import { seeded } from './random.ts'
import { difference, messageLine, none, storedMail } from './stored-mail.ts'

/** Kills of each kind; with those of the outbox more than two hundred. */
const rounds = { import: 40, sync: 35, act: 35 }
const seed = Number(process.env['CALIOPEN_KILL_SEED'] ?? Date.now() % 1_000_000)
/** A program that is killed before this has not begun. */
const soonestMs = 20
/** Each round starts a process, which takes seconds when the machine has other work. */
const timeoutMs = 900_000

let folder: string
let lab: MailServer
let users = 0
const nextUser = (): string => `u${++users}@lab.test`

beforeAll(async () => {
  console.info(`The moments of the kills come from CALIOPEN_KILL_SEED=${seed}.`)
  folder = await quickDirectory('kills-')
  lab = await startMailServer({ users: 60 })
})
afterAll(async () => {
  await lab?.remove()
  await rm(folder, { recursive: true, force: true })
})

/** Moments anywhere in a run, from its start to its end: how long one takes on this machine is learnt from whole runs. */
function moments(random: () => number) {
  let runMs: number | null = null
  return {
    next: (): number | undefined => (runMs === null ? undefined : soonestMs + random() * (runMs - soonestMs)),
    learn: (ms: number): void => {
      runMs = Math.max(ms, (runMs ?? 0) * 0.8)
    },
  }
}

/** Runs the command until it ends by itself, killed each time before; answers how often it was. */
async function insist(data: string, args: readonly string[], when: ReturnType<typeof moments>, most: number) {
  for (let killed = 0; ; killed += 1) {
    const killAfterMs = killed < most ? when.next() : undefined
    const startedMs = performance.now()
    const answer = await caliopen(data, args, '', killAfterMs === undefined ? {} : { killAfterMs })
    if (answer.killed) continue
    expect(answer.code, answer.stderr).toBe(0)
    if (killed === 0) when.learn(performance.now() - startedMs)
    return killed
  }
}

/** Another program reads, stars, moves, deletes and brings in mail between two syncs. */
async function changeByAnother(user: string, change: number): Promise<void> {
  await withSecondClient(lab, user, async (client) => {
    await client.mailboxOpen('INBOX')
    const uids = (await client.search({ all: true }, { uid: true })) || []
    const some = (from: number, count: number): string => uids.slice(from, from + count).join(',')
    await client.messageFlagsAdd(some(0, 10), ['\\Seen'], { uid: true })
    await client.messageFlagsRemove(some(8, 4), ['\\Flagged'], { uid: true })
    await client.messageMove(some(20, 6), 'Work', { uid: true })
    await client.messageDelete(some(30, 4), { uid: true })
    for (const n of [1, 2, 3]) await client.append('INBOX', labMessage(n, `late-${user}-${change}`), ['\\Flagged'])
  })
}

describe.concurrent('kill -9', () => {
  test(
    'an import killed at any moment goes on, and ends with every message once',
    async () => {
      const count = 400
      const file = join(folder, 'all.mbox')
      await writeFile(file, ownMbox(count))
      const expected = Array.from({ length: count }, (_, n) => messageLine([hashOf(ownMessage(n))], ['all']))
      const when = moments(seeded(seed))
      let killed = 0
      let series = 0
      for (; killed < rounds.import; series += 1) {
        const data = join(folder, `import-${series}`)
        killed += await insist(data, ['import', file], when, 9)
        if (series === 1) {
          const [again] = await caliopenDone(data, ['import', file])
          expect(again).toEqual({ imported: 0, duplicates: count, failed: [] })
        }
        const stored = await storedMail(data)
        expect(difference(stored.messages, expected)).toEqual(none)
        // raw bytes whose record was not written before a kill are there until the same bytes or doctor come
        expect(stored.faults).toEqual([])
        await rm(data, { recursive: true })
      }
      console.info(`Import: ${killed} kills in ${series} series.`)
    },
    timeoutMs,
  )

  test(
    'a sync killed at any moment goes on, and ends exactly as the server is',
    async () => {
      const when = { first: moments(seeded(seed + 1)), next: moments(seeded(seed + 4)) }
      let killed = 0
      let series = 0
      for (; killed < rounds.sync; series += 1) {
        const { user, hashes } = await filledUser(100)
        const data = join(folder, `sync-${series}`)
        await addAccount(data, lab, user)
        killed += await insist(data, ['sync', '--once'], when.first, 9)
        await expectAsOnServer(data, user, hashes)
        for (let change = 0; change < 4; change += 1) {
          await changeByAnother(user, change)
          killed += await insist(data, ['sync', '--once'], when.next, 4)
        }
        await expectAsOnServer(data, user)
        await rm(data, { recursive: true })
      }
      console.info(`Sync: ${killed} kills in ${series} series.`)
    },
    timeoutMs,
  )

  test(
    'actions killed at any moment reach the server, and those that were answered for all of them',
    async () => {
      const when = { act: moments(seeded(seed + 2)), sync: moments(seeded(seed + 3)) }
      let killed = 0
      let series = 0
      for (; killed < rounds.act; series += 1) {
        const { user, hashes } = await filledUser(20)
        const data = join(folder, `act-${series}`)
        await addAccount(data, lab, user)
        await caliopenDone(data, ['sync', '--once'])
        const plan = planFor((await messagesOf(data)).map(({ id }) => id))
        for (const { verb, some } of plan) {
          const [name = '', ...options] = verb
          // deleting again what is in the bin already takes it away for good: that one is not said twice
          killed += await insist(data, ['act', name, ...some, ...options], when.act, name === 'delete' ? 0 : 2)
          killed += await insist(data, ['sync', '--once'], when.sync, 3)
        }
        await caliopenDone(data, ['sync', '--once'])
        await expectPlan(data, plan)
        await expectAsOnServer(data, user, hashes)
        await rm(data, { recursive: true })
      }
      console.info(`Actions: ${killed} kills in ${series} series.`)
    },
    timeoutMs,
  )
})

interface Step {
  readonly verb: readonly string[]
  readonly some: readonly string[]
  readonly flag?: 'seen' | 'flagged'
  readonly path?: string
}

/** Actions on sixty messages, some of them one upon the other. */
const planFor = (ids: readonly string[]): Step[] => [
  { verb: ['read'], some: ids.slice(0, 25), flag: 'seen' },
  { verb: ['star'], some: ids.slice(15, 35), flag: 'flagged' },
  { verb: ['move', '--to', 'Work'], some: ids.slice(0, 12), path: 'Work' },
  { verb: ['archive'], some: ids.slice(8, 42), path: 'Archive' },
  { verb: ['delete'], some: ids.slice(48), path: 'Trash' },
]

/** Every message that the server holds is here once, in its place and with its flags, and nothing else is. */
async function expectAsOnServer(data: string, user: string, hashes?: readonly string[]): Promise<void> {
  const [stored, server] = [await storedMail(data), await serverState(lab, user)]
  expect(stored.mirror).toEqual(server)
  expect(stored.waiting).toBe(0)
  // the bytes of what was deleted on the server lie there until doctor takes them away
  expect(stored.faults.filter((fault) => !fault.startsWith('orphans'))).toEqual([])
  if (hashes !== undefined) expect(difference(hashesIn(stored.messages), hashes)).toEqual(none)
  expect(new Set(hashesIn(stored.messages)).size).toBe(stored.messages.length)
  const uids = Object.entries(server).flatMap(([path, rows]) => Object.values(rows).map((flags) => `${path}: ${flags}`))
  expect(difference(stored.messages.map(placeAndFlags), uids)).toEqual(none)
}

/** The same of a message here, in the words of the server. */
function placeAndFlags(line: string): string {
  const [, path = '', flags = ''] = /^\S+ in (\S+): (.*)$/.exec(line) ?? []
  const names: Readonly<Record<string, string>> = { seen: '\\Seen', flagged: '\\Flagged', draft: '\\Draft' }
  return `${path}: ${flags
    .split(' ')
    .flatMap((flag) => names[flag] ?? [])
    .sort()
    .join(' ')}`
}

const hashesIn = (lines: readonly string[]): string[] => lines.map((line) => line.slice(0, line.indexOf(' ')))

const boxes = ['INBOX', 'Archive', 'Work'] as const

/** A user whose three mailboxes hold messages; answers the hashes of all of them. */
async function filledUser(each: number): Promise<{ user: string; hashes: string[] }> {
  const user = nextUser()
  for (const box of boxes) await lab.fill(user, box, labMail(each, `${user}-${box}`))
  await lab.doveadm('mailbox', 'subscribe', '-u', user, 'Work')
  const hashes = boxes.flatMap((box) =>
    Array.from({ length: each }, (_, n) => hashOf(labMessage(n + 1, `${user}-${box}`))),
  )
  return { user, hashes }
}

const listed = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      mailboxIds: z.array(z.string()),
      flags: z.object({ seen: z.boolean(), flagged: z.boolean() }),
    }),
  ),
})
async function messagesOf(data: string) {
  const list = async (view: string) => {
    const [answer] = await caliopenDone(data, ['call', 'messages.list', JSON.stringify({ view, limit: 100 })])
    return listed.parse(answer).items
  }
  return [...(await list('all')), ...(await list('role:trash'))]
}
/** What was done last to a message is how it is. */
async function expectPlan(data: string, plan: readonly Step[]): Promise<void> {
  const paths = new Map((await caliopenDone(data, ['mailboxes'])).map(({ id, path }) => [String(id), String(path)]))
  for (const { id, mailboxIds, flags } of await messagesOf(data)) {
    const steps = plan.filter(({ some }) => some.includes(id))
    const path = steps.findLast((step) => step.path !== undefined)?.path
    if (path !== undefined) expect(mailboxIds.map((box) => paths.get(box))).toEqual([path])
    for (const { flag } of steps) if (flag !== undefined) expect(flags[flag]).toBe(true)
  }
}
