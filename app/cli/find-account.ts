import { type Account, type Client, fail } from '../../core/defs/index.ts'

/** By id or address, in any case. `not-found` names what there is. */
export async function findAccount(client: Client, wanted: string): Promise<Account> {
  const { items } = await client.accounts.list({})
  const found = items.find(({ id, address }) => id === wanted || address.toLowerCase() === wanted.toLowerCase())
  if (found !== undefined) return found
  const known = items.map(({ address }) => address).join(', ')
  throw fail(
    'not-found',
    `There is no account ${wanted} here. ${known === '' ? 'None was added yet.' : `There are: ${known}.`}`,
  )
}
