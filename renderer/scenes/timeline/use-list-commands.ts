import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type ListItem, type RowKind, useClient } from '../../client/index.ts'
import { withFloor } from '../../components/index.ts'
import { type Command, useCommands } from '../../keyboard/index.tsx'
import {
  type Actions,
  type ActOn,
  onRows,
  useInspector,
  useOwnAddresses,
  useTagging,
  useToasts,
} from '../../window/index.ts'
import { learntFor, useTitleWords } from '../reading/index.tsx'
import { type ListRow, stepFrom } from './list-rows.ts'
import { rowId } from './Row.tsx'
import { withinRow } from './RowList.tsx'
import { inspectedOf, type MenuPlace } from './RowMenu.tsx'
import type { Selection } from './use-selection.ts'
import { hasRange, type ShownRange } from './use-shown-range.ts'

interface Context {
  readonly kind: RowKind
  readonly rows: readonly ListRow[]
  readonly items: readonly ListItem[]
  readonly cursorId: string | null
  readonly openedId: string | null
  readonly selection: Selection
  readonly actions: Actions
  readonly open: (id: string) => void
  readonly close: () => void
  readonly moveTo: (id: string) => void
  readonly openMenu: (place: MenuPlace) => void
}

/** What the keyboard does in a list and with the discussion that is open beside it. */
export function useListCommands(context: Context): void {
  const { t } = useTranslation()
  const client = useClient()
  const toasts = useToasts()
  const { kind, rows, items, cursorId, openedId, selection, actions, open, close, moveTo, openMenu } = context

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
      (run: (on: ActOn) => void, step = 1) =>
      () => {
        const ids = chosen()
        if (ids.length === 0) return
        const next = after(ids, step)
        run(onRows(kind, rowsOf(ids)))
        selection.clear()
        if (next === null || ids.includes(next)) close()
        else if (openedId !== null && ids.includes(openedId)) open(next)
        else moveTo(next)
      }
    const stay = (run: (on: ActOn) => void) => () => {
      const ids = chosen()
      if (ids.length > 0) run(onRows(kind, rowsOf(ids)))
    }
    const step = (by: number, extend: boolean) => () => {
      const id = stepFrom(rows, cursorId, by)
      if (id === null) return
      if (extend) selection.extendTo(rows, id)
      moveTo(id)
    }
    const rowsOf = (ids: readonly string[]) => items.filter(({ id }) => ids.includes(id))
    const some = (ids: readonly string[], is: (item: ListItem) => boolean) =>
      items.some((item) => ids.includes(item.id) && is(item))
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
        selection.set(items.map(({ id }) => id)),
      ),
      command('list.selectNone', t('timeline.command.selectNone'), ['* n'], selection.clear),
      command('list.selectUnread', t('timeline.command.selectUnread'), ['* u'], () =>
        selection.set(items.filter(({ unread }) => unread > 0).map(({ id }) => id)),
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
        stay((on) =>
          actions.star(
            on,
            some(on.ids, ({ flagged }) => !flagged),
          ),
        ),
      ),
      command(
        'thread.read',
        t('timeline.markRead'),
        ['shift+i'],
        stay((on) => actions.markRead(on, true)),
      ),
      command(
        'thread.unread',
        t('timeline.markUnread'),
        ['shift+u'],
        stay((on) => actions.markRead(on, false)),
      ),
      command('row.menu', t('timeline.command.menu'), ['.'], () => {
        if (cursorId !== null) openMenu({ id: cursorId, at: withinRow(cursorId) })
      }),
      command('action.undo', t('timeline.command.undo'), ['z'], () => void toasts.undoLast()),
      command('sync.now', t('timeline.command.fetch'), ['shift+n'], () => void client.sync.now({}).catch(() => {})),
    ]
  }, [t, client, toasts, kind, rows, items, cursorId, openedId, selection, actions, open, close, moveTo, openMenu])
  useCommands(commands)
}

interface JudgeContext extends Pick<Context, 'kind' | 'items' | 'cursorId' | 'selection' | 'actions'> {
  readonly view: string
  readonly shown: ShownRange
}

/** What the keyboard does with tags, importance and its slider, and the question why. */
export function useJudgingCommands({ view, kind, items, cursorId, selection, actions, shown }: JudgeContext): void {
  const { t } = useTranslation()
  const tagging = useTagging()
  const inspector = useInspector()
  const own = useOwnAddresses()
  const words = useTitleWords()
  const commands = useMemo<Command[]>(() => {
    const group = t('timeline.command.group')
    const chosen = (): ListItem[] =>
      items.filter(({ id }) => (selection.ids.size > 0 ? selection.ids.has(id) : id === cursorId))
    const on = (rows: readonly ListItem[]) => onRows(kind, rows)
    const tag = () => {
      const rows = chosen()
      const [first] = rows
      if (!first) return
      const messageId = rows.length === 1 ? first.lastMessageId : null
      const tagged = { on: on(rows), tagIds: rows.map(({ tagIds }) => tagIds), messageId }
      tagging.open(tagged, document.getElementById(rowId(first.id)))
    }
    const correct = (by: number) => () => {
      const rows = chosen()
      const [first] = rows
      if (!first) return
      const one = rows.length === 1 ? { level: first.importance, who: learntFor(first, own, words) } : null
      actions.correctImportance(on(rows), by, one)
    }
    const why = () => {
      const [row] = chosen()
      if (inspector.shown) inspector.close()
      else if (row) inspector.open(inspectedOf(kind, row))
    }
    const all: Command[] = [
      { id: 'row.tag', label: t('timeline.command.tag'), keys: ['l'], group, opensText: true, run: tag },
      { id: 'row.raise', label: t('timeline.command.raise'), keys: ['+'], group, run: correct(1) },
      { id: 'row.lower', label: t('timeline.command.lower'), keys: ['-'], group, run: correct(-1) },
      { id: 'row.why', label: t('timeline.command.why'), keys: ['i'], group, run: why },
    ]
    if (!hasRange(view)) return all
    const floor = (by: number) => () => shown.setRange(withFloor(shown.range, by))
    return [
      ...all,
      { id: 'range.raise', label: t('timeline.importance.raiseFloor'), keys: ['alt++'], group, run: floor(1) },
      { id: 'range.lower', label: t('timeline.importance.lowerFloor'), keys: ['alt+-'], group, run: floor(-1) },
      {
        id: 'range.everything',
        label: t('timeline.importance.showEverything'),
        keys: ['0'],
        group,
        run: () => shown.setEverything(!shown.everything),
      },
    ]
  }, [t, view, kind, items, cursorId, selection, actions, shown, tagging, inspector, own, words])
  useCommands(commands)
}
