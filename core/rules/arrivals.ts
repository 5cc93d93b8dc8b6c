import type { SearchNode } from '../../storage/contracts/index.ts'
import { type Rule, type RuleAction, toProblem } from '../defs/index.ts'
import type { MessageManager } from '../messages/index.ts'
import type { CoreContext } from '../ports.ts'
import type { Query } from '../search/index.ts'
import { limits } from './limits.ts'
import { planActions } from './plan.ts'

export interface ArrivalNeeds {
  readonly messages: Pick<MessageManager, 'act' | 'plans'>
  /** enabled rules, in order */
  enabled(): Promise<readonly Rule[]>
  read(query: string): Promise<Query>
  renew(messageIds: readonly string[]): Promise<void>
}

/** Rules at work on what arrives. */
export interface Arrivals {
  /** new messages in an inbox; resolves when their rules are done */
  arrived(messageIds: readonly string[]): Promise<void>
  /** messages that were changed: those whose body was awaited are looked at again (null: it may be every one) */
  changed(messageIds: readonly string[] | null): Promise<void>
  /** resolves when nothing is being looked at */
  settled(): Promise<void>
  /** whether a rule says that nobody is to be told of this message */
  isMuted(messageId: string): boolean
}

/**
 * Each rule looks at what arrives, in order; `stop` keeps a message from the later ones. All that is done to the messages
 * of one batch is one action that can be undone. Nothing that a rule does brings messages that arrive, so rules never
 * start each other. A rule that cannot be read or done is reported and passed over.
 */
export function createArrivals(context: CoreContext, needs: ArrivalNeeds): Arrivals {
  const { stores, logger } = context
  const muted = new Set<string>()
  /** arrivals without a body that no rule has stopped, and the rules that were done to them already */
  const waiting = new Map<string, Set<string>>()

  let last: Promise<unknown> = Promise.resolve()
  function inOrder(work: () => Promise<void>): Promise<void> {
    const done = last.then(work)
    last = done.catch(() => undefined)
    return done
  }

  const missed = (rule: string) => (thrown: unknown) => {
    const { message, details } = toProblem(thrown)
    logger.warn('A rule could not be done', { rule, details: details ?? message })
  }

  async function matching(rule: Rule, ids: readonly string[]): Promise<string[]> {
    const query = await needs.read(rule.query)
    const [issue] = query.issues
    if (issue !== undefined) {
      missed(rule.id)(new Error(issue.message))
      return []
    }
    const node: SearchNode = { kind: 'and', nodes: [query.node, { kind: 'ids', messageIds: ids }] }
    return (await stores.search.match({ node, sort: 'newest', limit: ids.length }, { priority: 'batch' })).items
  }

  async function look(ids: readonly string[]): Promise<void> {
    const rules = await needs.enabled()
    if (rules.length === 0 || ids.length === 0) return
    const pending = new Set(
      (await stores.messages.get(ids)).flatMap(({ id, bodyState }) => (bodyState === 'pending' ? [id] : [])),
    )
    let open = [...ids]
    const actions = new Map<string, RuleAction[]>()
    const done = new Map<string, Set<string>>(ids.map((id) => [id, waiting.get(id) ?? new Set<string>()]))
    for (const rule of rules) {
      const asked = open.filter((id) => done.get(id)?.has(rule.id) !== true)
      if (asked.length === 0) continue
      const found = await matching(rule, asked).catch((thrown: unknown): string[] => {
        missed(rule.id)(thrown)
        return []
      })
      for (const id of found) {
        actions.set(id, [...(actions.get(id) ?? []), ...rule.actions])
        done.get(id)?.add(rule.id)
      }
      if (rule.stop) open = open.filter((id) => !found.includes(id))
    }
    await act(actions)
    for (const id of ids) waiting.delete(id)
    for (const id of open) if (pending.has(id)) waiting.set(id, done.get(id) ?? new Set<string>())
    trim(waiting, limits.waiting)
  }

  async function act(actions: ReadonlyMap<string, readonly RuleAction[]>): Promise<void> {
    const ids = [...actions.keys()]
    if (ids.length === 0) return
    for (const [id, own] of actions) if (own.some(({ kind }) => kind === 'never-notify')) muted.add(id)
    trim(muted, limits.muted)
    const target = { messageIds: ids, threadIds: [], discussionIds: [] }
    await needs.messages.act(
      target,
      (messages) => planActions(context, needs.messages.plans, messages, actions, missed('')),
      () => needs.renew(ids),
    )
    await needs.renew(ids)
  }

  const reported = (work: () => Promise<void>): Promise<void> => inOrder(() => work().catch(missed('')))

  return {
    arrived: (messageIds) => reported(() => look(messageIds)),
    changed(messageIds) {
      if (waiting.size === 0) return Promise.resolve()
      const ids = messageIds === null ? [...waiting.keys()] : messageIds.filter((id) => waiting.has(id))
      if (ids.length === 0) return Promise.resolve()
      return reported(async () => {
        const messages = await stores.messages.get(ids)
        await look(messages.flatMap(({ id, bodyState }) => (bodyState === 'pending' || !waiting.has(id) ? [] : [id])))
      })
    },
    settled: () => last.then(() => undefined),
    isMuted: (messageId) => muted.has(messageId),
  }
}

/** The oldest go first. */
function trim(kept: Map<string, unknown> | Set<string>, most: number): void {
  for (const oldest of kept.keys()) {
    if (kept.size <= most) break
    kept.delete(oldest)
  }
}
