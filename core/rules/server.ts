import { type ServerScript, toProblem } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'

interface ServerScripts {
  readonly items: ServerScript[]
  readonly problems: { accountId: string; message: string }[]
}

/** The filters that mail servers run by themselves, of every account that has a server; one that cannot be asked is named. */
export async function readServerScripts(context: CoreContext, signal?: AbortSignal): Promise<ServerScripts> {
  const { items: accounts } = await context.stores.records.list('account', { limit: 500 })
  const found: ServerScripts = { items: [], problems: [] }
  for (const account of accounts) {
    const { id: accountId } = account
    if (account.imap === null) continue
    try {
      const password = (await context.credentials.get(accountId)) ?? ''
      const scripts = await context.outside.readSieve(account, password, signal)
      found.items.push(...scripts.map((script) => ({ accountId, ...script })))
    } catch (thrown) {
      signal?.throwIfAborted()
      found.problems.push({ accountId, message: toProblem(thrown).message })
    }
  }
  return found
}
