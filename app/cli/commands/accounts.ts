import { z } from 'zod'
import { type Client, operations, security, type server } from '../../../core/defs/index.ts'
import { command, field, flag, type Io } from '../command.ts'
import { findAccount } from '../find-account.ts'
import { checkAgain } from '../signatures.ts'
import { UsageError } from '../usage-error.ts'

const { accounts } = operations
type GivenServer = Partial<Pick<z.output<typeof server>, 'user'>> & Omit<z.output<typeof server>, 'user'>

/** RFC 8314 for TLS from the first byte, RFC 6409 for submission. */
const usualPorts = {
  imap: { tls: 993, starttls: 143, none: 143 },
  smtp: { tls: 465, starttls: 587, none: 25 },
} as const

const add = command({
  words: ['account', 'add'],
  summary: accounts.add.summary,
  positionals: { address: field(accounts.add.input.shape.address, 'ADDRESS', { description: 'The e-mail address' }) },
  options: {
    imap: field(z.string().optional(), 'HOST:PORT', {
      description: 'The server to fetch from; found by itself without it',
    }),
    smtp: field(z.string().optional(), 'HOST:PORT', {
      description: 'The server to send by; found by itself without it',
    }),
    security: field(security.default('tls'), 'KIND', { description: 'Of both servers: tls, starttls or none' }),
    user: field(z.string().max(320).optional(), 'NAME', {
      description: 'The name to sign in with, if not the address',
    }),
    name: field(accounts.add.input.shape.name, 'NAME', { description: 'The name that others see' }),
    trustCertificate: field(z.string().optional(), 'SHA256', {
      description: 'Trust this certificate, whoever signed it',
    }),
    passwordStdin: flag('Read the password from standard input'),
    allowOffline: flag('Add it although the servers cannot be reached now'),
  },
  async run(given, io) {
    const password = given.passwordStdin ? await firstLine(io) : await io.secret(`Password of ${given.address}: `)
    const { client } = await io.open()
    const server = (kind: 'imap' | 'smtp', text: string | undefined): { [K in typeof kind]?: GivenServer } =>
      text === undefined ? {} : { [kind]: { ...readServer(kind, text, given.security), ...user(given.user) } }
    const account = await client.accounts.add(
      {
        address: given.address,
        name: given.name,
        password,
        allowOffline: given.allowOffline,
        ...server('imap', given.imap),
        ...server('smtp', given.smtp),
        ...(given.trustCertificate === undefined
          ? {}
          : { trustedCertificate: given.trustCertificate.replaceAll(':', '').toLowerCase() }),
      },
      { signal: io.signal },
    )
    io.document(account, `${account.address} added.`)
  },
})

const list = command({
  words: ['account', 'list'],
  summary: accounts.list.summary,
  async run(_, io) {
    const { client } = await io.open()
    for (const account of (await client.accounts.list({})).items) {
      const place = account.imap === null ? 'on this computer only' : `${account.imap.host}:${account.imap.port}`
      io.line(account, `${account.id}  ${account.address}  ${place}`)
    }
  },
})

const remove = command({
  words: ['account', 'remove'],
  summary: accounts.remove.summary,
  positionals: { account: field(z.string(), 'ADDRESS', { description: 'The address, or the id' }) },
  options: { keepMessages: flag('Keep its messages on this computer') },
  async run({ account, keepMessages }, io) {
    const { client } = await io.open()
    const { id, address } = await findAccount(client, account)
    await client.accounts.remove({ id, keepMessages }, { signal: io.signal })
    io.document({ id, address }, `${address} removed from this computer.`)
  },
})

const trust = command({
  words: ['account', 'trust'],
  summary: accounts.trust.summary,
  positionals: {
    account: field(z.string(), 'ADDRESS', { description: 'The address, or the id' }),
    further: field(z.array(z.string()).default([]), 'ID', {
      many: true,
      description: 'More names, after --authserv-id',
    }),
  },
  options: {
    authservId: field(accounts.trust.input.shape.authservIds.default([]), 'ID', {
      many: true,
      description: 'A name that the provider signs its results with; without one, those seen in its mail are listed',
    }),
    nobody: flag('Trust nobody any more'),
  },
  async run({ account, authservId: named, further, nobody }, io) {
    const authservId = [...named, ...further]
    if (nobody && authservId.length > 0) throw new UsageError('--nobody and --authserv-id exclude each other')
    const core = await io.open()
    const { client } = core
    const { id, address } = await findAccount(client, account)
    if (!nobody && authservId.length === 0) return suggest(client, id, io)
    const trusted = await client.accounts.trust({ id, authservIds: authservId })
    io.document(trusted, `${address || id}: ${trusted.trustedAuthservIds.join(', ') || 'nobody'} is trusted.`)
    await checkAgain(core, io)
  },
})

async function suggest(client: Client, id: string, io: Io): Promise<void> {
  const { items, messages } = await client.accounts.suggestTrust({ id }, { signal: io.signal })
  if (items.length === 0) io.note(`None of the newest ${messages} messages says who checked it.`)
  for (const item of items) {
    const where = `in ${item.messages} of ${messages} messages on top, in ${item.anywhere} anywhere`
    io.line(item, `${item.authservId}  ${where}${item.trusted ? '  [trusted]' : ''}`)
  }
}

/** `host:port`, `[::1]:port`, or a host alone. */
export function readServer(kind: 'imap' | 'smtp', text: string, kindOfSecurity: z.output<typeof security>) {
  const match = /^(?:\[(?<six>[0-9a-fA-F:.]+)\]|(?<host>[^:[\]\s]+))(?::(?<port>\d{1,5}))?$/.exec(text)
  const host = match?.groups?.['six'] ?? match?.groups?.['host']
  const port = Number(match?.groups?.['port'] ?? usualPorts[kind][kindOfSecurity])
  if (host === undefined || port < 1 || port > 65_535) throw new UsageError(`--${kind}: write it as HOST:PORT`, kind)
  return { host, port, security: kindOfSecurity }
}

const user = (name: string | undefined) => (name === undefined ? {} : { user: name })

async function firstLine(io: Io): Promise<string> {
  const [line = ''] = Buffer.from(await io.input())
    .toString('utf8')
    .split(/\r?\n/)
  if (line === '') throw new UsageError('No password came by standard input', 'password')
  return line
}

export const accountCommands = [add, list, trust, remove]
