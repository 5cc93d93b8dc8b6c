import path from 'node:path'
import { z } from 'zod'
import { type Client, fail, operations, type Participant } from '../../../core/defs/index.ts'
import { command, field, flag } from '../command.ts'
import { findAccount } from '../find-account.ts'
import { iso, written } from '../print.ts'
import { followTasks } from '../progress.ts'
import { checkNew } from '../signatures.ts'

const { imports, exports: exporting, search, messages, threads, mailboxes } = operations

const importFiles = command({
  words: ['import'],
  summary: imports.run.summary,
  positionals: {
    paths: field(imports.run.input.shape.paths, 'PATH', { many: true, description: 'Files, folders and zip files' }),
  },
  options: { account: field(z.string().optional(), 'ADDRESS', { description: 'The account that the mail goes to' }) },
  async run({ paths, account }, io) {
    const core = await io.open()
    const { client, subscribe } = core
    const accountId = account === undefined ? undefined : (await findAccount(client, account)).id
    const end = followTasks(subscribe, io)
    const absolute = paths.map((file) => path.resolve(file))
    const report = await client.imports.run(
      { paths: absolute, ...(accountId === undefined ? {} : { accountId }) },
      { signal: io.signal, priority: 'batch' },
    )
    if (report.imported > 0) await checkNew(core, report.imported, io)
    end()
    if (report.failed.length > 0) io.failed()
    const failures = report.failed.map(({ source, offset, message }) => `${source}:${offset}: ${message}`)
    io.document(report, [`${report.imported} imported, ${report.duplicates} here already.`, ...failures].join('\n'))
  },
})

const exportFiles = command({
  words: ['export'],
  summary: exporting.run.summary,
  positionals: { directory: field(exporting.run.input.shape.directory, 'DIR', { description: 'The folder to fill' }) },
  options: { format: field(exporting.run.input.shape.format, 'FORMAT', { description: 'mbox, eml or maildir' }) },
  async run({ directory, format }, io) {
    const { client, subscribe } = await io.open()
    const end = followTasks(subscribe, io)
    const done = await client.exports.run(
      { directory: path.resolve(directory), format },
      { signal: io.signal, priority: 'batch' },
    )
    end()
    if (done.failed.length > 0) io.failed()
    io.document(done, `${done.exported} messages in ${done.files} files, ${done.failed.length} failed.`)
  },
})

const searchMessages = command({
  words: ['search'],
  summary: search.messages.summary,
  positionals: {
    query: field(z.array(search.messages.input.shape.query).min(1), 'QUERY', {
      many: true,
      description: 'Words, "phrases", prefix*, -not, OR, from: to: subject: in: has: is: before: after: …',
    }),
  },
  options: {
    limit: field(search.messages.input.shape.limit, 'N', { description: 'How many at most (50)' }),
    cursor: field(search.messages.input.shape.cursor, 'C', { description: 'Where the page before ended' }),
    sort: field(search.messages.input.shape.sort, 'ORDER', { description: 'newest or relevance' }),
  },
  async run({ query, limit, cursor, sort }, io) {
    const { client } = await io.open()
    const text = query.join(' ')
    const page = await client.search.messages({ query: text, limit, sort, cursor }, { signal: io.signal })
    const snippets = await client.search.snippets({
      query: text,
      ids: page.items.slice(0, 100).map((hit) => hit.message.id),
    })
    const lines = new Map(snippets.items.map(({ id, snippet }) => [id, snippet.text]))
    for (const { start, message } of page.issues) io.note(`At ${start + 1}: ${message}`)
    for (const { message, snippet } of page.items) {
      const found = lines.get(message.id) || snippet.text || message.excerpt
      const hit = { ...briefly(message), snippet: found }
      io.line(hit, `${hit.id}  ${hit.date.slice(0, 10)}  ${hit.from}  ${hit.subject}\n    ${oneLine(found)}`)
    }
    if (page.nextCursor !== null) io.note(`More with --cursor ${page.nextCursor}`)
  },
})

const show = command({
  words: ['show'],
  summary: 'Show one message',
  positionals: { id: field(messages.get.input.shape.id, 'ID', { description: 'As search and threads print it' }) },
  options: { raw: flag('The bytes as they were received') },
  async run({ id, raw }, io) {
    const { client } = await io.open()
    if (raw) return io.bytes((await client.messages.raw({ id }, { signal: io.signal })).bytes)
    const message = await client.messages.get({ id })
    const body = await client.messages.body({ id }, { signal: io.signal })
    const people = message.participants.map((person) => `${person.type}: ${written(person)}`)
    const files = message.attachments.map(({ index, name, sizeBytes }) => `[${index}] ${name} (${sizeBytes} bytes)`)
    const head = [`date: ${iso(message.dateMs)}`, ...people, `subject: ${message.subject}`, ...files]
    io.document({ ...message, body }, [...head, '', body.text || (body.problem ?? '')].join('\n'))
  },
})

