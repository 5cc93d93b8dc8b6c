import { beforeEach, describe, expect, test } from 'vitest'
import { createFakeContext, createFakeIngest, type FakeContext, silent } from '../../devtools/fakes/index.ts'
import { type Account, fail, accounts as operations } from '../defs/index.ts'
import { createJournal } from '../journal/index.ts'
import { createMailboxes } from '../mailboxes/index.ts'
import type { Outside } from '../ports.ts'
import { type AccountManager, createAccountManager, isMailAddress } from './index.ts'

const call = { priority: 'interactive' } as const
const imap = { host: 'imap.example.org', port: 993, security: 'tls' as const, user: 'ann@example.org' }
const smtp = { host: 'smtp.example.org', port: 465, security: 'tls' as const, user: 'ann@example.org' }

let context: FakeContext
let manager: AccountManager
let tried: string[]

function begin(outside: Partial<Outside> = {}) {
  tried = []
  context = createFakeContext({
    outside: {
      discover: async () => ({ imap, smtp, attempts: [] }),
      tryImap: async (server) => void tried.push(`imap ${server.host}`),
      trySmtp: async (server) => void tried.push(`smtp ${server.host}`),
      readSieve: async () => [],
      fetchImage: async () => {
        throw fail('offline', 'No network.')
      },
      leaveList: async () => {},
      ...outside,
    },
  })
  manager = createAccountManager(context)
}
beforeEach(() => begin())

const add = (input: object = {}) =>
  manager.handlers.add(operations.add.input.parse({ address: 'ann@example.org', password: 'secret', ...input }), call)
const failing = (code: 'auth' | 'offline') => async () => {
  throw fail(code, 'No.', { server: 'imap.example.org:993' })
}

describe('adding an account', () => {
  test('an address and a password are enough: servers are found and tried, the password is not in the record', async () => {
    const account = await add()
    expect(account).toMatchObject({ address: 'ann@example.org', imap, smtp, label: 'ann@example.org' })
    expect(tried).toEqual(['imap imap.example.org', 'smtp smtp.example.org'])
    expect(context.secrets.get(account.id)).toBe('secret')
    expect(JSON.stringify(account)).not.toContain('secret')
    expect(context.emitted).toContainEqual({ type: 'accounts.changed' })
    expect(JSON.stringify(await context.stores.log.since(null, 100))).not.toContain('secret')
  })

  test('servers given by hand are taken, with the address as the user name', async () => {
    begin({ discover: failing('offline') })
    const given = { host: 'localhost', port: 143, security: 'none' as const }
    const account = await add({ imap: given })
    expect(account.imap).toEqual({ ...given, user: 'ann@example.org' })
    expect(account.smtp).toBeNull()
  })

  test('the same mailbox twice is refused, and the one that is here is shown', async () => {
    const first = await add()
    await expect(add({ address: 'Ann@Example.org' })).rejects.toMatchObject({
      problem: { code: 'conflict', current: { id: first.id } },
    })
    expect(context.secrets.size).toBe(1)
    const both = await Promise.allSettled([add({ address: 'bo@example.org' }), add({ address: 'bo@example.org' })])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await manager.handlers.list({}, call)).items).toHaveLength(2)
  })

  test('a refused password adds nothing, offline or not; a server out of reach may be believed', async () => {
    begin({ tryImap: failing('auth') })
    await expect(add({ allowOffline: true })).rejects.toMatchObject({ problem: { code: 'auth', field: 'imap' } })
    begin({ tryImap: failing('offline'), trySmtp: failing('offline') })
    await expect(add()).rejects.toMatchObject({ code: 'offline' })
    expect([await context.stores.records.count('account'), context.secrets.size]).toEqual([0, 0])
    expect(await add({ allowOffline: true })).toMatchObject({ protocol: 'imap' })
  })

  test('nothing found, no address, no TLS: each says what to do, and names the field', async () => {
    await expect(add({ address: 'ann' })).rejects.toMatchObject({ problem: { code: 'invalid', field: 'address' } })
    const open = { ...imap, security: 'none' }
    await expect(add({ imap: open })).rejects.toMatchObject({ problem: { field: 'imap.security' } })
    begin({ discover: async () => ({ imap: null, smtp: null, attempts: [] }) })
    await expect(add()).rejects.toMatchObject({ problem: { code: 'not-found', field: 'imap' } })
  })

  test('when the keychain is locked, nothing is added', async () => {
    const credentials = { ...context.credentials, set: failing('auth') }
    const locked = createAccountManager({ ...context, credentials, logger: silent })
    const input = operations.add.input.parse({ address: 'ann@example.org', password: 'secret' })
    await expect(locked.handlers.add(input, call)).rejects.toMatchObject({ code: 'auth' })
    expect(await context.stores.records.count('account')).toBe(0)
  })
})

