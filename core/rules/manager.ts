import { commitOrFail } from '../commit.ts'
import { fail, type Handlers, type Operations, type Rule, type RuleAction } from '../defs/index.ts'
import type { MessageManager } from '../messages/index.ts'
import type { CoreContext } from '../ports.ts'
import { type Query, quoted, type SearchManager } from '../search/index.ts'
import type { Undo } from '../undo/index.ts'
import { type Arrivals, createArrivals } from './arrivals.ts'
import { limits } from './limits.ts'
import { inSight, type RunOptions, runRule } from './run.ts'
import { readServerScripts } from './server.ts'

export interface Rules extends Arrivals {
  readonly handlers: Handlers<Operations['rules']>
  /** `rules.run`, for whoever shows its progress and can stop it */
  run(id: string, options: RunOptions): Promise<{ actionId: string | null; changed: number }>
  /** what the rule is called; `not-found` if it is gone */
  nameOf(id: string): Promise<string>
}

export interface RuleNeeds {
  readonly messages: MessageManager
  readonly undo: Undo
  readonly search: Pick<SearchManager, 'read'>
  renew(messageIds: readonly string[]): Promise<void>
}

export function createRules(context: CoreContext, { messages, undo, search, renew }: RuleNeeds): Rules {
  const { stores, clock, random, log, events } = context

  const all = async (): Promise<Rule[]> => {
    const { items } = await stores.records.list('rule', { limit: 500 })
    return items.toSorted((a, b) => a.order - b.order || a.createdAtMs - b.createdAtMs || (a.id < b.id ? -1 : 1))
  }

  async function read(id: string): Promise<Rule> {
    const rule = await stores.records.get('rule', id)
    if (rule === null) throw fail('not-found', 'This rule is not here any more. Nothing was changed.')
    return rule
  }

  /** `invalid` with the place when a part of the query is not understood: it would fit what it should not. */
  async function readQuery(text: string): Promise<Query> {
    const query = await search.read(text)
    const [issue] = query.issues
    if (issue !== undefined || text.trim() === '') {
      const reason = issue?.message ?? 'It says nothing that mail could fit.'
      throw fail('invalid', `This cannot be a rule as it stands. ${reason}`, {
        field: 'query',
        details: issue === undefined ? '' : `${issue.start}-${issue.end}`,
      })
    }
    return query
  }

  async function problemOf(rule: Rule): Promise<string | null> {
    const [issue] = (await search.read(rule.query)).issues
    if (issue !== undefined) return issue.message
    for (const action of rule.actions) {
      if (action.kind === 'tag' && (await stores.records.get('tag', action.tagId)) === null)
        return 'The tag that it gives is not here any more.'
      if (action.kind === 'move' && (await stores.records.get('mailbox', action.mailboxId)) === null)
        return 'The mailbox that it moves to is not here any more.'
    }
    return null
  }

  async function run(id: string, options: RunOptions) {
    const rule = await read(id)
    return runRule(context, { messages, undo, renew }, rule, await readQuery(rule.query), options)
  }

  const changed = (): void => events.emit({ type: 'rules.changed' })

  async function insert(given: Omit<Rule, 'id' | 'createdAtMs'>): Promise<Rule> {
    if ((await all()).length >= limits.rules) {
      throw fail('limit', `There are ${limits.rules} rules already. Delete some to make room for another.`)
    }
    await readQuery(given.query)
    const rule: Rule = { ...given, id: random.id(), createdAtMs: clock.nowMs() }
    const changes = {
      recordInserts: [{ noun: 'rule' as const, value: rule }],
      log: log.fields('rule', rule.id, rule),
    }
    await commitOrFail(context, changes, 'This rule')
    changed()
    return rule
  }

  async function removeRule(id: string): Promise<void> {
    await stores.commit({ recordRemoves: [{ noun: 'rule', id }], log: [log.delete('rule', id)] })
    changed()
  }

  const enabled = async () => (await all()).filter((rule) => rule.enabled && rule.actions.length > 0)

  return {
    ...createArrivals(context, { messages, enabled, read: search.read, renew }),
    run,
    nameOf: async (id) => (await read(id)).name,
    handlers: {
      async list() {
        return {
          items: await Promise.all((await all()).map(async (rule) => ({ ...rule, problem: await problemOf(rule) }))),
        }
      },

      async create({ name, query, actions, stop = false, enabled: on = true }) {
        const order = Math.max(0, ...(await all()).map((rule) => rule.order + 1))
        return insert({ name: name.trim(), query, actions, stop, enabled: on, order })
      },

      async block({ address, to }) {
        const blocked = address.trim().toLowerCase()
        const actions: RuleAction[] = [{ kind: to }]
        const known = await all()
        const query = `from:${quoted(blocked)}`
        const before = known.find((rule) => rule.query === query && rule.enabled && sameActions(rule.actions, actions))
        const actionId = random.id()
        if (before !== undefined) {
          undo.keep(actionId, async () => undefined)
          return { actionId, changed: 0, ruleId: before.id }
        }
        const order = Math.min(0, ...known.map((rule) => rule.order)) - 1
        const rule = await insert({ name: blocked, query, actions, stop: true, enabled: true, order })
        undo.keep(actionId, () => removeRule(rule.id))
        return { actionId, changed: 0, ruleId: rule.id }
      },

      async update({ id, from, set }) {
        const before = await read(id)
        if (set.query !== undefined) await readQuery(set.query)
        const given = present(set)
        await commitOrFail(
          context,
          {
            recordPatches: [{ noun: 'rule', id, from: present(from), set: given }],
            log: log.fields('rule', id, given),
          },
          'This rule',
        )
        changed()
        return { ...before, ...given }
      },

      async reorder({ ids }) {
        const known = await all()
        const named = ids.flatMap((id) => known.find((rule) => rule.id === id) ?? [])
        const rules = [...new Set([...named, ...known])]
        const moved = rules.flatMap((rule, order) => (rule.order === order ? [] : [{ rule, order }]))
        await commitOrFail(
          context,
          {
            recordPatches: moved.map(({ rule: { id, order: before }, order }) => ({
              noun: 'rule',
              id,
              from: { order: before },
              set: { order },
            })),
            log: moved.flatMap(({ rule: { id }, order }) => log.fields('rule', id, { order })),
          },
          'One of the rules',
        )
        if (moved.length > 0) changed()
        return {}
      },

      async remove({ id }) {
        await read(id)
        await removeRule(id)
        return {}
      },

      async preview({ query: text }, { signal, priority }) {
        const node = inSight(await readQuery(text))
        const options = signal === undefined ? { priority } : { priority, signal }
        const page = await stores.search.match({ node, sort: 'newest', limit: limits.counted }, options)
        const messageIds = page.items.slice(0, limits.previewed)
        return { count: page.items.length, more: page.nextCursor !== null, messageIds }
      },

      run: ({ id }, { signal }) => run(id, { signal }),

      server: (_, { signal }) => readServerScripts(context, signal),
    },
  }
}

const sameActions = (one: readonly RuleAction[], other: readonly RuleAction[]): boolean =>
  JSON.stringify(one) === JSON.stringify(other)

type Loose<T> = { readonly [K in keyof T]?: T[K] | undefined }

/** What was given, without what was left out. */
function present(fields: Loose<Rule>): Partial<Rule> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
