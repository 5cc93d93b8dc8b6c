import { type Handlers, type Operations, toProblem } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import type { Undo } from '../undo/index.ts'
import type { Grouping } from './grouping.ts'
import { createDiscussionManager } from './manager.ts'
import { createRegroup } from './regroup.ts'
import { createReview, type Review } from './review.ts'

export interface Discussions {
  readonly handlers: Handlers<Operations['discussions']>
  /** messages that are not in their sets yet: for an agent to run in the background */
  readonly review: Review
  /** looks whether every set stands where it should, after a start; answers how many did not */
  check(signal?: AbortSignal): Promise<number>
  /** resolves when all that is known of contacts now has come to the discussions */
  settled(): Promise<void>
}

/** Discussions over one grouping, which ingest shares. Follows the address book from here on. */
export function createDiscussions(context: CoreContext, grouping: Grouping, undo: Undo): Discussions {
  const { knowledge, alone } = grouping
  const regroup = createRegroup(context, knowledge, alone)
  let last: Promise<void> = Promise.resolve()

  knowledge.book.onChange((addresses) => {
    last = regroup.addresses(addresses).catch((thrown) => {
      // they are put right at the next start
      context.logger.error('Discussions could not be regrouped', { details: toProblem(thrown).message })
    })
  })

  return {
    handlers: createDiscussionManager(context, grouping, undo),
    review: createReview(context, knowledge, alone),
    check: (signal) => regroup.everything(signal),
    async settled() {
      await knowledge.ready()
      await last
      await alone(async () => {})
    },
  }
}
