import type { Handlers, Operations, OutboxItem } from '../defs/index.ts'
import { Failure, fail } from '../defs/index.ts'
import type { Ingest } from '../ingest/index.ts'
import type { Journal } from '../journal/index.ts'
import type { Mailboxes } from '../mailboxes/index.ts'
import type { CoreContext } from '../ports.ts'
import { readItem } from './item.ts'

export interface SentCopyNeeds {
  readonly ingest: Ingest
  readonly journal: Journal
  readonly mailboxes: Pick<Mailboxes, 'ensureRole'>
  readonly messages: Pick<Handlers<Operations['messages']>, 'setFlags'>
}

/** Providers whose SMTP servers put a copy into Sent themselves; uploading ours as well would show it twice. */
const filingHosts = /(^|\.)(gmail\.com|googlemail\.com|office365\.com|outlook\.com|hotmail\.com)$/i

export const filesItself = (host: string): boolean => filingHosts.test(host)

/**
 * What follows a sent message: the message it answers is marked, and the copy is in Sent here and on its way to the
 * server. Every step may be done again; `filed` and the upload are noted in one change set, so the upload is asked for
 * once.
 */
export async function fileSent(context: CoreContext, needs: SentCopyNeeds, id: string): Promise<OutboxItem> {
  const item = await readItem(context, id)
  if (item.state !== 'sent' || item.filed) return item
  const account = await context.stores.records.get('account', item.accountId)
  if (account === null) return markFiled(context, needs, item, [])
  await markOrigin(needs, item)

  const bytes = await context.stores.blobs.get(item.blob)
  if (bytes === null) return markFiled(context, needs, item, [])
  const mailboxId = await needs.mailboxes.ensureRole(item.accountId, 'sent')
  const [outcome] = await needs.ingest.add([{ bytes, mailboxId, flags: ['\\Seen'], receivedMs: item.sendAtMs }], {
    fresh: false,
  })
  if (outcome === undefined || outcome.messageId === null) {
    throw new Failure(outcome?.problem ?? fail('internal', 'The copy of a sent message could not be kept.').problem)
  }
  const upload = account.protocol === 'imap' && !filesItself(account.smtp?.host ?? '')
  const { messageId } = outcome
  const action = { kind: 'append' as const, messageId, mailboxId, flags: ['\\Seen'] }
  return markFiled(context, needs, item, upload ? [{ accountId: account.id, action }] : [])
}

async function markFiled(
  context: CoreContext,
  { journal }: SentCopyNeeds,
  item: OutboxItem,
  steps: Parameters<Journal['plan']>[0],
): Promise<OutboxItem> {
  const result = await context.stores.commit({
    ...(await journal.plan(steps)),
    recordPatches: [{ noun: 'outbox', id: item.id, from: { state: 'sent', filed: false }, set: { filed: true } }],
    log: [context.log.set('outbox', item.id, 'filed', true)],
  })
  return result.ok ? { ...item, filed: true } : readItem(context, item.id)
}

async function markOrigin({ messages }: SentCopyNeeds, { draft: { origin } }: OutboxItem): Promise<void> {
  if (origin === null) return
  const forward = origin.kind === 'forward' || origin.kind === 'forward-attached'
  const target = { messageIds: [origin.messageId], threadIds: [], discussionIds: [] }
  try {
    await messages.setFlags({ target, set: forward ? { forwarded: true } : { answered: true } }, { priority: 'batch' })
  } catch (thrown) {
    if (!(thrown instanceof Failure && thrown.code === 'not-found')) throw thrown // deleted meanwhile: nothing to mark
  }
}
