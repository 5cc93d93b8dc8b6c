import type { BulkAction, Handlers, Operations, Target, WholeList } from '../defs/index.ts'
import { type ActionDone, fail, toProblem } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import type { Undo } from '../undo/index.ts'
import { limits } from './limits.ts'

export interface BulkOptions {
  readonly signal?: AbortSignal | undefined
  /** how many of how many rows are done */
  readonly report?: ((done: number, total: number) => void) | undefined
}

export type BulkInput = Parameters<Handlers<Operations['bulk']>['run']>[0]

export interface Bulk {
  readonly handlers: Handlers<Operations['bulk']>
  /** `bulk.run`, for whoever shows its progress and can stop it */
  run(input: BulkInput, options: BulkOptions): Promise<{ actionId: string | null; changed: number }>
}

/** The operations that do the work: a list is acted on as if its rows had been named, a step at a time. */
export interface BulkNeeds {
  readonly messages: Pick<Handlers<Operations['messages']>, 'archive' | 'junk' | 'remove' | 'move' | 'setFlags'>
  readonly tags: Pick<Handlers<Operations['tags']>, 'apply'>
  readonly importance: Pick<Handlers<Operations['importance']>, 'correct'>
  readonly undo: Undo
}

const call = { priority: 'batch' } as const

export function createBulk(context: CoreContext, needs: BulkNeeds): Bulk {
  const { stores, random } = context
  const { undo } = needs

  /** The ids of all rows: found before the first is changed, since acting on them changes what the list holds. */
  async function rowsOf(list: WholeList, signal?: AbortSignal): Promise<string[]> {
    const { rows, except, ...filter } = list
    const left = new Set(except)
    const ids: string[] = []
    let cursor: string | undefined
    do {
      if (signal?.aborted === true) throw fail('cancelled', 'This was stopped before it began. Nothing was changed.')
      const page = await stores[rows].list({ ...filter, cursor, limit: limits.page }, call)
      ids.push(...page.items.flatMap(({ id }) => (left.has(id) ? [] : [id])))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    return ids
  }

  function act(target: Target, action: BulkAction): Promise<ActionDone> {
    switch (action.kind) {
      case 'archive':
      case 'junk':
      case 'remove':
        return needs.messages[action.kind]({ target }, call)
      case 'move':
        return needs.messages.move({ target, mailboxId: action.mailboxId }, call)
      case 'flags':
        return needs.messages.setFlags({ target, set: action.set }, call)
      case 'tag':
        return needs.tags.apply({ target, add: action.add, remove: action.remove }, call)
      case 'importance':
        return needs.importance.correct({ target, by: action.by }, call)
    }
  }

  /** Null where the rows of this step went away meanwhile. */
  const actIfThere = (target: Target, action: BulkAction): Promise<ActionDone | null> =>
    act(target, action).catch((thrown: unknown) => {
      if (toProblem(thrown).code === 'not-found' && action.kind !== 'move' && action.kind !== 'tag') return null
      throw thrown
    })

  async function run({ list, action }: BulkInput, { signal, report }: BulkOptions) {
    const ids = await rowsOf(list, signal)
    const inverses: (() => Promise<void>)[] = []
    let changed = 0
    const keep = (): string | null => {
      if (changed === 0) return null
      const actionId = random.id()
      undo.keep(actionId, async () => {
        for (let inverse = inverses.at(-1); inverse !== undefined; inverse = inverses.at(-1)) {
          await inverse()
          inverses.pop()
        }
      })
      return actionId
    }
    for (let at = 0; at < ids.length; at += limits.step) {
      report?.(at, ids.length)
      if (signal?.aborted === true) break
      const step = ids.slice(at, at + limits.step)
      const target: Target = {
        messageIds: [],
        threadIds: list.rows === 'threads' ? step : [],
        discussionIds: list.rows === 'discussions' ? step : [],
      }
      const done = await actIfThere(target, action).catch((thrown: unknown) => {
        keep() // what was done before it failed can be taken back
        throw thrown
      })
      if (done === null) continue
      changed += done.changed
      inverses.push(undo.take(done.actionId))
    }
    report?.(ids.length, ids.length)
    return { actionId: keep(), changed }
  }

  return {
    run,
    handlers: {
      async count(list, { signal }) {
        const { rows, view, unread, importance, except, ...more } = list
        // What is counted by its level anyway needs no walk.
        if (
          rows === 'discussions' &&
          except.length === 0 &&
          Object.values(more).every((value) => value === undefined)
        ) {
          const levels = await stores.discussions.histogram(view, unread)
          const { min, max } = importance ?? { min: -10, max: 10 }
          return { count: levels.slice(min + 10, max + 11).reduce((sum, count) => sum + count, 0) }
        }
        return { count: (await rowsOf(list, signal)).length }
      },
      run: (input, { signal }) => run(input, { signal }),
    },
  }
}
