import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createFakeContext, type FakeContext } from '../../devtools/fakes/index.ts'
import { createDoor } from '../call.ts'
import { connection, type Errand, operations } from '../defs/index.ts'
import { type Connections, createConnections } from './index.ts'
import { connectionLimits, dayMs, hourMs } from './limits.ts'

const fetching: Errand = { kind: 'fetch-mail', accountId: 'a1' }
const pictures: Errand = { kind: 'show-pictures', messageId: 'm1' }
const call = { priority: 'interactive' } as const

function begin(context: FakeContext = createFakeContext()) {
  const connections = createConnections(context)
  return { context, connections, ...connections }
}

interface Made {
  readonly host?: string
  readonly errand?: Errand
  readonly bytesIn?: number
  readonly bytesOut?: number
}

function connect({ ledger }: Connections, { host = 'imap.example.org', errand = fetching, ...bytes }: Made = {}) {
  const { bytesIn = 0, bytesOut = 0 } = bytes
  const record = ledger.open({ service: 'mail-in', host, port: 993, errand })
  record.counts(() => ({ bytesIn, bytesOut }))
  record.reached('192.0.2.1')
  return record
}

const list = ({ handlers }: Connections, sinceMs = 0) => handlers.list({ sinceMs }, call)

describe('the list of servers', () => {
  test('says why, how protected, how much and when; what is open stands first', async () => {
    const { connections, context } = begin()
    connect(connections, { bytesIn: 100, bytesOut: 10 }).ended(null)
    context.clock.advance(1000)
    const open = connect(connections, { host: 'IMAP.Example.NET', bytesIn: 7 })
    open.secured({ protocol: 'TLSv1.3', cipher: 'TLS_AES_128_GCM_SHA256', certificate: null })
    context.clock.advance(1000)
    connect(connections, { errand: pictures, bytesIn: 1 }).ended(null)
    const { items, openNow, bytesIn } = await list(connections)
    expect(items.map(({ host, times, openNow: open }) => [host, times, open])).toEqual([
      ['imap.example.net', 1, 1],
      ['imap.example.org', 2, 0],
    ])
    expect([openNow, bytesIn]).toEqual([1, 108])
    expect(items[0]?.protection?.protocol).toBe('TLSv1.3')
    expect(items[1]?.errands.map(({ errand, times }) => [errand.kind, times])).toEqual([
      ['show-pictures', 1],
      ['fetch-mail', 1],
    ])
    open.ended({ code: 'offline', message: 'The connection was lost.' })
    open.ended(null)
    const [latest] = (await list(connections)).items
    expect(latest).toMatchObject({ host: 'imap.example.net', failed: 1, openNow: 0, problem: { code: 'offline' } })
  })

  test('begins at a moment that is asked for, by the hour', async () => {
    const { connections, context } = begin()
    connect(connections, { bytesIn: 100 }).ended(null)
    context.clock.advance(2 * hourMs)
    const fromMs = context.clock.nowMs()
    expect((await list(connections, fromMs)).items).toEqual([])
    connect(connections, { bytesIn: 5 }).ended(null)
    expect((await list(connections, fromMs)).items).toMatchObject([{ times: 1, bytesIn: 5 }])
    expect((await list(connections)).items).toMatchObject([{ times: 2, bytesIn: 105 }])
  })

  test('bytes count in the hour in which they passed, while a connection stays open for days', async () => {
    const { connections, context } = begin()
    let bytesIn = 0
    const record = connections.ledger.open({ service: 'mail-in', host: 'a.example', port: 993, errand: fetching })
    record.counts(() => ({ bytesIn, bytesOut: 0 }))
    for (let hour = 0; hour < 3; hour += 1) {
      bytesIn += 10
      await list(connections)
      context.clock.advance(hourMs)
    }
    const { items } = await connections.handlers.hours({ sinceMs: 0, hoursPerBar: 1, bars: 4 }, call)
    expect(items.map((bar) => [bar.bytesIn, bar.times])).toEqual([
      [10, 1],
      [10, 0],
      [10, 0],
      [0, 0],
    ])
  })

  test('hours of the last week become days, and a month is forgotten', async () => {
    const { connections, context } = begin()
    connect(connections, { bytesIn: 100 }).ended(null)
    context.clock.advance(8 * dayMs)
    expect((await list(connections)).items).toMatchObject([{ bytesIn: 100, times: 1 }])
    context.clock.advance(24 * dayMs)
    expect((await list(connections)).items).toEqual([])
  })
})

