import fs from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import {
  fail,
  type OutboxItem,
  operations,
  type Recipient,
  type SyncStatus,
  toProblem,
} from '../../../core/defs/index.ts'
import { command, field, flag, type OpenCore } from '../command.ts'
import { findAccount } from '../find-account.ts'
import { mediaType } from '../media-type.ts'
import { followTasks } from '../progress.ts'
import { checkNew } from '../signatures.ts'
import { UsageError } from '../usage-error.ts'

const sync = command({
  words: ['sync'],
  summary: 'Fetch and send now, all accounts or one; ends when done',
  options: {
    once: flag('The same, said plainly'),
    watch: flag('Go on until interrupted'),
    account: field(z.string().optional(), 'ADDRESS', { description: 'This account only' }),
  },
  async run({ account, watch, once }, io) {
    if (watch && once) throw new UsageError('--once and --watch exclude each other')
    const core = await io.open({ 'sync.enabled': watch })
    const { client, subscribe } = core
    const end = followTasks(subscribe, io)
    const accountId = account === undefined ? undefined : (await findAccount(client, account)).id
    const { items } = await client.sync.now({ accountId }, { signal: io.signal, priority: 'batch' })
    if (watch) await interrupted(io.signal)
    else await checkNew(core, 0, io)
    end()
    const failed = items.find(({ problem }) => problem !== null)?.problem ?? null
    if (failed !== null) {
      if (items.length === 1) throw fail(failed.code, failed.message, failed)
      io.failed()
    }
    io.document(
      { items },
      items.map(inWords).join('\n') || 'There is no account with a server. Add one: caliopen account add.',
    )
  },
})

const { content } = operations.outbox.compose.input.shape
const addresses = (value: string, description: string) =>
  field(z.array(z.string()).default([]), value, { many: true, description })

const send = command({
  words: ['send'],
  summary: 'Send a message; its text comes from standard input',
  options: {
    from: field(z.string(), 'ADDRESS', { description: 'The account that it goes out from' }),
    to: addresses('ADDRESS', 'ada@example.org or "Ada <ada@example.org>"'),
    cc: addresses('ADDRESS', 'Who gets a copy'),
    bcc: addresses('ADDRESS', 'Who gets a copy unseen'),
    subject: field(content.shape.subject.unwrap().default(''), 'TEXT', { description: 'The subject' }),
    attach: field(z.array(z.string()).default([]), 'FILE', { many: true, description: 'A file to go with it' }),
  },
  async run({ from, to, cc, bcc, subject, attach }, io) {
    if (to.length + cc.length + bcc.length === 0) throw new UsageError('--to is missing', 'to')
    const attachments = await Promise.all(attach.map(readAttachment))
    const text = Buffer.from(await io.input()).toString('utf8')
    const core = await io.open()
    const { id: accountId } = await findAccount(core.client, readRecipient(from).address)
    const list = (given: readonly string[]) => given.map(readRecipient)
    const item = await core.client.outbox.compose({
      content: { accountId, to: list(to), cc: list(cc), bcc: list(bcc), subject, text, html: null },
      attachments,
    })
    const { id, state, messageId, problem } = await untilSent(core, item, io.signal).catch((thrown) => ({
      ...item,
      problem: toProblem(thrown),
    }))
    if (problem !== null) throw fail(problem.code, `${problem.message} The message is kept in the outbox.`, problem)
    io.document({ id, state, messageId }, state === 'sent' ? 'Sent.' : 'It waits in the outbox.')
  },
})

/** Tries it at once, and waits for what the server says. It stays in the outbox if nothing is said. */
async function untilSent({ client, subscribe }: OpenCore, item: OutboxItem, signal: AbortSignal): Promise<OutboxItem> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const isDone = ({ state, problem }: Pick<OutboxItem, 'state' | 'problem'>) => state === 'sent' || problem !== null
  const end = subscribe((event) => {
    if (event.type === 'outbox.changed' && event.item.id === item.id && isDone(event.item)) resolve()
  })
  try {
    const tried = await client.outbox.retry({ id: item.id }, { signal })
    if (isDone(tried)) return tried
    await client.sync.now({ accountId: item.accountId }, { signal })
    const now = await client.outbox.get({ id: item.id })
    if (isDone(now)) return now
    await Promise.race([promise, interrupted(signal)])
    return await client.outbox.get({ id: item.id })
  } finally {
    end()
  }
}

async function readAttachment(file: string) {
  try {
    return { name: path.basename(file), type: mediaType(file), bytes: await fs.readFile(file) }
  } catch (error) {
    throw fail('not-found', `The file ${file} cannot be read. Nothing was sent.`, {
      source: file,
      details: String(error),
    })
  }
}

/** `ada@example.org` or `Ada Lovelace <ada@example.org>` */
export function readRecipient(text: string): Recipient {
  const match = /^\s*(?:"?(?<label>[^"<>]*?)"?\s*<(?<inner>[^<>\s]+)>|(?<bare>[^<>\s]+))\s*$/.exec(text)
  const address = match?.groups?.['inner'] ?? match?.groups?.['bare']
  if (address === undefined || !/.@./.test(address)) throw new UsageError(`“${text}” is not an address`)
  return { address, label: match?.groups?.['label'] ?? '' }
}

function interrupted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

const inWords = ({ accountId, state, problem, pending }: SyncStatus) =>
  `${accountId}  ${problem?.message ?? state}${pending > 0 ? `, ${pending} actions wait for the server` : ''}`

export const exchangeCommands = [sync, send]
