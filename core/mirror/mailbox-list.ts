import { fail, type Mailbox } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import { commitDeparture } from './changes.ts'
import { readPending } from './pending.ts'
import { readMailbox } from './progress.ts'
import type { ServerMailbox } from './server-state.ts'

const pageSize = 500

export async function readMailboxes(context: CoreContext, accountId: string): Promise<Mailbox[]> {
  const found: Mailbox[] = []
  let cursor: string | undefined
  do {
    const page = await context.stores.records.list('mailbox', { scope: accountId, cursor, limit: pageSize })
    found.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return found
}

export interface MailboxDifferences {
  /** ours, by the path that the server knows it by */
  readonly here: ReadonlyMap<string, Mailbox>
  /** ours that the server has no more: for `removeMailbox`, once everything new has been looked at */
  readonly gone: readonly Mailbox[]
}

/**
 * Brings our list of mailboxes in line with the server's: new ones are added, renamed ones (the same UIDVALIDITY under
 * another path) keep their messages. What the journal has still to tell the server about mailboxes wins. A list
 * without INBOX is a lie or cut short: nothing is taken to be gone then.
 */
export async function reconcileMailboxes(
  context: CoreContext,
  accountId: string,
  listed: readonly ServerMailbox[],
): Promise<MailboxDifferences> {
  const ours = await readMailboxes(context, accountId)
  const pending = await readPending(context, accountId)
  const byId = new Map(ours.map((mailbox) => [mailbox.id, mailbox]))
  const byPath = new Map(ours.map((mailbox) => [mailbox.path, mailbox]))
  const here = new Map<string, Mailbox>()
  const unknown: ServerMailbox[] = []
  for (const server of listed) {
    const renamedHere = byId.get(pending.renamed.get(server.path) ?? '')
    const mailbox = renamedHere ?? byPath.get(server.path)
    if (mailbox !== undefined) here.set(server.path, mailbox)
    else if (!pending.deletedPaths.has(server.path)) unknown.push(server)
  }
  const matched = new Set([...here.values()].map(({ id }) => id))
  const whole = listed.some(({ path, role }) => role === 'inbox' || path.toUpperCase() === 'INBOX')
  const missing = ours.filter(({ id }) => !matched.has(id) && !pending.neededMailboxes.has(id))
  const gone = new Set(whole ? missing : [])
  let changed = false
  for (const server of unknown) {
    const before = renamedElsewhere(server, unknown, [...gone])
    if (before !== null) gone.delete(before)
    here.set(
      server.path,
      await (before === null ? insert(context, accountId, server) : rename(context, before, server)),
    )
    changed = true
  }
  for (const server of listed) {
    const mailbox = here.get(server.path)
    if (mailbox === undefined) continue
    const updated = await update(context, mailbox, server)
    if (updated !== mailbox) changed = true
    here.set(server.path, updated)
  }
  if (changed) context.events.emit({ type: 'mailboxes.changed', accountId })
  return { here, gone: [...gone] }
}

/** Ours that this unknown one is under a new path: the same UIDVALIDITY, counted on; only if there is no doubt. */
function renamedElsewhere(
  server: ServerMailbox,
  unknown: readonly ServerMailbox[],
  gone: readonly Mailbox[],
): Mailbox | null {
  const { status } = server
  if (status === null) return null
  const rivals = unknown.filter((other) => other.status?.uidValidity === status.uidValidity)
  const candidates = gone.filter(
    ({ sync }) => sync !== null && sync.uidValidity === status.uidValidity && sync.uidNext <= status.uidNext,
  )
  const sameName = candidates.filter(({ name }) => name === server.name)
  const [only] = candidates.length === 1 && rivals.length === 1 ? candidates : sameName
  return only !== undefined && (sameName.length === 1 || candidates.length === 1) ? only : null
}

async function insert(context: CoreContext, accountId: string, server: ServerMailbox): Promise<Mailbox> {
  const { path, name, delimiter, role, subscribed, selectable } = server
  const id = context.random.id()
  const mailbox: Mailbox = { id, accountId, path, name, delimiter, role, subscribed, selectable, sync: null }
  await context.stores.commit({
    recordInserts: [{ noun: 'mailbox', value: mailbox }],
    log: context.log.fields('mailbox', id, { accountId, path, role }),
  })
  return mailbox
}

async function rename(context: CoreContext, mailbox: Mailbox, server: ServerMailbox): Promise<Mailbox> {
  const set = { path: server.path, name: server.name }
  await patch(context, mailbox, { path: mailbox.path, name: mailbox.name }, set)
  context.logger.info('A mailbox was renamed on the server', { mailboxId: mailbox.id })
  return { ...mailbox, ...set }
}

/** What the server decides about a mailbox that both have. A role that we gave stays where the server names none. */
async function update(context: CoreContext, mailbox: Mailbox, server: ServerMailbox): Promise<Mailbox> {
  const wanted = {
    delimiter: server.delimiter,
    role: server.role ?? mailbox.role,
    subscribed: server.subscribed,
    selectable: server.selectable,
  }
  const { delimiter, role, subscribed, selectable } = mailbox
  const from = { delimiter, role, subscribed, selectable }
  if (JSON.stringify(from) === JSON.stringify(wanted)) return mailbox
  await patch(context, mailbox, from, wanted)
  return { ...mailbox, ...wanted }
}

async function patch(
  context: CoreContext,
  { id }: Mailbox,
  from: Partial<Mailbox>,
  set: Partial<Mailbox>,
): Promise<void> {
  const logged = Object.fromEntries(Object.entries(set).filter(([field]) => field === 'path' || field === 'role'))
  const result = await context.stores.commit({
    recordPatches: [{ noun: 'mailbox', id, from, set }],
    log: context.log.fields('mailbox', id, logged),
  })
  if (!result.ok) throw fail('conflict', 'A mailbox was changed meanwhile. It will be tried again.', { details: id })
}

/**
 * Removes a mailbox that the server has no more. Its messages leave it; those that are nowhere else and that no journal
 * entry is about go with it. A mailbox that something is on its way into stays: the journal makes it again.
 */
export async function removeMailbox(context: CoreContext, mailboxId: string): Promise<void> {
  const mailbox = await readMailbox(context, mailboxId)
  const pending = await readPending(context, mailbox.accountId)
  if (mailbox.role === 'inbox' || pending.neededMailboxes.has(mailboxId)) return
  await context.stores.commit({ remoteClears: [mailboxId] })
  let cursor: string | undefined
  const ids: string[] = []
  do {
    const page = await context.stores.messages.list({ view: `mailbox:${mailboxId}`, cursor, limit: pageSize })
    ids.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  for (let at = 0; at < ids.length; at += pageSize) {
    await commitDeparture(context, mailboxId, ids.slice(at, at + pageSize), pending)
  }
  await context.stores.commit({
    recordRemoves: [{ noun: 'mailbox', id: mailboxId }],
    log: [context.log.delete('mailbox', mailboxId)],
  })
  context.events.emit({ type: 'mailboxes.changed', accountId: mailbox.accountId })
}

/**
 * When everything in a mailbox has been listed: what is here and not there leaves it. Needed once after a UIDVALIDITY
 * change, when the UIDs that would have told were forgotten.
 */
export async function sweepMailbox(context: CoreContext, mailboxId: string, renewed: boolean): Promise<void> {
  const { accountId } = await readMailbox(context, mailboxId)
  const [counts] = await context.stores.mailboxes.counts([mailboxId])
  const copies = await context.stores.remote.count(mailboxId)
  // The usual first visit: nothing is here that was not listed, and reading everything to see that would cost minutes.
  if (!renewed && (counts?.total ?? 0) <= copies) return
  const pending = await readPending(context, accountId)
  let cursor: string | undefined
  const stray: string[] = []
  do {
    const page = await context.stores.messages.list({ view: `mailbox:${mailboxId}`, cursor, limit: pageSize })
    const ids = page.items.map(({ id }) => id)
    const copies = await context.stores.remote.byMessages(ids)
    const there = new Set(copies.filter((copy) => copy.mailboxId === mailboxId).map(({ messageId }) => messageId))
    stray.push(...ids.filter((id) => !there.has(id) && !pending.entering(id, mailboxId)))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  for (let at = 0; at < stray.length; at += pageSize) {
    await commitDeparture(context, mailboxId, stray.slice(at, at + pageSize), pending)
  }
}