test('whatever is connected, the bars add up to what the list says', async () => {
  const step = fc.record({ afterMs: fc.integer({ min: 0, max: 5 * hourMs }), bytesIn: fc.nat(1_000_000) })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 24 }), async (steps, hoursPerBar) => {
      const { connections, context } = begin()
      for (const { afterMs, bytesIn } of steps) {
        connect(connections, { bytesIn, bytesOut: 1 }).ended(null)
        context.clock.advance(afterMs)
      }
      const { items } = await connections.handlers.hours({ sinceMs: 0, hoursPerBar, bars: 168 }, call)
      const total = await list(connections)
      const sum = (key: 'bytesIn' | 'bytesOut' | 'times') => items.reduce((all, bar) => all + bar[key], 0)
      expect([sum('bytesIn'), sum('bytesOut'), sum('times')]).toEqual([total.bytesIn, total.bytesOut, steps.length])
    }),
    { numRuns: 50 },
  )
})

describe('what was refused', () => {
  test('is listed with who wanted it; a message counts once however often it is shown', async () => {
    const { connections, context, ledger, handlers } = begin()
    const hosts = [
      { host: 'Mailmetric.example', times: 1, tracker: true },
      { host: 'img.example', times: 3, tracker: false },
    ]
    await handlers.blocked({ messageId: 'm1', hosts }, call)
    await handlers.blocked({ messageId: 'm1', hosts }, call)
    context.clock.advance(1)
    await handlers.blocked({ messageId: 'm2', hosts: hosts.slice(0, 1) }, call)
    ledger.refuse({ host: 'imap.example.org', reason: 'offline', errand: fetching })
    ledger.refuse({ host: 'imap.example.org', reason: 'offline', errand: fetching })
    const { items } = await handlers.refused({ limit: 50, sinceMs: 0 }, call)
    expect(items.map(({ host, reason, messageId, times }) => [host, reason, messageId, times])).toEqual([
      ['imap.example.org', 'offline', null, 2],
      ['mailmetric.example', 'tracker', 'm2', 1],
      ['img.example', 'remote-content', 'm1', 3],
      ['mailmetric.example', 'tracker', 'm1', 1],
    ])
    expect(await list(connections)).toMatchObject({ refused: 7, refusedIn: 2 })
  })

  test('is bounded, however many hosts messages name', async () => {
    const { handlers } = begin()
    for (let n = 0; n < 30; n += 1) {
      const hosts = Array.from({ length: 100 }, (_, at) => ({ host: `h${at}.example`, times: 1, tracker: false }))
      await handlers.blocked({ messageId: `m${n}`, hosts }, call)
    }
    let [count, cursor]: [number, string | undefined] = [0, undefined]
    do {
      const page: Awaited<ReturnType<typeof handlers.refused>> = await handlers.refused(
        { limit: 500, cursor, sinceMs: 0 },
        call,
      )
      count += page.items.length
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(count).toBe(connectionLimits.refusals)
  })
})

test('thousands of connections to as many servers stay bounded, the latest and the open ones kept', async () => {
  const { connections, handlers, context } = begin()
  const open = connect(connections, { host: 'open.example' })
  for (let n = 0; n < 3000; n += 1) {
    context.clock.advance(1)
    connect(connections, { host: `h${n}.example` }).ended(null)
  }
  const { items } = await list(connections)
  expect(items).toHaveLength(connectionLimits.servers)
  expect(items.slice(0, 2).map(({ host }) => host)).toEqual(['open.example', 'h2999.example'])
  const events = []
  for (let cursor: string | undefined; ; ) {
    const page: Awaited<ReturnType<typeof handlers.events>> = await handlers.events({ limit: 400, cursor }, call)
    events.push(...page.items)
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  expect(events).toHaveLength(connectionLimits.events + 1)
  expect(events.at(-1)?.host).toBe('open.example')
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length)
  expect((await handlers.events({ limit: 10, host: 'H7.example' }, call)).items).toEqual([])
  open.ended(null)
})

describe('the record on disk', () => {
  test('is taken up by the next start; what was open when the program died is closed', async () => {
    const context = createFakeContext()
    const first = createConnections(context)
    connect(first, { bytesIn: 100 }).ended(null)
    connect(first, { host: 'open.example', bytesIn: 3 })
    await first.handlers.blocked({ messageId: 'm1', hosts: [{ host: 't.example', times: 2, tracker: true }] }, call)
    await first.save()
    const before = await list(first)
    const next = createConnections(context)
    await next.load()
    const after = await list(next)
    expect(after).toMatchObject({ bytesIn: before.bytesIn, refused: 2, refusedIn: 1, openNow: 0 })
    expect(after.items.map(({ host }) => host).sort()).toEqual(['imap.example.org', 'open.example'])
    const { items } = await next.handlers.events({ limit: 10 }, call)
    expect(items.map(({ outcome, closedAtMs }) => [outcome, typeof closedAtMs])).toEqual([
      ['closed', 'number'],
      ['closed', 'number'],
    ])
  })

  test('is not written when nothing changed, and one that cannot be read is begun anew', async () => {
    const context = createFakeContext()
    const connections = createConnections(context)
    await connections.save()
    expect(await context.stores.records.get('checkpoint', 'connections')).toBeNull()
    const broken = { id: 'connections', updatedAtMs: 1, state: { servers: 'none' } }
    await context.stores.commit({ recordPuts: [{ noun: 'checkpoint', value: broken }] })
    await connections.load()
    expect((await list(connections)).items).toEqual([])
    connect(connections).ended(null)
    await connections.save()
    const next = createConnections(context)
    await next.load()
    expect((await list(next)).items).toHaveLength(1)
  })

  test('is given out as JSON and forgotten when asked to', async () => {
    const { connections, handlers } = begin()
    connect(connections, { bytesIn: 1 }).ended(null)
    const open = connect(connections, { host: 'open.example' })
    const file = await handlers.export({}, call)
    expect(file).toMatchObject({ name: 'connections.json', type: 'application/json' })
    const text = operations.connections.export.output.parse(file).bytes
    const exported = JSON.parse(new TextDecoder().decode(text))
    expect(connection.array().parse(exported.events)).toHaveLength(2)
    await handlers.forget({}, call)
    expect((await list(connections)).items.map(({ host }) => host)).toEqual(['open.example'])
    open.ended(null)
  })
})

test('every listener hears of a change, and the answers fit their definitions', async () => {
  const { connections, onChange } = begin()
  let heard = 0
  onChange(() => {
    heard += 1
  })
  connect(connections).ended(null)
  expect(heard).toBeGreaterThan(1)
  // checked: only the noun under test is asked
  const door = createDoor(
    new Proxy({}, { get: (_, noun) => (noun === 'connections' ? connections.handlers : anything) }) as Parameters<
      typeof createDoor
    >[0],
  )
  expect((await door.client.connections.list({})).items).toHaveLength(1)
  expect((await door.client.connections.hours({})).items).toHaveLength(24)
  expect((await door.client.connections.events({})).items).toHaveLength(1)
  expect((await door.client.connections.refused({})).items).toHaveLength(0)
})

const anything = new Proxy({}, { get: () => async () => ({}) })
