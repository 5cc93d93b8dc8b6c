import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { CoreEvent, Handlers, Operations, RemoteContent } from '../../../core/defs/index.ts'
import { type Connections, createConnections } from '../../../core/index.ts'
import { createFakeContext, type FakeContext } from '../../../devtools/fakes/index.ts'
import { keepConnections, listingBlocked } from './index.ts'

const call = { priority: 'interactive' } as const
let context: FakeContext
let connections: Connections
beforeEach(() => {
  vi.useFakeTimers()
  context = createFakeContext()
  connections = createConnections(context)
})
afterEach(() => vi.useRealTimers())

const connect = (host = 'imap.example.org') =>
  connections.ledger.open({ service: 'mail-in', host, port: 993, errand: { kind: 'fetch-mail', accountId: 'a' } })
const told = (): Extract<CoreEvent, { type: 'connections.changed' }>[] =>
  context.emitted.flatMap((event) => (event.type === 'connections.changed' ? [event] : []))

test('a window hears of connections once a second at most, and of the last of them', async () => {
  const kept = keepConnections({ ...context, connections })
  for (let n = 0; n < 100; n += 1) {
    connect(`h${n}.example`)
    await vi.advanceTimersByTimeAsync(100)
  }
  await vi.advanceTimersByTimeAsync(1000)
  expect(told().length).toBeLessThanOrEqual(11)
  expect(told().at(-1)?.openNow).toBe(100)
  const before = told().length
  await vi.advanceTimersByTimeAsync(60_000)
  expect(told()).toHaveLength(before)
  await kept.stop()
})

test('the record is on disk after a minute and at the end, and not written when nothing happened', async () => {
  const commits = vi.spyOn(context.stores, 'commit')
  const kept = keepConnections({ ...context, connections })
  await vi.advanceTimersByTimeAsync(600_000)
  expect(commits).not.toHaveBeenCalled()
  for (let n = 0; n < 50; n += 1) connect(`h${n}.example`).ended(null)
  expect(commits).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(600_000)
  expect(commits).toHaveBeenCalledTimes(1)
  connect('last.example').ended(null)
  await kept.stop()
  expect(commits).toHaveBeenCalledTimes(2)
  const next = createConnections(context)
  await next.load()
  expect(next.ledger.servers(0)).toHaveLength(51)
})

test('a full disk keeps nobody from connecting', async () => {
  vi.spyOn(context.stores, 'commit').mockRejectedValue(new Error('The disk is full'))
  const kept = keepConnections({ ...context, connections })
  connect().ended(null)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(connections.ledger.events()).toHaveLength(1)
  await kept.stop()
})

test('what a shown message wanted to load is listed as refused, until its pictures are asked for', async () => {
  const content = (kind: RemoteContent['kind'], host: string, tracker = false): RemoteContent => ({
    ...{ kind, host, tracker, address: `https://${host}/`, reason: 'rule', company: null },
  })
  const items = [
    content('image', 'img.example'),
    content('image', 'img.example'),
    content('image', 'mailmetric.example', true),
    content('style', 'css.example'),
    content('link', 'shop.example'),
    content('form', 'form.example'),
  ]
  let alwaysShow = false
  const report = { id: 'm1', items, trackers: 1, images: 2, provenDomain: null }
  // checked: the one handler that is asked is given
  const asked = { trackers: async () => ({ ...report, alwaysShow }) } as unknown as Handlers<Operations['privacy']>
  const privacy = listingBlocked(asked, connections)
  for (let time = 0; time < 3; time += 1) await privacy.trackers({ id: 'm1' }, call)
  const refused = () =>
    connections.ledger.refusals(0).map(({ host, reason, messageId, times }) => [host, reason, messageId, times])
  expect(refused().reverse()).toEqual([
    ['img.example', 'remote-content', 'm1', 2],
    ['mailmetric.example', 'tracker', 'm1', 1],
    ['css.example', 'remote-content', 'm1', 1],
  ])
  const errand = { kind: 'show-pictures' as const, messageId: 'm1' }
  connections.ledger.open({ service: 'web', host: 'img.example', port: 443, errand }).ended(null)
  expect(refused().map(([host]) => host)).toEqual(['css.example', 'mailmetric.example'])
  alwaysShow = true
  await privacy.trackers({ id: 'm1' }, call)
  expect(refused().map(([host]) => host)).not.toContain('img.example')
})
