import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fail } from '../../../core/defs/index.ts'
import type { IngestItem, IngestOutcome } from '../../../core/index.ts'
import { startLmtp } from '../lmtp/index.ts'
import { startSmtp } from '../smtp/index.ts'
import type { DeliveryOptions, DeliveryServer } from './index.ts'

const maxBytes = 2000
const stored: IngestOutcome = { status: 'added', messageId: 'm', problem: null }
let kept: IngestItem[]
let deliver: DeliveryOptions['deliver']
let accounts: { id: string; address: string }[]
let mailboxes: { id: string; accountId: string; path: string; role: string | null }[]
let server: DeliveryServer

const options = (listen: DeliveryOptions['listen'] = { port: 0 }, fallback: string | null = null): DeliveryOptions => ({
  door: {
    call: async () => ({}),
    client: {
      accounts: { list: async () => ({ items: accounts }) },
      mailboxes: {
        list: async ({ accountId = '' }) => ({ items: mailboxes.filter((mailbox) => mailbox.accountId === accountId) }),
        create: async (made: { accountId: string; path: string }) => {
          const mailbox = { id: `made for ${made.accountId}`, role: null, ...made }
          mailboxes.push(mailbox)
          return mailbox
        },
      },
    } as never, // only what delivery asks for
  },
  clock: { nowMs: () => 1000 },
  logger: { debug() {}, info() {}, warn() {}, error() {} },
  deliver: (items) => deliver(items),
  listen,
  maxBytes,
  fallback,
})

beforeEach(() => {
  kept = []
  accounts = [
    { id: 'ada', address: 'Ada@example.org' },
    { id: 'bob', address: 'bob@example.org' },
  ]
  mailboxes = accounts.map(({ id }) => ({ id: `inbox of ${id}`, accountId: id, path: 'Eingang', role: 'inbox' }))
  deliver = async (items) => {
    kept.push(...items)
    return items.map(() => stored)
  }
})
afterEach(() => server.close())

/** Speaks line by line, as a mail server does, and gives back the last line of each answer. */
async function talk(lines: readonly string[], answers = lines.length + 1): Promise<string[]> {
  const [host = '', port = ''] = server.address.split(':')
  const socket = server.address.startsWith('/') ? net.connect(server.address) : net.connect(Number(port), host)
  const heard: string[] = []
  let text = ''
  let next = 0
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('close', () => resolve())
    socket.on('data', (chunk) => {
      text += chunk
      for (let end = text.indexOf('\r\n'); end !== -1; end = text.indexOf('\r\n')) {
        const line = text.slice(0, end)
        text = text.slice(end + 2)
        if (/^\d{3}-/.test(line)) continue
        heard.push(line)
        if (next < lines.length) socket.write(`${lines[next++]}\r\n`)
        else if (heard.length >= answers) socket.end()
      }
    })
  })
  return heard
}
const codes = (heard: readonly string[]) => heard.map((line) => line.slice(0, 3))
const mail = 'Message-ID: <a@b>\r\nSubject: hello\r\n\r\n..dotted\r\n.'
const to = (...addresses: string[]) => addresses.map((address) => `RCPT TO:<${address}>`)

