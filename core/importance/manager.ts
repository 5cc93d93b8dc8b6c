import { fail, type Handlers, type Operations } from '../defs/index.ts'
import type { AddressBook } from '../discussions/index.ts'
import type { MessageManager } from '../messages/index.ts'
import type { CoreContext } from '../ports.ts'
import type { Undo } from '../undo/index.ts'
import { countArrivals, createSecondLook, followJunk } from './background.ts'
import { type CatchUp, createCatchUp } from './catch-up.ts'
import { correctAll, type Lesson } from './correct.ts'
import { explainDiscussions, explainMessages } from './explain.ts'
import { createFactsReader, type ToJudge } from './facts.ts'
import type { ImportanceJudgement } from './judge.ts'
import { createJudge } from './judged.ts'
import { keptRecords } from './kept-records.ts'
import { createLearning, opposite } from './learning.ts'
import { observeActions } from './observe.ts'
import { createSpam, type Spam } from './spam.ts'

export interface Importance {
  readonly handlers: Handlers<Operations['importance']>
  /** for ingest and for scoring anew: in the order given */
  judge(items: readonly ToJudge[]): Promise<ImportanceJudgement[]>
  /**
   * For ingest and for reading features anew: what the classifier says of messages, to be kept among their features; null
   * where it says nothing.
   */
  readonly spamFeatures: Spam['features']
  /** after something that importance depends on has changed: judges stored messages anew and keeps what differs */
  renew(messageIds: readonly string[]): Promise<void>
  readonly catchUp: CatchUp
  /** the actions of the user, watched for what they teach */
  observe(messages: Handlers<Operations['messages']>): Handlers<Operations['messages']>
}

export interface ImportanceNeeds {
  readonly book: Pick<AddressBook, 'ready' | 'own'>
  readonly act: MessageManager['act']
  readonly undo: Undo
}

export function createImportance(context: CoreContext, { book, act, undo }: ImportanceNeeds): Importance {
  const { stores } = context
  const mailboxes = keptRecords(context, 'mailbox', ['mailboxes.changed', 'accounts.changed'])
  const tags = keptRecords(context, 'tag', ['tags.changed'])
  const learning = createLearning(context)
  const spam = createSpam(context)
  const judge = createJudge(context, createFactsReader(context, { book, learning, mailboxes, tags }), spam)
  const lookAgain = createSecondLook(context, judge.renew)
  const renew = async (messageIds: readonly string[]): Promise<void> => void (await judge.renew(messageIds))
  countArrivals(context, learning)
  followJunk(context, mailboxes, judge.renew)

  async function learn({ from, habits, good }: Lesson): Promise<void> {
    await learning.note(habits)
    if (await spam.teach(good, 'good')) lookAgain()
    await renew(from)
  }

  async function unlearn({ from, habits, good }: Lesson): Promise<void> {
    await learning.note(habits.map(opposite))
    if (await spam.teach(good, null)) lookAgain()
    await renew(from)
  }

  return {
    judge: judge.judge,
    spamFeatures: spam.features,
    renew,
    catchUp: createCatchUp(context, judge.renew),
    observe: (messages) =>
      observeActions(context, messages, undo, { learning, spam, mailboxes, renew, taught: lookAgain }),
    handlers: {
      async explain({ kind, ids }) {
        const items =
          kind === 'message'
            ? explainMessages(await judge.renew(ids, { reread: true }))
            : await explainDiscussions(context, ids, judge.renew)
        if (items.length === 0) throw fail('not-found', 'None of these is here any more. Nothing was changed.')
        return { items }
      },

      async correct({ target, by, to }) {
        if ((by === undefined) === (to === undefined)) {
          throw fail('invalid', 'Say by how much the importance changes, or what it is set to. Nothing was changed.')
        }
        let lesson: Lesson = { from: [], habits: [], good: [] }
        const done = await act(
          target,
          async (messages) => {
            const judged = await judge.renew(messages.map(({ id }) => id))
            const corrected = correctAll(messages, judged, { by, to })
            lesson = corrected.lesson
            return corrected.changes
          },
          () => unlearn(lesson),
        )
        await learn(lesson)
        return done
      },

      learnt: ({ cursor, limit }) => stores.records.list('learnt', { cursor, limit }),

      async forget({ id }) {
        await learning.forget(id)
        if (id === undefined) await spam.forget()
        return {}
      },

      spam: () => spam.taught(),
    },
  }
}
