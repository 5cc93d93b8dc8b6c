import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type ActionDone,
  type BulkAction,
  type Client,
  type MessageFlags,
  type MessageSummary,
  type Target,
  toProblem,
  type WholeList,
} from '../../core/defs/index.ts'
import { keys, type ListItem, useClient } from '../client/index.ts'
import { importanceLimits } from '../components/index.ts'
import { plainLevel, useLocale } from '../language/index.ts'
import {
  type Before,
  type MessageChange,
  patchMessages,
  patchRows,
  type RowChange,
  remembered,
  restore,
} from './shown-at-once.ts'
import { type ActOn, isActedOn, targetOf } from './subject.ts'
import { useToasts } from './Toasts.tsx'

/** What can be done to discussions, threads and messages from anywhere: shown at once, put right if it fails, with undo. */
export interface Actions {
  archive(on: ActOn): void
  remove(on: ActOn): void
  junk(on: ActOn): void
  move(on: ActOn, mailboxId: string, name: string): void
  star(on: ActOn, flagged: boolean): void
  markRead(on: ActOn, seen: boolean, options?: { readonly quiet?: boolean }): void
  tag(on: ActOn, change: TagChange): void
  /** `one`: the level it has and whom it is learnt for, where it is one thing */
  correctImportance(on: ActOn, by: number, one: { readonly level: number; readonly who: string } | null): void
  /** Everything that a list shows, the rows that were never loaded too. `said`: what is told of it */
  whole(list: WholeList, action: BulkAction, said: string | null): void
  /** Mail of this address goes to junk from now on. */
  block(address: string, name: string): void
  /** `then`: where the thread is now */
  takeOut(threadId: string, then: (discussionId: string) => void): void
  join(ids: readonly string[], then: (discussionId: string) => void): void
}

export interface TagChange {
  readonly add: readonly string[]
  readonly remove: readonly string[]
  /** of the tag that is told about */
  readonly name: string
}

/** Long enough to read one word. */
const undoneShownMs = 3000

const clamped = (level: number): number => Math.min(importanceLimits.max, Math.max(importanceLimits.min, level))
const staysEverywhere = (view: string) => view === 'all' || view === 'starred' || /^(account|tag|list):/.test(view)

