import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMailComposer } from '../../../core/brokers/email/compose.ts'
import { type Account, type OutboxItem, outbox as operations } from '../../../core/defs/index.ts'
import { createJournal } from '../../../core/journal/index.ts'
import { createMailboxes } from '../../../core/mailboxes/index.ts'
import { createMessageManager } from '../../../core/messages/index.ts'
import { createMirror } from '../../../core/mirror/index.ts'
import { createOutboxManager } from '../../../core/outbox/index.ts'
import { createUndo } from '../../../core/undo/index.ts'
import { createFakeContext, createFakeIngest, type FakeContext, fakeAccount } from '../../../devtools/fakes/index.ts'
import { openTestNetwork } from '../../../devtools/rig/index.ts'
import { labPassword, type MailServer, startMailServer } from '../../../devtools/servers/index.ts'
import { createScheduler } from '../scheduler/index.ts'
import { createFindSent, createOutboxAgent } from './index.ts'

const call = { priority: 'interactive' } as const

let lab: MailServer
let account: Account
let context: FakeContext

beforeAll(async () => {
  lab = await startMailServer()
  const user = 'u1@lab.test'
  account = fakeAccount({
    address: user,
    name: 'Ünïcode Ü1',
    imap: { host: 'localhost', port: lab.imapsPort, security: 'tls', user },
    smtp: { host: 'localhost', port: lab.smtpPort, security: 'starttls', user },
    trustedCertificate: lab.fingerprint,
    trustedAuthservIds: [],
  })
  context = createFakeContext({ composer: createMailComposer() })
  await context.stores.commit({ recordPuts: [{ noun: 'account', value: account }] })
  context.secrets.set(account.id, labPassword)
})
afterAll(() => lab.remove())

async function fetchText(user: string, mailbox: string): Promise<string> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const text = await lab.doveadm('fetch', '-u', user, 'text', 'mailbox', mailbox, 'all')
    if (text.trim() !== '') return text
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`Nothing arrived for ${user}`)
}

test('a message leaves over a real Postfix and arrives with its headers, body and file; hidden recipients stay hidden', async () => {
  const journal = createJournal(context)
  const mailboxes = createMailboxes(context, journal)
  const { messages } = createMessageManager(context, journal, mailboxes, createUndo())
  const outbox = createOutboxManager(context, { ingest: createFakeIngest(context), journal, mailboxes, messages })
  const scheduler = createScheduler(context)
  const agent = createOutboxAgent({ ...context, outbox, scheduler, network: openTestNetwork().network })
  await agent.start()
  const input = operations.compose.input.parse({
    content: {
      to: [{ address: 'refused@lab.test', label: '' }],
      bcc: [{ address: 'u2@lab.test', label: 'Secret' }],
      subject: 'Grüße 東京',
      text: 'Hello there\n.\n-- \nÜ1',
    },
    attachments: [{ name: 'naïve.txt', type: 'text/plain', bytes: new TextEncoder().encode('content') }],
  })
  const { id } = await outbox.handlers.compose(input, call)
  let item: OutboxItem
  do {
    await new Promise((resolve) => setTimeout(resolve, 20))
    item = await outbox.handlers.get({ id }, call)
  } while (!item.filed && item.state !== 'failed')
  expect(item.state).toBe('sent')
  expect(item.problem?.message).toMatch(/not to refused@lab\.test .*refused by policy/)
  const text = await fetchText('u2@lab.test', 'INBOX')
  expect(text).toContain(`Message-ID: <${item.messageId}>`)
  expect(text).toContain('Subject: =?UTF-8?')
  expect(text).toContain(Buffer.from('content').toString('base64'))
  expect(text).not.toMatch(/^bcc:|Secret/im)
  await agent.stop()
  await scheduler.stop()
})

test('the server is asked whether it holds a message among the sent ones', async () => {
  const mirror = createMirror(context)
  const mailboxes = createMailboxes(context, createJournal(context))
  await mailboxes.ensureRole(account.id, 'sent')
  const raw = 'From: u1@lab.test\r\nMessage-ID: <filed@lab.test>\r\nSubject: x\r\n\r\nx\r\n'
  await lab.fill('u1@lab.test', 'Sent', [{ bytes: raw, flags: 'S' }])
  const findSent = createFindSent({ mirror, credentials: context.credentials, network: openTestNetwork().network })
  expect(await findSent(account.id, 'filed@lab.test')).toBe(true)
  expect(await findSent(account.id, 'other@lab.test')).toBe(false)
})