describe('LMTP', () => {
  beforeEach(async () => {
    server = await startLmtp(options())
  })

  test('a message lies in the inbox of each recipient before it is acknowledged, byte for byte', async () => {
    let storedAt = 0
    deliver = async (items) => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      storedAt = Date.now()
      kept.push(...items)
      return items.map(() => stored)
    }
    const heard = await talk(
      ['LHLO me', 'MAIL FROM:<x@y>', ...to('ada@EXAMPLE.org', 'Bob+lists@example.org'), 'DATA', mail],
      8,
    )
    expect(codes(heard)).toEqual(['220', '250', '250', '250', '250', '354', '250', '250'])
    expect(storedAt).toBeGreaterThan(0)
    expect(kept.map(({ mailboxId, receivedMs }) => [mailboxId, receivedMs])).toEqual([
      ['inbox of ada', 1000],
      ['inbox of bob', 1000],
    ])
    expect(Buffer.from(kept[0]!.bytes).toString()).toBe('Message-ID: <a@b>\r\nSubject: hello\r\n\r\n.dotted\r\n')
  })

  test('an unknown recipient is refused for good, the others are not', async () => {
    const heard = await talk(['LHLO me', 'MAIL FROM:<>', ...to('eve@example.org', 'ada@example.org'), 'DATA', mail])
    expect(codes(heard)).toEqual(['220', '250', '250', '550', '250', '354', '250'])
    expect(kept).toHaveLength(1)
  })

  test('a fault of ours is temporary, and for that recipient only', async () => {
    deliver = async (items) =>
      items.map(({ mailboxId }) =>
        mailboxId === 'inbox of ada'
          ? stored
          : { status: 'failed', messageId: null, problem: { code: 'disk-full', message: 'The disk is full.' } },
      )
    const heard = await talk(
      ['LHLO me', 'MAIL FROM:<x@y>', ...to('ada@example.org', 'bob@example.org'), 'DATA', mail],
      8,
    )
    expect(codes(heard).slice(-2)).toEqual(['250', '451'])
  })

  test('a store that fails altogether acknowledges nothing', async () => {
    deliver = async () => {
      throw fail('internal', 'No.')
    }
    const heard = await talk(
      ['LHLO me', 'MAIL FROM:<x@y>', ...to('ada@example.org', 'bob@example.org'), 'DATA', mail],
      8,
    )
    expect(codes(heard).slice(-2)).toEqual(['451', '451'])
  })

  test('what is too large is refused for good, announced or not', async () => {
    const large = `Subject: large\r\n\r\n${'x'.repeat(70)}\r\n`.padEnd(maxBytes * 2, 'x\r\n')
    const heard = await talk(['LHLO me', 'MAIL FROM:<x@y>', ...to('ada@example.org'), 'DATA', `${large}\r\n.`])
    expect(codes(heard).at(-1)).toBe('552')
    expect(codes(await talk(['LHLO me', `MAIL FROM:<x@y> SIZE=${maxBytes + 1}`])).at(-1)).toBe('552')
    expect(kept).toEqual([])
  })
})

test('an account whose folders were not fetched yet takes mail all the same, into one inbox', async () => {
  server = await startLmtp(options())
  mailboxes = []
  for (let round = 0; round < 2; round += 1) {
    const heard = await talk(['LHLO me', 'MAIL FROM:<x@y>', ...to('ada@example.org'), 'DATA', mail])
    expect(codes(heard).at(-1)).toBe('250')
  }
  expect(mailboxes.map(({ path }) => path)).toEqual(['INBOX'])
})

test('unknown recipients go to the account that is named for them', async () => {
  server = await startLmtp(options({ port: 0 }, 'bob@example.org'))
  await talk(['LHLO me', 'MAIL FROM:<x@y>', ...to('anybody@elsewhere.example'), 'DATA', mail])
  expect(kept.map(({ mailboxId }) => mailboxId)).toEqual(['inbox of bob'])
})

test('SMTP answers once for all recipients, temporarily if any of them may work later', async () => {
  server = await startSmtp(options())
  const lines = ['EHLO me', 'MAIL FROM:<x@y>', ...to('ada@example.org', 'bob@example.org'), 'DATA', mail]
  expect(codes(await talk(lines)).at(-1)).toBe('250')
  deliver = async () => [stored, { status: 'failed', messageId: null, problem: { code: 'locked', message: 'Locked.' } }]
  expect(codes(await talk(lines)).at(-1)).toBe('451')
  deliver = async (items) =>
    items.map(() => ({ status: 'failed', messageId: null, problem: { code: 'limit', message: 'Too deep.' } }))
  expect(codes(await talk(lines)).at(-1)).toBe('552')
})

test('a unix socket takes mail too, for this person only', async () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'caliopen-lmtp-'))
  const socket = path.join(directory, 'lmtp')
  server = await startLmtp(options({ socket }))
  expect(fs.statSync(socket).mode & 0o777).toBe(0o600)
  await talk(['LHLO me', 'MAIL FROM:<x@y>', ...to('ada@example.org'), 'DATA', mail])
  expect(kept).toHaveLength(1)
  fs.rmSync(directory, { recursive: true })
})

test('a port that is taken is said so', async () => {
  server = await startLmtp(options())
  const port = Number(server.address.split(':')[1])
  await expect(startSmtp(options({ port }))).rejects.toMatchObject({ problem: { code: 'refused' } })
})
