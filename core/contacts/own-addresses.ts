import type { CoreContext } from '../ports.ts'
import { limits } from './limits.ts'

export interface OwnAddresses {
  /** of the accounts, the oldest first, each once */
  readonly addresses: readonly string[]
  /** what the user calls himself or herself there, '' if nowhere */
  readonly name: string
}

export async function readOwnAddresses({ stores }: CoreContext): Promise<OwnAddresses> {
  const { items } = await stores.records.list('account', { limit: limits.accounts })
  const accounts = items.toSorted((a, b) => a.createdAtMs - b.createdAtMs)
  return {
    addresses: [...new Set(accounts.flatMap(({ address }) => (address === '' ? [] : [address])))],
    name: accounts.find(({ name }) => name !== '')?.name ?? '',
  }
}
