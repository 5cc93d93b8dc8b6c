import type { Patch } from '../../storage/contracts/index.ts'
import { commitOrFail } from '../commit.ts'
import type { Account, LogEntry, Mailbox, Message, MessageSummary, RecordOf, Tag } from '../defs/index.ts'
import { touched } from '../events/index.ts'
import type { Journal, JournalStep } from '../journal/index.ts'
import { withAliases } from '../keywords/index.ts'
import type { CoreContext } from '../ports.ts'
import { flagDifference, type MessageChange } from './change.ts'

export interface Places {
  readonly mailboxes: ReadonlyMap<string, Mailbox>
  readonly accounts: ReadonlyMap<string, Account>
  readonly tags: ReadonlyMap<string, Tag>
}

/** Every mailbox, account and tag, by id: there are few, and every action needs several. */
export async function readPlaces(context: CoreContext): Promise<Places> {
  const [mailboxes, accounts, tags] = await Promise.all([
    allById(context, 'mailbox'),
    allById(context, 'account'),
    allById(context, 'tag'),
  ])
  return { mailboxes, accounts, tags }
}

async function allById<N extends 'mailbox' | 'account' | 'tag'>({ stores }: CoreContext, noun: N) {
  const found = new Map<string, RecordOf<N>>()
  let cursor: string | undefined
  do {
    const page = await stores.records.list(noun, { cursor, limit: 500 })
    for (const item of page.items) found.set(item.id, item)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return found
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
    messagePatches: changes.flatMap(patchOf),
    membershipAdds: changes.flatMap(({ messageId, enter }) => enter.map((mailboxId) => ({ messageId, mailboxId }))),
    membershipRemoves: changes.flatMap(({ messageId, leave }) => leave.map((mailboxId) => ({ messageId, mailboxId }))),
    tagAdds: changes.flatMap(({ messageId, tag = [] }) => tag.map((tagId) => ({ messageId, tagId }))),
    tagRemoves: changes.flatMap(({ messageId, untag = [] }) => untag.map((tagId) => ({ messageId, tagId }))),
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

/** A correction holds whatever the message was judged to be meanwhile: only another correction is in its way. */
function patchOf({ messageId, flags, importance }: MessageChange): Patch<Message>[] {
  if (flags === undefined && importance === undefined) return []
  return [
    {
      id: messageId,
      from: {
        ...(flags === undefined ? {} : { flags: flags.from }),
        ...(importance === undefined ? {} : { correction: importance.from.correction }),
      },
      set: { ...(flags === undefined ? {} : { flags: flags.to }), ...importance?.to },
    },
  ]
}

function logEntries({ log }: CoreContext, change: MessageChange): LogEntry[] {
  const { messageId, flags, leave, enter, tag = [], untag = [], importance } = change
  return [
    ...(flags === undefined ? [] : log.fields('message', messageId, changedFlags(flags.from, flags.to))),
    ...leave.map((mailboxId) => log.remove('message', messageId, 'mailboxes', mailboxId)),
    ...enter.map((mailboxId) => log.add('message', messageId, 'mailboxes', mailboxId)),
    ...untag.map((tagId) => log.remove('message', messageId, 'tags', tagId)),
    ...tag.map((tagId) => log.add('message', messageId, 'tags', tagId)),
    ...(importance === undefined || importance.from.correction === importance.to.correction
      ? []
      : [log.set('message', messageId, 'correction', importance.to.correction)]),
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
      const tagIds = [...(message?.tagIds ?? []), ...(change.tag ?? [])].filter((id) => !change.untag?.includes(id))
      const keywords = keywordsOf(places, tagIds)
      steps.push({ accountId, action: { kind: 'append', messageId, mailboxId: to, flags: [...flags, ...keywords] } })
    }
  }
  for (const mailboxId of leaving) {
    const accountId = remote(mailboxId)
    if (accountId !== null) steps.push({ accountId, action: { kind: 'delete', messageId, mailboxId } })
  }
  const difference = serverDifference(places, change)
  if (difference.add.length + difference.remove.length > 0) {
    const staying = (message?.mailboxIds ?? []).filter((id) => !change.leave.includes(id))
    for (const mailboxId of new Set([...staying, ...change.enter])) {
      const accountId = remote(mailboxId)
      if (accountId !== null) steps.push({ accountId, action: { kind: 'flags', messageId, mailboxId, ...difference } })
    }
  }
  return steps
}

/** Flags and the keywords of tags, as a server hears of them. */
function serverDifference(places: Places, { flags, tag = [], untag = [] }: MessageChange) {
  const { add, remove } = flags === undefined ? { add: [], remove: [] } : flagDifference(flags.from, flags.to)
  return {
    add: [...add, ...keywordsOf(places, tag)],
    remove: [...remove, ...keywordsOf(places, untag).flatMap(withAliases)],
  }
}

const keywordsOf = ({ tags }: Places, tagIds: readonly string[]): string[] =>
  tagIds.flatMap((id) => tags.get(id)?.keyword ?? [])

const noFlags = { seen: false, flagged: false, answered: false, forwarded: false, draft: false }
