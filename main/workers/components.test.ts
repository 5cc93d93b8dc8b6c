import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { createIngestPool } from './index.ts'

const mail = (subject: string, mood = 'good') => ({
  bytes: new TextEncoder().encode(
    `From: a@example.org\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@example.org>\r\nX-Component: ${mood}\r\n\r\nbody ${subject}`,
  ),
  headersOnly: false,
})
const plugin = fileURLToPath(new URL('./hanging-component.fixture.ts', import.meta.url))

describe('a component from outside', () => {
  const warned: unknown[] = []
  const logger = { warn: (_: string, facts?: Record<string, unknown>) => void warned.push(facts) }
  const pool = createIngestPool({ threads: 1, plugins: [plugin], componentTimeMs: 400, logger })
  afterAll(() => pool.close())

  const features = async (...mails: ReturnType<typeof mail>[]) =>
    (await pool.prepare(mails)).map((prepared) => ({
      state: prepared.bodyState,
      features: prepared.features.map(({ name, value }) => [name, value]),
    }))

  test('is heard like the built-in ones', async () => {
    expect(await features(mail('one'))).toEqual([{ state: 'full', features: [['was-here', true]] }])
  })

  test('that hangs on a message, or ends its thread, is named there, and the message is read without it', async () => {
    const skipped = { state: 'full', features: [['skipped', ['hanging: hung']]] }
    const heard = { state: 'full', features: [['was-here', true]] }
    expect(await features(mail('a'), mail('b', 'hang'), mail('c'), mail('d', 'exit'))).toEqual([
      heard,
      skipped,
      heard,
      skipped,
    ])
    expect(warned).toEqual([
      { component: 'hanging', hangs: 1 },
      { component: 'hanging', hangs: 2 },
    ])
  })

  test('that does so again and again is left out altogether', async () => {
    await features(mail('e', 'hang'))
    const skipped = { state: 'full', features: [['skipped', ['hanging: hung']]] }
    expect(await features(mail('f'), mail('g'))).toEqual([skipped, skipped])
  })

  test('that is none, or has the name of another, is not taken, and that is said', async () => {
    const refused: unknown[] = []
    const other = createIngestPool({
      threads: 1,
      plugins: ['/nowhere/at-all.mjs', plugin, plugin],
      logger: { warn: (_, facts) => void refused.push(facts?.['details']) },
    })
    await other.prepare([mail('one')])
    await other.close()
    expect(refused).toEqual([
      expect.stringContaining('at-all.mjs cannot be loaded'),
      expect.stringContaining('The component hanging cannot be used'),
    ])
  })
})

test('features and remote content of a message that is stored already are found without preparing it again', async () => {
  const pool = createIngestPool({ threads: 1 })
  const raw = new TextEncoder().encode(
    'From: a@example.org\r\nReturn-Receipt-To: a@example.org\r\nContent-Type: text/html\r\n\r\n<img src="https://x.example/a.png"><a href="https://u.ct.sendgrid.net/ls/click?u=1">b</a>',
  )
  const [features] = await pool.features([raw])
  expect(features?.map(({ name }) => name)).toEqual(['receipt', 'remote', 'counted-links'])
  expect(await pool.remote(raw)).toEqual([
    {
      kind: 'receipt',
      address: 'a@example.org',
      host: 'example.org',
      tracker: true,
      reason: 'return-receipt-to',
      company: null,
    },
    {
      kind: 'image',
      address: 'https://x.example/a.png',
      host: 'x.example',
      tracker: false,
      reason: 'img src',
      company: null,
    },
    {
      kind: 'link',
      address: 'https://u.ct.sendgrid.net/ls/click?u=1',
      host: 'u.ct.sendgrid.net',
      tracker: true,
      reason: 'counts-clicks',
      company: 'SendGrid',
    },
  ])
  await pool.close()
})
