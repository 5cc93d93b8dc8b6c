import type { ChangeSet, RecordKey } from '../../storage/contracts/index.ts'
import { commitOrFail } from '../commit.ts'
import type { Account, Mailbox, RecordNoun } from '../defs/index.ts'
import { touched } from '../events/index.ts'
import type { CoreContext } from '../ports.ts'

/** Messages taken out in one step: a commit of this size takes some ten milliseconds. */
const stepSize = 500

/**
 * Takes everything of an account off this computer; nothing is told to its server. Messages that stand in another
 * account's mailbox too stay there. Killed on the way, the account is still there and can be removed again.
 */
export async function removeMessages(context: CoreContext, account: Account, signal?: AbortSignal): Promise<void> {
  for (const mailbox of await mailboxesOf(context, account.id)) {
    for (;;) {
      signal?.throwIfAborted()
      const page = await context.stores.messages.list({ view: `mailbox:${mailbox.id}`, limit: stepSize })
      if (page.items.length === 0) break
      const alone = page.items.filter(({ mailboxIds }) => mailboxIds.every((id) => id === mailbox.id))
      const gone = new Set(alone.map(({ id }) => id))
      const staying = page.items.filter(({ id }) => !gone.has(id))
      await commitOrFail(
        context,
        {
          messageRemoves: [...gone],
          membershipRemoves: staying.map(({ id }) => ({ mailboxId: mailbox.id, messageId: id })),
          log: [
            ...[...gone].map((id) => context.log.delete('message', id)),
            ...staying.map(({ id }) => context.log.remove('message', id, 'mailboxes', mailbox.id)),
          ],
        },
        'A message',
      )
      const ids = page.items.map(({ id }) => id)
      const threads = page.items.map(({ threadId }) => threadId)
      context.events.emit({ type: 'messages.removed', ...touched(ids, threads, [mailbox.id]) })
    }
  }
}

/** The records that go with an account: mailboxes, what its server had still to be told, the account itself. */
export async function removalOf(context: CoreContext, account: Account): Promise<ChangeSet> {
  const mailboxes = await mailboxesOf(context, account.id)
  return {
    recordRemoves: [
      ...(await keysOf(context, 'journal', account.id)),
      ...mailboxes.map(({ id }): RecordKey => ({ noun: 'mailbox', id })),
      { noun: 'account', id: account.id },
    ],
    remoteClears: mailboxes.map(({ id }) => id),
    log: [...mailboxes.map(({ id }) => context.log.delete('mailbox', id)), context.log.delete('account', account.id)],
  }
}

/** The account stays with its messages, but has no server any more. */
export async function conversionOf(context: CoreContext, account: Account): Promise<ChangeSet> {
  const mailboxes = await mailboxesOf(context, account.id)
  const set = { protocol: 'local' as const, imap: null, smtp: null, paused: false }
  return {
    recordPatches: [
      { noun: 'account', id: account.id, from: { protocol: account.protocol }, set },
      ...mailboxes.map(({ id }) => ({ noun: 'mailbox' as const, id, from: {}, set: { sync: null } })),
    ],
    recordRemoves: await keysOf(context, 'journal', account.id),
    remoteClears: mailboxes.map(({ id }) => id),
    log: context.log.fields('account', account.id, set),
  }
}

async function mailboxesOf(context: CoreContext, accountId: string): Promise<Mailbox[]> {
  const found: Mailbox[] = []
  let cursor: string | undefined
  do {
    const page = await context.stores.records.list('mailbox', { scope: accountId, cursor, limit: stepSize })
    found.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return found
}

async function keysOf(context: CoreContext, noun: RecordNoun & 'journal', scope: string): Promise<RecordKey[]> {
  const keys: RecordKey[] = []
  let cursor: string | undefined
  do {
    const page = await context.stores.records.list(noun, { scope, cursor, limit: stepSize })
    keys.push(...page.items.map(({ id }): RecordKey => ({ noun, id })))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return keys
}