const listThreads = command({
  words: ['threads'],
  summary: threads.list.summary,
  options: {
    limit: field(threads.list.input.shape.limit, 'N', { description: 'How many at most (50)' }),
    cursor: field(threads.list.input.shape.cursor, 'C', { description: 'Where the page before ended' }),
    view: field(threads.list.input.shape.view.removeDefault().default('all'), 'VIEW', {
      description: 'all (without it), starred, role:inbox, mailbox:ID',
    }),
  },
  async run(input, io) {
    const { client } = await io.open()
    const page = await client.threads.list(input, { signal: io.signal })
    for (const thread of page.items) {
      const people = thread.people.map(({ label, address }) => label || address).join(', ')
      io.line(
        thread,
        `${thread.id}  ${iso(thread.lastMs).slice(0, 10)}  ${people} (${thread.count})  ${thread.subject}`,
      )
    }
    if (page.nextCursor !== null) io.note(`More with --cursor ${page.nextCursor}`)
  },
})

const listMailboxes = command({
  words: ['mailboxes'],
  summary: mailboxes.list.summary,
  options: { account: field(z.string().optional(), 'ADDRESS', { description: 'Of this account only' }) },
  async run({ account }, io) {
    const { client } = await io.open()
    const accountId = account === undefined ? undefined : (await findAccount(client, account)).id
    for (const mailbox of (await client.mailboxes.list({ accountId })).items) {
      const role = mailbox.role === null ? '' : `  [${mailbox.role}]`
      io.line(mailbox, `${mailbox.id}  ${mailbox.path}${role}  ${mailbox.total} messages, ${mailbox.unread} unread`)
    }
  },
})

const verbs = ['read', 'unread', 'star', 'unstar', 'archive', 'junk', 'delete', 'move'] as const

const act = command({
  words: ['act'],
  summary: 'Act on messages, here at once and on the server when it can be reached',
  positionals: {
    verb: field(z.enum(verbs), 'ACTION', { description: verbs.join(', ') }),
    ids: field(z.array(z.string()).min(1).max(10_000), 'ID', { many: true, description: 'Messages' }),
  },
  options: { to: field(z.string().optional(), 'MAILBOX', { description: 'For move: id, path or name' }) },
  async run({ verb, ids, to }, io) {
    const { client } = await io.open()
    const done = await perform(client, verb, ids, to)
    io.document(done, `${done.changed} changed.`)
  },
})

async function perform(client: Client, verb: (typeof verbs)[number], messageIds: string[], to: string | undefined) {
  const target = { messageIds }
  switch (verb) {
    case 'read':
    case 'unread':
      return client.messages.setFlags({ target, set: { seen: verb === 'read' } })
    case 'star':
    case 'unstar':
      return client.messages.setFlags({ target, set: { flagged: verb === 'star' } })
    case 'archive':
      return client.messages.archive({ target })
    case 'junk':
      return client.messages.junk({ target })
    case 'delete':
      return client.messages.remove({ target })
    case 'move':
      return client.messages.move({ target, mailboxId: await findMailbox(client, to, messageIds[0] ?? '') })
  }
}

/** By id, path or name; among several, the one of the account that the message lies in. */
async function findMailbox(client: Client, wanted: string | undefined, messageId: string): Promise<string> {
  if (wanted === undefined) throw fail('invalid', 'Say where to move it: --to MAILBOX.', { field: 'to' })
  const { items } = await client.mailboxes.list({})
  const named = items.filter((mailbox) => [mailbox.id, mailbox.path, mailbox.name].includes(wanted))
  const { mailboxIds } = await client.messages.get({ id: messageId })
  const accounts = new Set(items.filter(({ id }) => mailboxIds.includes(id)).map(({ accountId }) => accountId))
  const found = named.find(({ accountId }) => accounts.has(accountId)) ?? named[0]
  if (found === undefined) {
    throw fail('not-found', `There is no mailbox “${wanted}”. “caliopen mailboxes” lists them.`, { field: 'to' })
  }
  return found.id
}

function briefly(message: {
  id: string
  threadId: string
  messageId: string | null
  dateMs: number
  subject: string
  participants: readonly Participant[]
}) {
  const from = message.participants.find(({ type }) => type === 'from')
  const { id, threadId, messageId, subject } = message
  return { id, threadId, messageId, date: iso(message.dateMs), from: from === undefined ? '' : written(from), subject }
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

export const mailCommands = [importFiles, exportFiles, searchMessages, show, listThreads, listMailboxes, act]
