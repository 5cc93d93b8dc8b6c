import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type ActionDone, type MessageFlags, toProblem } from '../../core/defs/index.ts'
import { changeRows, keys, loadedLists, type ThreadPages, useClient } from '../client/index.ts'
import { useToasts } from './Toasts.tsx'

/** What can be done to whole threads from anywhere: shown at once, put right if it fails, with undo. */
export interface Actions {
  archive(threadIds: readonly string[]): void
  remove(threadIds: readonly string[]): void
  junk(threadIds: readonly string[]): void
  move(threadIds: readonly string[], mailboxId: string, name: string): void
  star(threadIds: readonly string[], flagged: boolean): void
  /** `messageIds` narrows it to these messages of the threads */
  markRead(
    threadIds: readonly string[],
    seen: boolean,
    options?: { readonly quiet?: boolean; readonly messageIds?: readonly string[] },
  ): void
}

export function useActions(): Actions {
  const client = useClient()
  const queries = useQueryClient()
  const toasts = useToasts()
  const { t } = useTranslation()

  return useMemo(() => {
    const run = async (change: RowChange, act: () => Promise<ActionDone>, said: string | null) => {
      const before = loadedLists(queries)
      patch(change)
      try {
        const { actionId } = await act()
        if (said !== null) toasts.showUndo(said, () => void takeBack(actionId, before))
      } catch (thrown) {
        restore(before)
        toasts.show(toProblem(thrown).message, { tone: 'danger' })
      }
    }
    const patch = (change: RowChange) => {
      for (const { view, unread } of loadedLists(queries)) {
        queries.setQueryData<ThreadPages>(
          keys.threadList(view, unread),
          (data) => data && changeRows(data, (row) => change(row, view)),
        )
      }
    }
    const restore = (before: ReturnType<typeof loadedLists>) => {
      for (const { view, unread, data } of before) queries.setQueryData(keys.threadList(view, unread), data)
    }
    const takeBack = async (actionId: string, before: ReturnType<typeof loadedLists>) => {
      restore(before)
      try {
        await client.actions.undo({ actionId })
        toasts.show(t('shell.undone'), { durationMs: undoneShownMs })
      } catch (thrown) {
        void queries.invalidateQueries({ queryKey: keys.threadLists })
        toasts.show(toProblem(thrown).message, { tone: 'danger' })
      }
    }
    const leaving = (threadIds: readonly string[], stays: (view: string) => boolean): RowChange => {
      const ids = new Set(threadIds)
      return (row, view) => (ids.has(row.id) && !stays(view) ? null : row)
    }
    const flags = (threadIds: readonly string[], set: Partial<MessageFlags>, messageIds: readonly string[] = []) =>
      client.messages.setFlags({
        target: messageIds.length > 0 ? { messageIds: [...messageIds] } : { threadIds: [...threadIds] },
        set,
      })
    const staysEverywhere = (view: string) => view === 'all' || view === 'starred'

    return {
      archive: (ids) =>
        void run(
          leaving(ids, (view) => staysEverywhere(view) || view === 'role:archive' || view === 'role:sent'),
          () => client.messages.archive({ target: { threadIds: [...ids] } }),
          t('timeline.archived', { count: ids.length }),
        ),
      remove: (ids) =>
        void run(
          leaving(ids, (view) => view === 'role:trash'),
          () => client.messages.remove({ target: { threadIds: [...ids] } }),
          t('timeline.binned', { count: ids.length }),
        ),
      junk: (ids) =>
        void run(
          leaving(ids, (view) => view === 'role:junk'),
          () => client.messages.junk({ target: { threadIds: [...ids] } }),
          t('timeline.junked', { count: ids.length }),
        ),
      move: (ids, mailboxId, name) =>
        void run(
          leaving(ids, (view) => staysEverywhere(view) || view === `mailbox:${mailboxId}`),
          () => client.messages.move({ target: { threadIds: [...ids] }, mailboxId }),
          t('timeline.moved', { count: ids.length, name }),
        ),
      star: (ids, flagged) => {
        const set = new Set(ids)
        void run(
          (row) => (set.has(row.id) ? { ...row, flagged } : row),
          () => flags(ids, { flagged }),
          null,
        )
      },
      markRead: (ids, seen, { quiet = false, messageIds = [] } = {}) => {
        const set = new Set(ids)
        const unreadLeft = (unread: number, count: number) =>
          messageIds.length > 0
            ? Math.max(0, unread + (seen ? -messageIds.length : messageIds.length))
            : seen
              ? 0
              : count
        void run(
          (row) => (set.has(row.id) ? { ...row, unread: unreadLeft(row.unread, row.count) } : row),
          () => flags(ids, { seen }, messageIds),
          quiet ? null : t(seen ? 'timeline.markedRead' : 'timeline.markedUnread', { count: ids.length }),
        )
      },
    }
  }, [client, queries, toasts, t])
}

type Row = ThreadPages['pages'][number]['items'][number]
type RowChange = (row: Row, view: string) => Row | null

/** Long enough to read one word. */
const undoneShownMs = 3000
