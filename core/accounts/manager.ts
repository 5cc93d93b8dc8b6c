import { commitOrFail } from '../commit.ts'
import { type Account, fail, type Handlers, type Operations } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import { isMailAddress } from './address.ts'
import { conversionOf, removalOf, removeMessages } from './removal.ts'
import { checkSecurity, findServers, sameMailbox, tryServers } from './servers.ts'
import { suggestTrust } from './trust.ts'

export interface AccountManager {
  readonly handlers: Handlers<Operations['accounts']>
  /** the account for what has no server (imports, local delivery), made when it is first needed */
  ensureLocalAccount(): Promise<Account>
}

/** Its id is the same in every data directory, so that two makers of it meet. */
const localAccountId = 'local'
/** Accounts are read at once: there are few. */
const maxAccounts = 500

export function createAccountManager(context: CoreContext): AccountManager {
  const { stores, clock, random, hash, log, events, credentials } = context
  const changed = () => events.emit({ type: 'accounts.changed' })
  const all = async () => (await stores.records.list('account', { limit: maxAccounts })).items

  async function read(id: string): Promise<Account> {
    const account = await stores.records.get('account', id)
    if (account === null) throw fail('not-found', 'This account is not here any more. Nothing was changed.')
    return account
  }

  async function insert(account: Account): Promise<void> {
    const fields = log.fields('account', account.id, { ...account })
    await commitOrFail(context, { recordInserts: [{ noun: 'account', value: account }], log: fields }, 'This account')
    changed()
  }

  /** Made of address and server: two programs that add the same account at once cannot both do it. */
  async function idFor(address: string, host: string): Promise<string> {
    const id = hash(`${address.toLowerCase()}\n${host.toLowerCase()}`).slice(0, 26)
    return (await stores.records.get('account', id)) === null ? id : random.id()
  }

  async function refuseTwin(address: string, host: string): Promise<void> {
    const twin = (await all()).find((account) => sameMailbox(account, address, host))
    if (twin === undefined) return
    throw fail('conflict', `${address} on ${host} is here already as “${twin.label}”. Nothing was added.`, {
      field: 'address',
      current: twin,
    })
  }

  /** The password is in the keychain before the account is there to use it, and goes again if it does not come. */
  async function insertWith(account: Account, password: string): Promise<void> {
    await credentials.set(account.id, password)
    try {
      await insert(account)
    } catch (thrown) {
      await credentials.remove(account.id)
      throw thrown
    }
  }

  const handlers: AccountManager['handlers'] = {
    async list() {
      return { items: (await all()).toSorted((a, b) => a.createdAtMs - b.createdAtMs) }
    },

    get: ({ id }) => read(id),

    async discover({ address }, call) {
      return context.outside.discover(checkedAddress(address), call.signal)
    },

    async add(input, call) {
      const address = checkedAddress(input.address)
      const { imap, smtp } = await findServers(context, address, input, call.signal)
      await refuseTwin(address, imap.host)
      const trustedCertificate = input.trustedCertificate ?? null
      const { allowOffline } = input
      await tryServers(context, { imap, smtp }, input.password, { trustedCertificate, allowOffline }, call.signal)
      const account: Account = {
        id: await idFor(address, imap.host),
        protocol: 'imap',
        address,
        name: input.name,
        label: input.label ?? address,
        imap,
        smtp,
        signature: null,
        paused: false,
        trustedCertificate,
        trustedAuthservIds: [],
        createdAtMs: clock.nowMs(),
      }
      await refuseTwin(address, imap.host)
      await insertWith(account, input.password)
      return account
    },

    async update({ id, from, set: given, password }, call) {
      const before = await read(id)
      const set = present(given)
      if (set.address !== undefined) checkNewAddress(before, set.address)
      if (set.imap) checkSecurity(set.imap, 'imap')
      if (set.smtp) checkSecurity(set.smtp, 'smtp')
      if (password !== undefined) {
        const { trustedCertificate } = before
        const servers = { imap: set.imap ?? before.imap, smtp: set.smtp ?? before.smtp }
        await tryServers(context, servers, password, { trustedCertificate, allowOffline: true }, call.signal)
      }
      await commitOrFail(
        context,
        { recordPatches: [{ noun: 'account', id, from: present(from), set }], log: log.fields('account', id, set) },
        'This account',
      )
      if (password !== undefined) await credentials.set(id, password)
      changed()
      return { ...before, ...set }
    },

    async trust({ id, authservIds }) {
      const before = await read(id)
      const set = { trustedAuthservIds: [...new Set(authservIds)].sort() }
      const patch = { noun: 'account' as const, id, from: { trustedAuthservIds: before.trustedAuthservIds }, set }
      await commitOrFail(context, { recordPatches: [patch], log: log.fields('account', id, set) }, 'This account')
      changed()
      return { ...before, ...set }
    },

    async suggestTrust({ id }, call) {
      return suggestTrust(context, await read(id), call.signal)
    },

    async remove({ id, keepMessages }, call) {
      const account = await read(id)
      // the agents leave a paused account alone, so that nothing new comes in behind
      const pause = { noun: 'account' as const, id, from: {}, set: { paused: true } }
      await commitOrFail(context, { recordPatches: [pause], log: log.fields('account', id, pause.set) }, 'This account')
      changed()
      if (!keepMessages) await removeMessages(context, account, call.signal)
      await credentials.remove(id)
      const end = keepMessages ? await conversionOf(context, account) : await removalOf(context, account)
      await commitOrFail(context, end, 'This account')
      changed()
      events.emit({ type: 'mailboxes.changed', accountId: id })
      return {}
    },
  }

  return {
    handlers,

    async ensureLocalAccount() {
      const known = await stores.records.get('account', localAccountId)
      if (known !== null) return known
      const account: Account = {
        id: localAccountId,
        protocol: 'local',
        address: '',
        name: '',
        label: 'On this computer',
        imap: null,
        smtp: null,
        signature: null,
        paused: false,
        trustedCertificate: null,
        trustedAuthservIds: [],
        createdAtMs: clock.nowMs(),
      }
      const result = await stores.commit({
        recordInserts: [{ noun: 'account', value: account }],
        log: log.fields('account', account.id, { ...account }),
      })
      if (!result.ok) return read(localAccountId) // somebody else made it at the same moment
      changed()
      return account
    },
  }
}

function checkedAddress(text: string): string {
  const address = text.trim()
  if (isMailAddress(address)) return address
  throw fail('invalid', `“${text}” is not a mail address. Nothing was changed. It looks like name@example.org.`, {
    field: 'address',
  })
}

/** '' takes the address away again. */
function checkNewAddress(account: Account, address: string): void {
  if (address === account.address) return
  if (account.protocol !== 'local') {
    throw fail('invalid', 'The address of a mailbox on a server stays as it is. Add the other address as an account.', {
      field: 'address',
    })
  }
  if (address !== '') checkedAddress(address)
}

type Loose<T> = { [K in keyof T]?: T[K] | undefined }

function present<T extends object>(fields: Loose<T>): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T> // checked: only absent fields were taken out
}
