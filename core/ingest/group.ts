import type { Mailbox } from '../defs/index.ts'
import type { GroupedMail, Grouping, GroupPlan } from '../discussions/index.ts'
import type { CoreContext } from '../ports.ts'
import type { ThreadPlan } from '../threads/index.ts'
import type { Judge } from './judge.ts'
import type { WorkingSet } from './working-set.ts'

/** Notes the thread of each new message, then plans where every message of the batch belongs, and notes that too. */
export async function groupBatch(
  set: WorkingSet,
  threads: ThreadPlan,
  mailboxes: ReadonlyMap<string, Mailbox>,
  grouping: Pick<Grouping, 'plan'>,
): Promise<GroupPlan> {
  for (const [id, threadId] of threads.threadIds) set.update(id, { threadId })
  const mails = set
    .works()
    .filter(({ removed }) => !removed)
    .map(({ message }): GroupedMail => {
      const roles = set.mailboxIdsOf(message.id).flatMap((id) => mailboxes.get(id)?.role ?? [])
      const lists = set.listsOf(message.id)
      return { message, lists, junk: roles.length > 0 && roles.every((role) => role === 'junk') }
    })
  const plan = await grouping.plan(mails, threads.merges)
  for (const [id, { participantSetId, own }] of plan.places) set.update(id, { participantSetId, own })
  return plan
}

/**
 * Asks what the messages are that something new was read of, and notes it. Mail comes in whatever becomes of it: what was
 * not judged is judged later, as after a change of the rules.
 */
export async function judgeBatch(
  { logger }: CoreContext,
  set: WorkingSet,
  groups: GroupPlan,
  judge: Judge,
  fresh: boolean,
): Promise<void> {
  const mails = set.works().flatMap(({ message, search, features, removed }) => {
    if (removed || search === null || features === null) return []
    const summary = {
      ...message,
      mailboxIds: set.mailboxIdsOf(message.id),
      discussionId: groups.places.get(message.id)?.discussionId ?? '',
      tagIds: [...set.tagIdsOf(message.id)],
    }
    return [{ message: summary, features, search, fresh }]
  })
  if (mails.length === 0) return
  const judgements = await judge(mails).catch((thrown: unknown) => {
    logger.error('New messages could not be judged', { messages: mails.length, details: String(thrown) })
    return []
  })
  for (const [i, { privacy, importance, features }] of judgements.entries()) {
    const id = mails[i]?.message.id
    if (id !== undefined) set.update(id, { privacy, importance }, null, features)
  }
}
