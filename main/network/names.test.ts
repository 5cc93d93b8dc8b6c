import { afterEach, describe, expect, test } from 'vitest'
import { openTestNetwork } from '../../devtools/rig/index.ts'
import { type NameAnswerOf, type NameServer, startNameServer } from '../../devtools/servers/index.ts'

let server: NameServer | null = null
afterEach(async () => {
  await server?.close()
  server = null
})

const txt = (...data: string[]): NameAnswerOf => ({ kind: 'records', records: [{ type: 'TXT', data }] })

async function begin(answer: (name: string, type: string) => NameAnswerOf) {
  server = await startNameServer(answer)
  const { network, ledger } = openTestNetwork([server.address])
  const line = network.line({ kind: 'verify-mail', domain: 'example.org' })
  return { network, ledger, line, server }
}

describe('what is published at a name', () => {
  test('is read in every kind of record, with the strings of a long one joined', async () => {
    const long = 'p='.padEnd(255, 'A')
    const zone: Record<string, NameAnswerOf> = {
      'key.example.org TXT': txt(long, 'end'),
      'example.org MX': {
        kind: 'records',
        records: [{ type: 'MX', data: { preference: 10, exchange: 'mx.example.org' } }],
      },
      '_imaps._tcp.example.org SRV': {
        kind: 'records',
        records: [{ type: 'SRV', data: { priority: 1, weight: 2, port: 993, target: 'imap.example.org' } }],
      },
      '7.2.0.192.in-addr.arpa PTR': { kind: 'records', records: [{ type: 'PTR', data: 'host.example.org' }] },
      'host.example.org A': { kind: 'records', records: [{ type: 'A', data: '192.0.2.7' }] },
    }
    const { line } = await begin((name, type) => zone[`${name} ${type}`] ?? { kind: 'absent' })
    expect(await line.ask('Key.Example.org', 'TXT')).toEqual({ kind: 'found', records: [`${long}end`] })
    expect(await line.ask('example.org', 'MX')).toEqual({ kind: 'found', records: ['10 mx.example.org'] })
    const srv = await line.ask('_imaps._tcp.example.org', 'SRV')
    expect(srv).toEqual({ kind: 'found', records: ['1 2 993 imap.example.org'] })
    expect(await line.ask('192.0.2.7', 'PTR')).toEqual({ kind: 'found', records: ['host.example.org'] })
    expect(await line.ask('host.example.org', 'A')).toEqual({ kind: 'found', records: ['192.0.2.7'] })
  })

  test('a name that is not there is told from one without such records, and neither from no answer', async () => {
    const { line } = await begin((name) =>
      name.startsWith('absent')
        ? { kind: 'absent' }
        : name.startsWith('bare')
          ? { kind: 'records', records: [] }
          : { kind: 'failure' },
    )
    expect(await line.ask('absent.example.org', 'TXT')).toEqual({ kind: 'none', exists: false })
    expect(await line.ask('bare.example.org', 'TXT')).toEqual({ kind: 'none', exists: true })
    expect(await line.ask('broken.example.org', 'TXT')).toEqual({ kind: 'unreachable', reason: 'no-answer' })
    expect(await line.ask(`${'x'.repeat(300)}.example.org`, 'TXT')).toEqual({ kind: 'none', exists: false })
    expect(await line.ask(`${'x'.repeat(70)}.example.org`, 'TXT')).toMatchObject({ kind: 'none' })
  })

  test('an answer of more records, or longer ones, than anything has is thrown away', async () => {
    const { line } = await begin((name) => ({
      kind: 'records',
      records: Array.from({ length: name.startsWith('many') ? 1000 : 200 }, (_, n) => ({
        type: 'TXT' as const,
        data: name.startsWith('many') ? [`${n}`] : ['x'.repeat(250)],
      })),
    }))
    expect(await line.ask('many.example.org', 'TXT')).toEqual({ kind: 'unreachable', reason: 'bad-answer' })
    const full = await line.ask('long.example.org', 'TXT')
    expect(full.kind === 'found' && full.records.length).toBe(200)
  })
})

describe('a bad server', () => {
  test('that answers 10 MB without end is given up, and nothing of it is believed', async () => {
    const { line, ledger } = await begin(() => ({ kind: 'flood', bytes: 10 * 1024 * 1024 }))
    const answer = await line.ask('flood.example.org', 'TXT')
    expect(answer.kind).toBe('unreachable')
    expect(ledger.events()[0]).toMatchObject({ service: 'names', outcome: 'failed', question: 'flood.example.org TXT' })
  }, 20_000)

  test.each(['other-id', 'other-question', 'nonsense', 'silence'] as const)(
    'that answers with %s gets nothing believed',
    async (kind) => {
      const { line } = await begin(() => ({ kind }))
      expect(await line.ask('lie.example.org', 'TXT')).toMatchObject({ kind: 'unreachable' })
    },
    20_000,
  )

  test('whoever stops waiting for a silent one is let go at once', async () => {
    const { line } = await begin(() => ({ kind: 'silence' }))
    const stop = new AbortController()
    const asking = line.ask('silent.example.org', 'TXT', stop.signal)
    stop.abort()
    await expect(asking).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('questions', () => {
  test('are asked once, however many want the answer', async () => {
    const { line, server } = await begin(() => txt('v=1'))
    const ask = () => line.ask('once.example.org', 'TXT')
    const answers = await Promise.all([ask(), ask(), ask()])
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    await ask()
    expect(server.asked).toEqual(['once.example.org TXT'])
  })

  test('hundreds at once are all answered, each with its own', async () => {
    const { line, ledger } = await begin((name) => txt(name))
    const names = Array.from({ length: 300 }, (_, n) => `n${n}.example.org`)
    const answers = await Promise.all(names.map((name) => line.ask(name, 'TXT')))
    expect(answers).toEqual(names.map((name) => ({ kind: 'found', records: [name] })))
    expect(ledger.events()).toHaveLength(300)
    expect(ledger.openNow).toBe(0)
  })

  test('stand in the record of connections with their server; offline none is asked', async () => {
    const { line, network, ledger, server } = await begin(() => txt('v=1'))
    await line.ask('one.example.org', 'TXT')
    const [contacted] = ledger.servers(0)
    expect(contacted).toMatchObject({ service: 'names', host: '127.0.0.1', times: 1, openNow: 0, protection: null })
    expect(`127.0.0.1:${contacted?.port}`).toBe(server.address)
    network.setOffline(true)
    expect(await line.ask('two.example.org', 'TXT')).toEqual({ kind: 'unreachable', reason: 'offline' })
    expect(await line.ask('one.example.org', 'TXT')).toEqual({ kind: 'found', records: ['v=1'] })
    expect(server.asked).toEqual(['one.example.org TXT'])
    expect(ledger.refusals(0)).toMatchObject([{ host: 'two.example.org', reason: 'offline', times: 1 }])
    network.setOffline(false)
    expect(await line.ask('two.example.org', 'TXT')).toEqual({ kind: 'found', records: ['v=1'] })
  })
})
