import { commitOrFail } from '../commit.ts'
import type { Account, LogEntry, Mailbox, MessageSummary } from '../defs/index.ts'
import { touched } from '../events/index.ts'
import type { Journal, JournalStep } from '../journal/index.ts'
import type { CoreContext } from '../ports.ts'
import { flagDifference, type MessageChange } from './change.ts'

export interface Places {
  readonly mailboxes: ReadonlyMap<string, Mailbox>
  readonly accounts: ReadonlyMap<string, Account>
}

/** Every mailbox and account, by id: there are few, and every action needs several. */
export async function readPlaces(context: CoreContext): Promise<Places> {
  const { records } = context.stores
  const mailboxes = new Map<string, Mailbox>()
  const accounts = new Map<string, Account>()
  for (const noun of ['mailbox', 'account'] as const) {
    let cursor: string | undefined
    do {
      const page = await records.list(noun, { cursor, limit: 500 })
      for (const item of page.items) {
        if ('path' in item) mailboxes.set(item.id, item)
        else accounts.set(item.id, item)
      }
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
  }
  return { mailboxes, accounts }
}

/**
 * Commits changes to messages: what the person sees, what the servers have still to be told and the log, in one change
 * set. Fails with `conflict` if a message was changed meanwhile.
 */
export async function applyChanges(
  context: CoreContext,
  journal: Journal,
  messages: readonly MessageSummary[],
  changes: readonly MessageChange[],
): Promise<void> {
  if (changes.length === 0) return
  const places = await readPlaces(context)
  const byId = new Map(messages.map((message) => [message.id, message]))
  const steps = changes.flatMap((change) => journalSteps(places, byId.get(change.messageId), change))
  const planned = await journal.plan(steps)
  const changeSet = {
    ...planned,
    messagePatches: changes.flatMap(({ messageId, flags }) =>
      flags === undefined ? [] : [{ id: messageId, from: { flags: flags.from }, set: { flags: flags.to } }],
    ),
    membershipAdds: changes.flatMap(({ messageId, enter }) => enter.map((mailboxId) => ({ messageId, mailboxId }))),
    membershipRemoves: changes.flatMap(({ messageId, leave }) => leave.map((mailboxId) => ({ messageId, mailboxId }))),
    log: changes.flatMap((change) => logEntries(context, change)),
  }
  await commitOrFail(context, changeSet, 'A message')
  context.events.emit({
    type: 'messages.changed',
    ...touched(
      changes.map(({ messageId }) => messageId),
      messages.map(({ threadId }) => threadId),
      [...messages.flatMap(({ mailboxIds }) => mailboxIds), ...changes.flatMap(({ enter }) => enter)],
    ),
  })
}

function logEntries(context: CoreContext, { messageId, flags, leave, enter }: MessageChange): LogEntry[] {
  return [
    ...(flags === undefined ? [] : context.log.fields('message', messageId, changedFlags(flags.from, flags.to))),
    ...leave.map((mailboxId) => context.log.remove('message', messageId, 'mailboxes', mailboxId)),
    ...enter.map((mailboxId) => context.log.add('message', messageId, 'mailboxes', mailboxId)),
  ]
}

function changedFlags(from: object, to: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(to).filter(([name, value]) => Reflect.get(from, name) !== value))
}

/** What each server has to be told: moves within an account, uploads and deletions between accounts. */
function journalSteps(places: Places, message: MessageSummary | undefined, change: MessageChange): JournalStep[] {
  const remote = (mailboxId: string): string | null => {
    const accountId = places.mailboxes.get(mailboxId)?.accountId
    return accountId !== undefined && places.accounts.get(accountId)?.protocol === 'imap' ? accountId : null
  }
  const { messageId } = change
  const steps: JournalStep[] = []
  const leaving = new Set(change.leave)
  for (const to of change.enter) {
    const accountId = remote(to)
    const from = [...leaving].find((mailboxId) => accountId !== null && remote(mailboxId) === accountId)
    if (accountId === null) continue
    if (from !== undefined) {
      leaving.delete(from)
      steps.push({ accountId, action: { kind: 'move', messageId, from, to } })
    } else {
      const flags = message === undefined ? [] : flagDifference(noFlags, change.flags?.to ?? message.flags).add
      steps.push({ accountId, action: { kind: 'append', messageId, mailboxId: to, flags } })
    }
  }
  for (const mailboxId of leaving) {
    const accountId = remote(mailboxId)
    if (accountId !== null) steps.push({ accountId, action: { kind: 'delete', messageId, mailboxId } })
  }
  if (change.flags !== undefined) {
    const difference = flagDifference(change.flags.from, change.flags.to)
    const staying = (message?.mailboxIds ?? []).filter((id) => !change.leave.includes(id))
    for (const mailboxId of new Set([...staying, ...change.enter])) {
      const accountId = remote(mailboxId)
      if (accountId !== null) steps.push({ accountId, action: { kind: 'flags', messageId, mailboxId, ...difference } })
    }
  }
  return steps
}

const noFlags = { seen: false, flagged: false, answered: false, forwarded: false, draft: false }
