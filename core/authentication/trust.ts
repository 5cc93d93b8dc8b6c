import { hostsOf } from '../accounts/index.ts'
import type { Account } from '../defs/index.ts'
import type { CoreContext, VerifyQuestion } from '../ports.ts'
import { checksVersion } from './facts.ts'

/** By what a message is checked: the version of the checks, and whose words count for the accounts that it lies in. */
export interface Trust extends Pick<VerifyQuestion, 'authservIds' | 'hosts'> {
  readonly rules: string
}

/** Accounts and mailboxes are few: read at once. */
const atOnce = 500

/** By what all mail is checked now: another value, and everything has to be looked at again. */
export async function rulesOfAll({ stores, hash }: CoreContext): Promise<string> {
  const { items } = await stores.records.list('account', { limit: atOnce })
  return hash(JSON.stringify([checksVersion, items.map((account) => [account.id, hostsOf(account)])])).slice(0, 12)
}

/** Whose words count, by the mailboxes that a message lies in. */
export async function readTrust(context: CoreContext): Promise<(mailboxIds: readonly string[]) => Trust> {
  const { stores, hash } = context
  const accounts = new Map(
    (await stores.records.list('account', { limit: atOnce })).items.map((account) => [account.id, account]),
  )
  const accountOf = new Map<string, Account>()
  let cursor: string | undefined
  do {
    const page = await stores.records.list('mailbox', { cursor, limit: atOnce })
    for (const { id, accountId } of page.items) {
      const account = accounts.get(accountId)
      if (account !== undefined) accountOf.set(id, account)
    }
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  const known = new Map<string, Trust>()
  return (mailboxIds) => {
    const own = [...new Set(mailboxIds.flatMap((id) => accountOf.get(id) ?? []))]
    const key = own
      .map(({ id }) => id)
      .sort()
      .join(' ')
    const trust = known.get(key) ?? trustOf(own, hash)
    known.set(key, trust)
    return trust
  }
}

function trustOf(accounts: readonly Account[], hash: CoreContext['hash']): Trust {
  const unique = (names: readonly string[]): string[] => [...new Set(names)].sort()
  const authservIds = unique(accounts.flatMap((account) => account.trustedAuthservIds))
  const hosts = unique(accounts.flatMap(hostsOf))
  const rules = `${checksVersion}:${hash(JSON.stringify([authservIds, hosts])).slice(0, 12)}`
  return { authservIds, hosts, rules }
}
