import type { Account, Mailbox } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import type { Places } from './facts.ts'

/** Mailboxes and accounts, read at once and kept for as long as no event says that they changed. */
export function createPlaces({ stores, events }: CoreContext): {
  read(mailboxIds?: readonly string[]): Promise<Places>
} {
  let kept: Promise<KnownPlaces> | null = null
  events.subscribe(({ type }) => {
    if (type === 'mailboxes.changed' || type === 'accounts.changed') kept = null
  })

  async function load(): Promise<KnownPlaces> {
    const [mailboxes, accounts] = await Promise.all([all('mailbox'), all('account')])
    return { mailboxes, accounts }
  }

  async function all<N extends 'mailbox' | 'account'>(noun: N) {
    const found = new Map<string, Awaited<ReturnType<typeof stores.records.list<N>>>['items'][number]>()
    let cursor: string | undefined
    do {
      const page = await stores.records.list(noun, { cursor, limit: 500 }, { priority: 'batch' })
      for (const item of page.items) found.set(item.id, item)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    return found
  }

  const fresh = (): Promise<KnownPlaces> => {
    const loading = load()
    kept = loading
    loading.catch(() => {
      if (kept === loading) kept = null
    })
    return loading
  }

  return {
    /** read anew when one of these mailboxes is unknown */
    async read(mailboxIds = []) {
      let { mailboxes, accounts } = await (kept ?? fresh())
      if (mailboxIds.some((id) => !mailboxes.has(id))) ({ mailboxes, accounts } = await fresh())
      return {
        mailbox: (id) => mailboxes.get(id),
        account: (id) => accounts.get(id),
        accounts: () => [...accounts.values()],
      }
    },
  }
}

interface KnownPlaces {
  readonly mailboxes: ReadonlyMap<string, Mailbox>
  readonly accounts: ReadonlyMap<string, Account>
}
