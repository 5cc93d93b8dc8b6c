import type { ActionDone, CallContext, Handlers, Mailbox, MessageSummary, Operations, Target } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import type { Undo } from '../undo/index.ts'
import { learntKey, liesInJunk } from './facts.ts'
import type { KeptRecords } from './kept-records.ts'
import { type Habit, type HabitChange, type Learning, opposite } from './learning.ts'
import { maxObserved, maxOpened, maxTaughtAtOnce } from './limits.ts'
import type { Spam } from './spam.ts'

type Messages = Handlers<Operations['messages']>

/** What an action of the user says about the mail that it was done to. */
interface Signs {
  readonly habits: readonly HabitChange[]
  readonly junk: readonly string[]
  readonly good: readonly string[]
}

export interface ObserveNeeds {
  readonly learning: Learning
  readonly spam: Spam
  readonly mailboxes: KeptRecords<'mailbox'>
  /** judges these messages anew */
  renew(messageIds: readonly string[]): Promise<unknown>
  /** the classifier has learnt something */
  taught(): void
}

/**
 * The actions of the user, watched for what they say about people, lists and spam. What cannot be learnt is reported and
 * never stands in the way of the action; undoing an action takes back what it taught.
 */
export function observeActions(context: CoreContext, messages: Messages, undo: Undo, needs: ObserveNeeds): Messages {
  const { stores, logger } = context

  async function read({ messageIds, threadIds, discussionIds }: Target): Promise<MessageSummary[]> {
    const ids = new Set([
      ...messageIds,
      ...(threadIds.length === 0 ? [] : await stores.messages.ofThreads(threadIds)),
      ...(discussionIds.length === 0 ? [] : await stores.discussions.messageIds(discussionIds)),
    ])
    return stores.messages.get([...ids].slice(-maxTaughtAtOnce))
  }

  async function learn({ habits, junk, good }: Signs): Promise<void> {
    await needs.learning.note(habits)
    const [one, other] = [await needs.spam.teach(junk, 'junk'), await needs.spam.teach(good, 'good')]
    const moved = [...junk, ...good]
    if (moved.length > 0) await needs.renew(moved)
    if (one || other) needs.taught()
  }

  async function unlearn({ habits, junk, good }: Signs): Promise<void> {
    await needs.learning.note(habits.map(opposite))
    const changed = await needs.spam.teach([...junk, ...good], null)
    if (junk.length + good.length > 0) await needs.renew([...junk, ...good])
    if (changed) needs.taught()
  }

  const reported = (work: Promise<void>): Promise<void> =>
    work.catch((thrown: unknown) => logger.warn('Nothing could be learnt from an action', { details: String(thrown) }))

  type Act<I> = (input: I, call: CallContext) => Promise<ActionDone>
  function watched<I extends { readonly target: Target }>(
    act: Act<I>,
    signsOf: (before: readonly MessageSummary[], input: I, roles: Roles) => Signs,
  ): Act<I> {
    return async (input, call) => {
      const before = await read(input.target).catch((): MessageSummary[] => [])
      const roles = await needs.mailboxes.read(before.flatMap(({ mailboxIds }) => mailboxIds)).catch(() => noMailboxes)
      const done = await act(input, call)
      const signs = signsOf(
        before.filter(({ own }) => !own),
        input,
        roles,
      )
      if (done.changed > 0 && signs.habits.length + signs.junk.length + signs.good.length > 0) {
        await reported(learn(signs))
        undo.follow(done.actionId, () => reported(unlearn(signs)))
      }
      return done
    }
  }

  return {
    ...messages,
    setFlags: watched(messages.setFlags, (before, { set }) => ({
      habits: [
        ...(set.seen === true ? opened(before) : []),
        ...(set.flagged === true
          ? habitsOf(
              before.filter(({ flags }) => !flags.flagged),
              { starred: 1 },
            )
          : []),
        ...(set.answered === true
          ? habitsOf(
              before.filter(({ flags }) => !flags.answered),
              { answered: 1 },
            )
          : []),
      ],
      junk: [],
      good: set.flagged === true || set.answered === true ? idsOf(before) : [],
    })),
    archive: watched(messages.archive, (before) => ({ ...nothing, habits: ignored(before) })),
    remove: watched(messages.remove, (before, _, roles) => ({
      ...nothing,
      habits: ignored(before.filter(({ mailboxIds }) => !liesInJunk(mailboxIds, roles))),
    })),
    junk: watched(messages.junk, (before) => ({ ...nothing, junk: idsOf(before) })),
    move: watched(messages.move, (before, { mailboxId }, roles) => {
      const to = roles.get(mailboxId)?.role ?? null
      if (to === 'junk') return { ...nothing, junk: idsOf(before) }
      const rescued = to === 'trash' ? [] : before.filter(({ mailboxIds }) => liesInJunk(mailboxIds, roles))
      return { ...nothing, good: idsOf(rescued) }
    }),
  }
}

type Roles = ReadonlyMap<string, Mailbox>
const noMailboxes: Roles = new Map()
const nothing: Signs = { habits: [], junk: [], good: [] }
const idsOf = (messages: readonly MessageSummary[]): string[] => messages.map(({ id }) => id)

function opened(before: readonly MessageSummary[]): HabitChange[] {
  const unread = before.filter(({ flags }) => !flags.seen)
  return unread.length > maxOpened ? [] : habitsOf(unread, { opened: 1 })
}

const ignored = (before: readonly MessageSummary[]): HabitChange[] =>
  habitsOf(
    before.filter(({ flags }) => !flags.seen),
    { ignored: 1 },
  )

/** Of so many at once nothing is learnt. */
function habitsOf(messages: readonly MessageSummary[], by: Partial<Habit>): HabitChange[] {
  if (messages.length > maxObserved) return []
  return messages.flatMap((message) => {
    const id = learntKey(message)
    return id === null ? [] : [{ id, by }]
  })
}
