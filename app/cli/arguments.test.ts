import { describe, expect, test } from 'vitest'
import { operationList } from '../../core/defs/index.ts'
import { readArguments } from './arguments.ts'
import type { Command, Io } from './command.ts'
import { readServer } from './commands/accounts.ts'
import { readRecipient } from './commands/exchange.ts'
import { commands } from './commands/index.ts'
import { helpFor, helpForAll } from './help.ts'
import { UsageError } from './usage-error.ts'

const read = (line: string) => readArguments(line === '' ? [] : line.split(' '), commands)
const refusal = (line: string) => {
  try {
    read(line)
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
  throw new Error(`“${line}” was taken.`)
}

/** Everything that a command asks of core, without core. */
async function dry(line: string, answers: Readonly<Record<string, unknown>>) {
  const asked: [string, unknown][] = []
  const said: unknown[] = []
  const client = new Proxy({} as never, {
    get: (_, noun) =>
      new Proxy({} as never, {
        get: (_inner, verb) => async (input: unknown) => {
          const name = `${String(noun)}.${String(verb)}`
          asked.push([name, input])
          return answers[name] ?? {}
        },
      }),
  })
  const { command, values } = read(line)
  const core = {
    client,
    door: { call: async () => ({}), client },
    subscribe: () => () => {},
    serve: async () => ({}) as never,
  }
  const io: Partial<Io> = {
    json: true,
    signal: new AbortController().signal,
    line: (value) => said.push(value),
    document: (value) => said.push(value),
    note: () => {},
    failed: () => said.push('failed'),
    input: async () => Buffer.from('secret\n'),
    open: async () => core,
  }
  await (command as Command).run(values, io as Io)
  return { asked, said }
}

describe('the command line', () => {
  test('finds commands of one and two words, and options wherever they stand', () => {
    expect(read('--data /tmp/x --json account add ada@example.org --imap host:1')).toMatchObject({
      command: { words: ['account', 'add'] },
      data: '/tmp/x',
      json: true,
      values: { address: 'ada@example.org', imap: 'host:1' },
    })
    expect(read('act read a b c --json').values).toMatchObject({ verb: 'read', ids: ['a', 'b', 'c'] })
    expect(read('--help').help).toBe(true)
    expect(read('search --help').command?.words).toEqual(['search'])
    expect(read('--version').version).toBe(true)
  })

  test.each([
    ['', 'Say what to do'],
    ['frobnicate', 'There is no command “frobnicate”'],
    ['account', '“account” needs one of: add, list, trust, remove'],
    ['stats --nonsense', "Unknown option '--nonsense'"],
    ['show a b', '“b” is one argument too many'],
    ['search a --limit', "Option '--limit <value>' argument missing"],
  ])('“%s” is wrong usage, and says why', (line, message) => {
    expect(refusal(line)).toBe(message)
  })

  test.each([
    ['show', 'ID is missing'],
    ['import', 'PATH is missing'],
    ['search a --limit 0', '--limit: Too small: expected number to be >=1'],
    ['export /tmp/x --format pst', '--format: Invalid option: expected one of "mbox"|"eml"|"maildir"'],
    [
      'account add a@b --imap x --security maybe --password-stdin',
      '--security: Invalid option: expected one of "tls"|"starttls"|"none"',
    ],
    ['send --from a@b', '--to is missing'],
    ['call no.such', 'There is no operation no.such; “caliopen call list” names them'],
  ])('“%s” is wrong usage too', async (line, message) => {
    await expect(dry(line, {})).rejects.toThrow(message)
    await expect(dry(line, {})).rejects.toBeInstanceOf(UsageError)
  })

  test('an account is added with its servers, one security for both, and the password from standard input', async () => {
    const line = 'account add ada@example.org --imap mail.example.org:1143 --smtp [::1] --security starttls --user ada'
    const { asked } = await dry(`${line} --trust-certificate AB:CD --password-stdin`, {})
    expect(asked[0]).toEqual([
      'accounts.add',
      {
        address: 'ada@example.org',
        name: '',
        password: 'secret',
        allowOffline: false,
        imap: { host: 'mail.example.org', port: 1143, security: 'starttls', user: 'ada' },
        smtp: { host: '::1', port: 587, security: 'starttls', user: 'ada' },
        trustedCertificate: 'abcd',
      },
    ])
  })

  test('moving takes a mailbox by name, the one of the account that the message lies in', async () => {
    const mailboxes = [
      { id: '1', accountId: 'a', path: 'Lists', name: 'Lists' },
      { id: '2', accountId: 'b', path: 'Lists', name: 'Lists' },
      { id: '3', accountId: 'b', path: 'INBOX', name: 'INBOX' },
    ]
    const answers = {
      'mailboxes.list': { items: mailboxes },
      'messages.get': { mailboxIds: ['3'] },
      'messages.move': { changed: 1 },
    }
    const { asked, said } = await dry('act move m1 m2 --to Lists', answers)
    expect(asked.at(-1)).toEqual(['messages.move', { target: { messageIds: ['m1', 'm2'] }, mailboxId: '2' }])
    expect(said).toEqual([{ changed: 1 }])
    await expect(dry('act move m1 --to Nowhere', answers)).rejects.toMatchObject({ problem: { code: 'not-found' } })
  })

  test('a sync that failed for one account of several prints all of it and fails', async () => {
    const problem = { code: 'auth', message: 'The password was refused.', server: 'mail:993' }
    const good = { accountId: 'a', state: 'idle', problem: null, pending: 0 }
    const items = [good, { ...good, accountId: 'b', problem }]
    expect((await dry('sync --once', { 'sync.now': { items } })).said).toEqual(['failed', { items }])
    await expect(dry('sync', { 'sync.now': { items: [items[1]] } })).rejects.toMatchObject({ problem })
  })
})

test('servers and people are read as they are written', () => {
  expect(readServer('imap', 'mail.example.org', 'tls')).toEqual({
    host: 'mail.example.org',
    port: 993,
    security: 'tls',
  })
  expect(readServer('smtp', '[::1]:2525', 'none')).toEqual({ host: '::1', port: 2525, security: 'none' })
  for (const wrong of ['', ':25', 'host:', 'host:0', 'host:99999', 'a b:1']) {
    expect(() => readServer('imap', wrong, 'tls'), wrong).toThrow(UsageError)
  }
  expect(readRecipient('"Lovelace, Ada" <ada@example.org>')).toEqual({
    label: 'Lovelace, Ada',
    address: 'ada@example.org',
  })
  expect(readRecipient(' ada@example.org ')).toEqual({ label: '', address: 'ada@example.org' })
  expect(() => readRecipient('ada')).toThrow(UsageError)
})

describe('help', () => {
  test('names every command, and explains every argument of each', () => {
    const all = helpForAll(commands)
    for (const command of commands) {
      expect(all).toContain(command.words.join(' '))
      const help = helpFor(command)
      expect(help).toContain(command.summary)
      for (const [name, { description }] of Object.entries({ ...command.positionals, ...command.options })) {
        expect(description, `${command.words.join(' ')} ${name}`).not.toBe('')
        expect(help).toContain(description)
      }
    }
  })

  test('call reaches everything that core can do', () => {
    const call = commands.find(({ words }) => words[0] === 'call')
    for (const { name } of operationList) expect(helpFor(call as Command)).toContain(name)
  })
})

test('help is given however it is asked for', () => {
  expect(read('help search')).toMatchObject({ help: true, command: { words: ['search'] } })
  expect(read('help')).toMatchObject({ help: true, command: null })
})