export function useActions(): Actions {
  const client = useClient()
  const queries = useQueryClient()
  const toasts = useToasts()
  const locale = useLocale()
  const { t } = useTranslation()

  return useMemo(() => {
    const takeBack = async (acting: Promise<ActionDone>, before: Before) => {
      restore(queries, before)
      const done = await acting.catch(() => null) // what was not done needs no undoing, and was told
      if (done === null || done.changed === 0) return
      try {
        await client.actions.undo({ actionId: done.actionId })
        toasts.show(t('shell.undone'), { durationMs: undoneShownMs })
      } catch (thrown) {
        void queries.invalidateQueries({ queryKey: keys.lists })
        toasts.show(toProblem(thrown).message, { tone: 'danger' })
      }
    }
    const runOn = <T extends ActionDone>(
      on: ActOn,
      act: (target: Partial<Target>) => Promise<T>,
      shown: Parameters<typeof run<T>>[1],
    ) => run(() => foundAgain(client, on, act), shown)
    const run = async <T extends ActionDone>(
      act: () => Promise<T>,
      { rows, messages, said }: { rows?: RowChange; messages?: MessageChange; said: string | null },
    ): Promise<T | null> => {
      const before = remembered(queries)
      if (rows) patchRows(queries, rows)
      if (messages) patchMessages(queries, messages)
      const acting = act()
      // It can be taken back from the moment that it shows, though core may still be at it.
      const withdraw = said === null ? () => undefined : toasts.showUndo(said, () => void takeBack(acting, before))
      try {
        return await acting
      } catch (thrown) {
        withdraw()
        restore(queries, before)
        toasts.show(toProblem(thrown).message, { tone: 'danger' })
        return null
      }
    }
    const leaving = (on: ActOn, stays: (view: string) => boolean): RowChange => {
      const ids = new Set(on.ids)
      return (row, { view }) => (isActedOn(row, on, ids) && !stays(view) ? null : row)
    }
    const flags = (set: Partial<MessageFlags>) => (target: Partial<Target>) => client.messages.setFlags({ target, set })
    const count = (on: ActOn) => ({ count: on.ids.length })

    return {
      archive: (on) =>
        void runOn(on, (target) => client.messages.archive({ target }), {
          rows: leaving(on, (view) => staysEverywhere(view) || view === 'role:archive' || view === 'role:sent'),
          said: t(`timeline.done.archived.${on.kind}`, count(on)),
        }),
      remove: (on) =>
        void runOn(on, (target) => client.messages.remove({ target }), {
          rows: leaving(on, (view) => view === 'role:trash'),
          said: t(`timeline.done.binned.${on.kind}`, count(on)),
        }),
      junk: (on) =>
        void runOn(on, (target) => client.messages.junk({ target }), {
          rows: leaving(on, (view) => view === 'role:junk'),
          said: t(`timeline.done.junked.${on.kind}`, count(on)),
        }),
      move: (on, mailboxId, name) =>
        void runOn(on, (target) => client.messages.move({ target, mailboxId }), {
          rows: leaving(on, (view) => staysEverywhere(view) || view === `mailbox:${mailboxId}`),
          said: t(`timeline.done.moved.${on.kind}`, { ...count(on), name }),
        }),
      star: (on, flagged) => {
        const ids = new Set(on.ids)
        void runOn(on, flags({ flagged }), {
          rows: (row) => (isActedOn(row, on, ids) ? { ...row, flagged } : row),
          said: null,
        })
      },
      markRead: (on, seen, { quiet = false } = {}) => {
        const ids = new Set(on.ids)
        const isOn = messagesOf(on)
        void runOn(on, flags({ seen }), {
          rows: (row) => {
            if (isActedOn(row, on, ids)) return { ...row, unread: seen ? 0 : row.count }
            const inside = on.rows?.has(row.id) === true
            return inside ? { ...row, unread: Math.max(0, row.unread + (seen ? -ids.size : ids.size)) } : row
          },
          messages: (message) =>
            isOn(message) && message.flags.seen !== seen ? { ...message, flags: { ...message.flags, seen } } : message,
          said: quiet ? null : t(`timeline.done.${seen ? 'read' : 'unread'}.${on.kind}`, count(on)),
        })
      },
      tag: (on, { add, remove, name }) => {
        const ids = new Set(on.ids)
        const isOn = messagesOf(on)
        const changed = (tagIds: readonly string[]) => [
          ...tagIds.filter((id) => !remove.includes(id) && !add.includes(id)),
          ...add,
        ]
        void runOn(on, (target) => client.tags.apply({ target, add: [...add], remove: [...remove] }), {
          rows: (row, { view }) =>
            !isActedOn(row, on, ids)
              ? row
              : remove.some((id) => view === `tag:${id}`)
                ? null
                : { ...row, tagIds: changed(row.tagIds) },
          messages: (message) => (isOn(message) ? { ...message, tagIds: changed(message.tagIds) } : message),
          said: t(`timeline.done.${add.length > 0 ? 'tagged' : 'untagged'}.${on.kind}`, { ...count(on), name }),
        })
      },
      correctImportance: (on, by, one) => {
        if (one && clamped(one.level + by) === one.level) return
        const ids = new Set(on.ids)
        const isOn = messagesOf(on)
        const levels = one && {
          from: plainLevel(one.level, locale),
          to: plainLevel(clamped(one.level + by), locale),
          who: one.who,
        }
        void runOn(on, (target) => client.importance.correct({ target, by }), {
          rows: (row) => (isActedOn(row, on, ids) ? { ...row, importance: clamped(row.importance + by) } : row),
          messages: (message) =>
            isOn(message) ? { ...message, importance: clamped(message.importance + by) } : message,
          said: levels
            ? t('timeline.importance.corrected', levels)
            : t(`timeline.done.${by > 0 ? 'raised' : 'lowered'}.${on.kind}`, count(on)),
        })
      },
      whole: (list, action, said) =>
        void run(
          async () => {
            const { actionId, changed } = await client.bulk.run({ list, action })
            return { actionId: actionId ?? '', changed }
          },
          {
            rows: (row, { view, rows }) => (view === list.view && rows === list.rows ? after(row, action) : row),
            said,
          },
        ),
      block: (address, name) =>
        void run(() => client.rules.block({ address }), { said: t('timeline.done.blocked', { name }) }),
      takeOut: (threadId, then) =>
        void run(() => client.discussions.takeOut({ threadId }), { said: t('timeline.done.takenOut') }).then(
          (done) => done && then(done.discussionId),
        ),
      join: (ids, then) =>
        void run(() => client.discussions.join({ ids: [...ids] }), {
          said: t('timeline.done.joined', { count: ids.length }),
        }).then((done) => done && then(done.discussionId)),
    }
  }, [client, queries, toasts, locale, t])
}

/** A row of a list of which all is acted on, as it is shown at once; tags and levels come with the event. */
function after(row: ListItem, action: BulkAction): ListItem | null {
  if (action.kind === 'tag' || action.kind === 'importance') return row
  if (action.kind !== 'flags') return null
  const { seen, flagged = row.flagged } = action.set
  return { ...row, flagged, unread: seen === undefined ? row.unread : seen ? 0 : row.count }
}

/** A discussion may be another one by now (a contact was collected, threads were joined): its messages lead to it. */
async function foundAgain<T>(client: Client, on: ActOn, act: (target: Partial<Target>) => Promise<T>): Promise<T> {
  try {
    return await act(targetOf(on))
  } catch (thrown) {
    if (on.kind !== 'discussions' || toProblem(thrown).code !== 'not-found') throw thrown
    const now = await Promise.all((on.newest ?? []).map((id) => client.messages.get({ id })))
    const discussionIds = [...new Set(now.map(({ discussionId }) => discussionId))]
    if (discussionIds.every((id) => on.ids.includes(id))) throw thrown
    return act({ discussionIds })
  }
}

/** Whether a message is among those acted on. */
function messagesOf({ kind, ids }: ActOn): (message: MessageSummary) => boolean {
  const all = new Set(ids)
  return ({ id, threadId, discussionId }) =>
    all.has(kind === 'messages' ? id : kind === 'threads' ? threadId : discussionId)
}
