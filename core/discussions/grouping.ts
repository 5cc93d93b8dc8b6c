import type { CoreContext } from '../ports.ts'
import type { AddressBook } from './address-book.ts'
import { createKnowledge, type Knowledge } from './knowledge.ts'
import { type GroupPlan, type Merges, planGroups } from './plan.ts'
import type { GroupedMail } from './posting-addresses.ts'
import { createTurns, type Turns } from './turns.ts'

/**
 * Which discussion each message belongs to. Whoever changes the sets of messages, or the discussions of sets, does so in
 * a turn: what is planned in it is right until it is committed.
 */
export interface Grouping {
  readonly alone: Turns
  readonly knowledge: Knowledge
  /** in a turn; `threadId` of the messages is that of the change set that the plan goes into */
  plan(mails: readonly GroupedMail[], merges: Merges): Promise<GroupPlan>
}

export function createGrouping(context: CoreContext, book: AddressBook): Grouping {
  const knowledge = createKnowledge(context, book)
  return {
    alone: createTurns(),
    knowledge,
    async plan(mails, merges) {
      await knowledge.ready()
      return planGroups(context, knowledge, mails, merges)
    },
  }
}