describe('changing an account', () => {
  const update = (account: Pick<Account, 'id'>, from: object, set: object, password?: string) =>
    manager.handlers.update({ id: account.id, from, set, password }, call)

  test('a change that started from an old state is refused with the state now', async () => {
    const account = await add()
    await update(account, { label: account.label }, { label: 'Home', paused: true })
    await expect(update(account, { label: account.label }, { label: 'Work' })).rejects.toMatchObject({
      problem: { code: 'conflict', current: { label: 'Home', paused: true } },
    })
  })

  test('a new password is tried before it takes the place of the old one', async () => {
    const account = await add()
    await update(account, {}, {}, 'newer')
    expect(context.secrets.get(account.id)).toBe('newer')
    const refusing = createAccountManager({ ...context, outside: { ...context.outside, tryImap: failing('auth') } })
    const input = { id: account.id, from: {}, set: {}, password: 'wrong' }
    await expect(refusing.handlers.update(input, call)).rejects.toMatchObject({ code: 'auth' })
    expect(context.secrets.get(account.id)).toBe('newer')
  })

  test('the address can be changed only where no server knows it', async () => {
    const account = await add()
    await expect(update(account, {}, { address: 'ann@elsewhere.example' })).rejects.toMatchObject({
      problem: { code: 'invalid', field: 'address' },
    })
    const local = await manager.ensureLocalAccount()
    expect(await update(local, {}, { address: 'ann@home.example' })).toMatchObject({ address: 'ann@home.example' })
    await expect(update(local, {}, { address: 'nobody' })).rejects.toMatchObject({ problem: { field: 'address' } })
    expect(await update(local, {}, { address: '' })).toMatchObject({ address: '' })
  })

  test('TLS cannot be switched off for a server elsewhere', async () => {
    const account = await add()
    const set = { imap: { ...imap, security: 'none' } }
    await expect(update(account, {}, set)).rejects.toMatchObject({ problem: { field: 'imap.security' } })
  })
})

describe('removing an account', () => {
  async function filled() {
    const [one, two] = [await add(), await add({ address: 'bo@example.org' })]
    const mailboxes = createMailboxes(context, createJournal(context))
    const inboxes = [await mailboxes.ensureRole(one.id, 'inbox'), await mailboxes.ensureRole(two.id, 'inbox')]
    const ingest = createFakeIngest(context)
    const bytes = (name: string) => new TextEncoder().encode(`Message-ID: <${name}@x>\r\n\r\n${name}`)
    const put = (name: string, mailboxId = '') =>
      ingest.add([{ bytes: bytes(name), mailboxId, flags: [], receivedMs: null }], { fresh: false })
    await put('only one', inboxes[0])
    await put('both', inboxes[0])
    await put('both', inboxes[1])
    return { one, two, inboxes }
  }

  test('its messages, mailboxes, password and journal go; what another account has too stays there', async () => {
    const { one, two, inboxes } = await filled()
    await manager.handlers.remove({ id: one.id, keepMessages: false }, call)
    expect((await manager.handlers.list({}, call)).items.map(({ id }) => id)).toEqual([two.id])
    const left = await context.stores.messages.list({ view: 'all', limit: 10 })
    expect(left.items.map(({ mailboxIds }) => mailboxIds)).toEqual([[inboxes[1]]])
    expect(context.secrets.has(one.id)).toBe(false)
    expect(await context.stores.records.count('mailbox', one.id)).toBe(0)
    expect(await context.stores.records.count('journal', one.id)).toBe(0)
  })

  test('its messages can be kept: the account has no server any more', async () => {
    const { one } = await filled()
    await manager.handlers.remove({ id: one.id, keepMessages: true }, call)
    const kept = await manager.handlers.get({ id: one.id }, call)
    expect(kept).toMatchObject({ protocol: 'local', imap: null, smtp: null })
    expect((await context.stores.messages.list({ view: 'all', limit: 10 })).items).toHaveLength(2)
    expect(context.secrets.has(one.id)).toBe(false)
    await add()
    expect((await manager.handlers.list({}, call)).items).toHaveLength(3)
  })
})

test('there is one account for what has no server, however often it is asked for', async () => {
  const made = await Promise.all([manager.ensureLocalAccount(), manager.ensureLocalAccount()])
  expect(made[0]).toEqual(made[1])
  expect(made[0]).toMatchObject({ protocol: 'local', label: 'On this computer' })
})

test.each([
  ['ann@example.org', true],
  ['ann+tag@sub.example.org', true],
  ['"a b"@example.org', true],
  ['root@localhost', true],
  ['ann@[192.0.2.1]', true],
  ['bö@bücher.example', true],
  ['ann', false],
  ['ann@', false],
  ['a b@example.org', false],
  ['ann@-x.example', false],
  ['a..b@example.org', false],
  ['ann@example.org, bo@example.org', false],
  ['ann@exa\nmple.org', false],
])('%s is an address: %s', (text, expected) => {
  expect(isMailAddress(text)).toBe(expected)
})
