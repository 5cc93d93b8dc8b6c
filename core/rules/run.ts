import type { SearchNode } from '../../storage/contracts/index.ts'
import { fail, type Rule, type RuleAction } from '../defs/index.ts'
import type { MessageChange, MessageManager } from '../messages/index.ts'
import type { CoreContext } from '../ports.ts'
import type { Query } from '../search/index.ts'
import type { Undo } from '../undo/index.ts'
import { limits } from './limits.ts'
import { planActions } from './plan.ts'

export interface RunNeeds {
  readonly messages: Pick<MessageManager, 'change' | 'plans' | 'revert'>
  readonly undo: Undo
  renew(messageIds: readonly string[]): Promise<void>
}

export interface RunOptions {
  readonly signal?: AbortSignal | undefined
  /** how many of how many messages have been looked at */
  readonly report?: ((done: number, total: number) => void) | undefined
}

/** What a query finds where search looks: outside junk and bin, unless it says where. */
export const inSight = ({ node, places }: Query): SearchNode =>
  places ? node : { kind: 'and', nodes: [node, { kind: 'visible' }] }

/**
 * Does a rule to what is here: everything that it fits is found first, since what it does may change what fits. Undoing
 * takes all of it back. What was done before it was stopped stays, and can be undone too.
 */
export async function runRule(
  context: CoreContext,
  needs: RunNeeds,
  rule: Rule,
  query: Query,
  { signal, report }: RunOptions,
): Promise<{ actionId: string | null; changed: number }> {
  const ids = await findAll(context, inSight(query), signal)
  const done: MessageChange[][] = []
  for (let at = 0; at < ids.length; at += limits.step) {
    report?.(at, ids.length)
    if (signal?.aborted === true) break
    const step = ids.slice(at, at + limits.step)
    const changes = await doTo(context, needs, step, rule.actions)
    if (changes.length > 0) done.push([...changes])
  }
  report?.(ids.length, ids.length)
  const changed = done.reduce((sum, changes) => sum + changes.length, 0)
  if (changed === 0) return { actionId: null, changed }
  const actionId = context.random.id()
  needs.undo.keep(actionId, async () => {
    for (let changes = done.at(-1); changes !== undefined; changes = done.at(-1)) {
      await needs.messages.revert(changes)
      await needs.renew(changes.map(({ messageId }) => messageId))
      done.pop()
    }
  })
  return { actionId, changed }
}

async function doTo(
  context: CoreContext,
  { messages, renew }: RunNeeds,
  ids: readonly string[],
  actions: readonly RuleAction[],
): Promise<readonly MessageChange[]> {
  const byId = new Map(ids.map((id) => [id, actions]))
  const target = { messageIds: [...ids], threadIds: [], discussionIds: [] }
  let missed: unknown = null
  const changes = await messages.change(target, (found) =>
    planActions(context, messages.plans, found, byId, (thrown) => {
      missed = thrown
    }),
  )
  await renew(changes.map(({ messageId }) => messageId))
  if (missed !== null && changes.length === 0) throw missed
  return changes
}

async function findAll({ stores }: CoreContext, node: SearchNode, signal?: AbortSignal): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    if (signal?.aborted === true) throw fail('cancelled', 'This was stopped before it began. Nothing was changed.')
    const page = await stores.search.match(
      { node, sort: 'newest', cursor, limit: limits.step },
      signal === undefined ? { priority: 'batch' } : { priority: 'batch', signal },
    )
    ids.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return ids
}
