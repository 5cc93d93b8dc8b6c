import type { Account } from '../../../core/defs/index.ts'
import type { Door } from '../../../core/index.ts'

/** Where mail for one recipient goes: a mailbox, or `unknown` when no account takes it. */
export type Destination = { readonly mailboxId: string } | 'unknown'

/**
 * Finds the inbox of the account with this address; `+tag` and case do not matter. `fallback` is the address of the
 * account that takes what no account is for. Fails like `Door.call`, and with `unknown` never for a fault of ours.
 */
export async function findDestination(door: Door, address: string, fallback: string | null): Promise<Destination> {
  const { items } = await door.client.accounts.list({})
  const account = accountFor(items, address) ?? (fallback === null ? undefined : accountFor(items, fallback))
  if (account === undefined) return 'unknown'
  const mailboxes = await door.client.mailboxes.list({ accountId: account.id })
  const inbox =
    mailboxes.items.find(({ role }) => role === 'inbox') ??
    mailboxes.items.find(({ path }) => path.toUpperCase() === 'INBOX')
  if (inbox !== undefined) return { mailboxId: inbox.id }
  // A new account whose folders were not fetched yet. RFC 3501: the inbox has this name everywhere.
  const created = await door.client.mailboxes.create({ accountId: account.id, path: 'INBOX' })
  return { mailboxId: created.id }
}

function accountFor(accounts: readonly Account[], address: string): Account | undefined {
  const wanted = bare(address)
  return accounts.find((account) => bare(account.address) === wanted)
}

function bare(address: string): string {
  const at = address.lastIndexOf('@')
  const local = at === -1 ? address : address.slice(0, at)
  return `${local.split('+')[0] ?? ''}${at === -1 ? '' : address.slice(at)}`.toLowerCase()
}
