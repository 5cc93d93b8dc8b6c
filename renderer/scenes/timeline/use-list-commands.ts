import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ThreadSummary } from '../../../core/defs/index.ts'
import { useClient } from '../../client/index.ts'
import { type Command, useCommands } from '../../keyboard/index.tsx'
import { type Actions, useToasts } from '../../window/index.ts'
import { type ListRow, stepFrom } from './list-rows.ts'
import type { Selection } from './use-selection.ts'

interface Context {
  readonly rows: readonly ListRow[]
  readonly threads: readonly ThreadSummary[]
  readonly cursorId: string | null
  readonly openedId: string | null
  readonly selection: Selection
  readonly actions: Actions
  readonly open: (id: string) => void
  readonly close: () => void
  readonly moveTo: (id: string) => void
}

/** What the keyboard does in a list and with the discussion that is open beside it. */
export function useListCommands(context: Context): void {
  const { t } = useTranslation()
  const client = useClient()
  const toasts = useToasts()
  const { rows, threads, cursorId, openedId, selection, actions, open, close, moveTo } = context

  const commands = useMemo<Command[]>(() => {
    const group = t('timeline.command.group')
    const chosen = (): string[] => (selection.ids.size > 0 ? [...selection.ids] : cursorId !== null ? [cursorId] : [])
    /** The row that takes the place of those that leave, so that focus and reading go on there. */
    const after = (ids: readonly string[], step = 1): string | null => {
      const last = ids.at(-1) ?? null
      const next = stepFrom(rows, last, step)
      return next === null || ids.includes(next) ? stepFrom(rows, last, -step) : next
    }
    const leave =
      (run: (ids: readonly string[]) => void, step = 1) =>
      () => {
        const ids = chosen()
        if (ids.length === 0) return
        const next = after(ids, step)
        run(ids)
        selection.clear()
        if (next === null || ids.includes(next)) close()
        else if (openedId !== null && ids.includes(openedId)) open(next)
        else moveTo(next)
      }
    const stay = (run: (ids: readonly string[]) => void) => () => {
      const ids = chosen()
      if (ids.length > 0) run(ids)
    }
    const step = (by: number, extend: boolean) => () => {
      const id = stepFrom(rows, cursorId, by)
      if (id === null) return
      if (extend) selection.extendTo(rows, id)
      moveTo(id)
    }
    const some = (ids: readonly string[], is: (thread: ThreadSummary) => boolean) =>
      threads.some((thread) => ids.includes(thread.id) && is(thread))
    const command = (id: string, label: string, keys: string[], run: () => void): Command => ({
      id,
      label,
      keys,
      group,
      run,
    })
    return [
      command('list.next', t('timeline.command.next'), ['j'], step(1, false)),
      command('list.previous', t('timeline.command.previous'), ['k'], step(-1, false)),
      command('list.selectNext', t('timeline.command.selectNext'), ['shift+j'], step(1, true)),
      command('list.selectPrevious', t('timeline.command.selectPrevious'), ['shift+k'], step(-1, true)),
      command('list.open', t('timeline.command.open'), ['o'], () => cursorId !== null && open(cursorId)),
      command('list.back', t('timeline.command.back'), ['u', 'escape'], () =>
        selection.ids.size > 0 ? selection.clear() : openedId !== null && close(),
      ),
      command(
        'list.select',
        t('timeline.command.select'),
        ['x'],
        () => cursorId !== null && selection.toggle(cursorId),
      ),
      command('list.selectAll', t('timeline.command.selectAll'), ['* a'], () =>
        selection.set(threads.map(({ id }) => id)),
      ),
      command('list.selectNone', t('timeline.command.selectNone'), ['* n'], selection.clear),
      command('list.selectUnread', t('timeline.command.selectUnread'), ['* u'], () =>
        selection.set(threads.filter(({ unread }) => unread > 0).map(({ id }) => id)),
      ),
      command('thread.archive', t('timeline.archive'), ['e', 'y'], leave(actions.archive)),
      command('thread.archiveNewer', t('timeline.command.archiveNewer'), ['['], leave(actions.archive, -1)),
      command('thread.archiveOlder', t('timeline.command.archiveOlder'), [']'], leave(actions.archive)),
      command('thread.bin', t('timeline.bin'), ['#', 'delete'], leave(actions.remove)),
      command('thread.junk', t('timeline.junk'), ['!'], leave(actions.junk)),
      command(
        'thread.star',
        t('timeline.star'),
        ['s'],
        stay((ids) =>
          actions.star(
            ids,
            some(ids, ({ flagged }) => !flagged),
          ),
        ),
      ),
      command(
        'thread.read',
        t('timeline.markRead'),
        ['shift+i'],
        stay((ids) => actions.markRead(ids, true)),
      ),
      command(
        'thread.unread',
        t('timeline.markUnread'),
        ['shift+u'],
        stay((ids) => actions.markRead(ids, false)),
      ),
      command('action.undo', t('timeline.command.undo'), ['z'], () => void toasts.undoLast()),
      command('sync.now', t('timeline.command.fetch'), ['shift+n'], () => void client.sync.now({}).catch(() => {})),
    ]
  }, [t, client, toasts, rows, threads, cursorId, openedId, selection, actions, open, close, moveTo])
  useCommands(commands)
}
