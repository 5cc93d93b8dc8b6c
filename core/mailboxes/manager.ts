import { commitOrFail } from '../commit.ts'
import {
  fail,
  type Handlers,
  type Mailbox,
  type MailboxRole,
  type MailboxSummary,
  type Operations,
} from '../defs/index.ts'
import type { Journal, JournalStep } from '../journal/index.ts'
import type { CoreContext } from '../ports.ts'

export interface Mailboxes {
  readonly handlers: Handlers<Operations['mailboxes']>
  /** the mailbox of that role in an account, made if there is none; answers its id */
  ensureRole(accountId: string, role: MailboxRole): Promise<string>
  /** the mailbox at that path of an account, made if there is none */
  ensurePath(accountId: string, path: string, role?: MailboxRole | null): Promise<Mailbox>
}

/** What a mailbox is called when we have to make it. The name a server gave to its own is never changed. */
const roleNames: Record<MailboxRole, string> = {
  inbox: 'INBOX',
  drafts: 'Drafts',
  sent: 'Sent',
  archive: 'Archive',
  junk: 'Junk',
  trash: 'Trash',
  all: 'All',
  flagged: 'Starred',
}

/** Mailboxes of an account that are read at once: more than any account measured has. */
const maxMailboxes = 500

export function createMailboxes(context: CoreContext, journal: Journal): Mailboxes {
  const { stores, random, log, events } = context

  async function all(accountId?: string): Promise<Mailbox[]> {
    const found: Mailbox[] = []
    let cursor: string | undefined
    do {
      const page = await stores.records.list('mailbox', { scope: accountId, cursor, limit: maxMailboxes })
      found.push(...page.items)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    return found
  }

  async function summaries(items: readonly Mailbox[]): Promise<MailboxSummary[]> {
    const counts = new Map(
      (await stores.mailboxes.counts(items.map(({ id }) => id))).map((count) => [count.mailboxId, count]),
    )
    return items.map(({ sync: _, ...mailbox }) => ({
      ...mailbox,
      total: counts.get(mailbox.id)?.total ?? 0,
      unread: counts.get(mailbox.id)?.unread ?? 0,
    }))
  }

  async function stepsFor(accountId: string, action: JournalStep['action']): Promise<JournalStep[]> {
    const account = await stores.records.get('account', accountId)
    if (account === null) throw fail('not-found', 'This account is not here any more. Nothing was changed.')
    return account.protocol === 'imap' ? [{ accountId, action }] : []
  }

  async function create(accountId: string, path: string, role: MailboxRole | null): Promise<Mailbox> {
    const siblings = await all(accountId)
    // RFC 9051 5.1: INBOX in any case is the one inbox
    const delimiter = siblings[0]?.delimiter ?? '/'
    if (siblings.some((other) => other.path === path)) {
      throw fail('conflict', `There is a mailbox “${path}” already. Nothing was changed.`, { field: 'path' })
    }
    const mailbox: Mailbox = {
      id: random.id(),
      accountId,
      path,
      name: path.split(delimiter).at(-1) ?? path,
      delimiter,
      role: path.toUpperCase() === 'INBOX' ? 'inbox' : role,
      subscribed: true,
      selectable: true,
      sync: null,
    }
    const planned = await journal.plan(
      await stepsFor(accountId, { kind: 'mailbox-create', mailboxId: mailbox.id, path }),
    )
    await commitOrFail(
      context,
      {
        ...planned,
        recordInserts: [{ noun: 'mailbox', value: mailbox }],
        log: log.fields('mailbox', mailbox.id, { accountId, path, role }),
      },
      'This account',
    )
    events.emit({ type: 'mailboxes.changed', accountId })
    return mailbox
  }

  async function read(id: string): Promise<Mailbox> {
    const mailbox = await stores.records.get('mailbox', id)
    if (mailbox === null) throw fail('not-found', 'This mailbox is not here any more. Nothing was changed.')
    return mailbox
  }

  async function ensureRole(accountId: string, role: MailboxRole): Promise<string> {
    const known = await all(accountId)
    const found =
      known.find((mailbox) => mailbox.role === role) ??
      known.find(({ path, role: other }) => other === null && path === roleNames[role])
    return (found ?? (await create(accountId, roleNames[role], role))).id
  }

  return {
    ensureRole,

    async ensurePath(accountId, path, role = null) {
      return (await all(accountId)).find((mailbox) => mailbox.path === path) ?? create(accountId, path, role)
    },

    handlers: {
      list: async ({ accountId }) => ({ items: await summaries(await all(accountId)) }),

      async create({ accountId, path }) {
        return one(await summaries([await create(accountId, path, null)]))
      },

      async rename({ id, path }) {
        const mailbox = await read(id)
        if (mailbox.role === 'inbox') throw fail('invalid', 'The inbox cannot be renamed. Nothing was changed.')
        const family = await all(mailbox.accountId)
        if (family.some((other) => other.path === path)) {
          throw fail('conflict', `There is a mailbox “${path}” already. Nothing was changed.`, { field: 'path' })
        }
        const prefix = mailbox.path + mailbox.delimiter
        const renamed = family
          .filter((other) => other.id === id || other.path.startsWith(prefix))
          .map((other) => ({ other, to: path + other.path.slice(mailbox.path.length) }))
        const planned = await journal.plan(
          await stepsFor(mailbox.accountId, { kind: 'mailbox-rename', mailboxId: id, from: mailbox.path, to: path }),
        )
        await commitOrFail(
          context,
          {
            ...planned,
            recordPatches: renamed.map(({ other, to }) => ({
              noun: 'mailbox' as const,
              id: other.id,
              from: { path: other.path },
              set: { path: to, name: to.split(other.delimiter).at(-1) ?? to },
            })),
            log: renamed.map(({ other, to }) => log.set('mailbox', other.id, 'path', to)),
          },
          'This mailbox',
        )
        events.emit({ type: 'mailboxes.changed', accountId: mailbox.accountId })
        return one(await summaries([await read(id)]))
      },

      async remove({ id }) {
        const mailbox = await read(id)
        if (mailbox.role !== null) {
          throw fail('invalid', `“${mailbox.name}” has a special use in this account and stays. Nothing was changed.`)
        }
        const bin = await ensureRole(mailbox.accountId, 'trash')
        await emptyInto(context, id, bin)
        const planned = await journal.plan(
          await stepsFor(mailbox.accountId, { kind: 'mailbox-delete', mailboxId: id, path: mailbox.path }),
        )
        await commitOrFail(
          context,
          {
            ...planned,
            recordRemoves: [{ noun: 'mailbox', id }, ...(planned.recordRemoves ?? [])],
            log: [log.delete('mailbox', id)],
          },
          'This mailbox',
        )
        events.emit({ type: 'mailboxes.changed', accountId: mailbox.accountId })
        return {}
      },
    },
  }
}

/**
 * Moves the memberships only: the server is told once, by the `mailbox-delete` entry, which moves what is in the
 * mailbox to the bin there before it deletes it.
 */
async function emptyInto(context: CoreContext, mailboxId: string, bin: string): Promise<void> {
  for (;;) {
    const page = await context.stores.messages.list({ view: `mailbox:${mailboxId}`, limit: 500 })
    if (page.items.length === 0) return
    await commitOrFail(
      context,
      {
        membershipAdds: page.items.map(({ id }) => ({ messageId: id, mailboxId: bin })),
        membershipRemoves: page.items.map(({ id }) => ({ messageId: id, mailboxId })),
        log: page.items.flatMap(({ id }) => [
          context.log.add('message', id, 'mailboxes', bin),
          context.log.remove('message', id, 'mailboxes', mailboxId),
        ]),
      },
      'A message',
    )
  }
}

function one<T>(items: readonly T[]): T {
  const [item] = items
  if (item === undefined) throw fail('internal', 'A mailbox vanished while it was changed.')
  return item
}
