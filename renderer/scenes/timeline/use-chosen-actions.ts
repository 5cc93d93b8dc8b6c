import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { BulkAction, WholeList } from '../../../core/defs/index.ts'
import type { Actions, ActOn } from '../../window/index.ts'
import type { Selection } from './use-selection.ts'

/**
 * The actions, by whichever key, button or menu they come: what is done to the chosen rows is done to all that match
 * where all of them are meant. Core finds these by the list, so that no ids travel and none is missed.
 */
export function useChosenActions(actions: Actions, selection: Selection, list: WholeList): Actions {
  const { t } = useTranslation()
  const { ids, matching } = selection
  return useMemo(() => {
    if (matching === null) return actions
    const isChosen = (on: ActOn) => on.ids.length === ids.size && on.ids.every((id) => ids.has(id))
    const all = (action: BulkAction, said: string | null) => actions.whole(list, action, said)
    const count = { count: matching }
    const { rows } = list
    return {
      ...actions,
      archive: (on) =>
        isChosen(on) ? all({ kind: 'archive' }, t(`timeline.done.archived.${rows}`, count)) : actions.archive(on),
      remove: (on) =>
        isChosen(on) ? all({ kind: 'remove' }, t(`timeline.done.binned.${rows}`, count)) : actions.remove(on),
      junk: (on) => (isChosen(on) ? all({ kind: 'junk' }, t(`timeline.done.junked.${rows}`, count)) : actions.junk(on)),
      move: (on, mailboxId, name) =>
        isChosen(on)
          ? all({ kind: 'move', mailboxId }, t(`timeline.done.moved.${rows}`, { ...count, name }))
          : actions.move(on, mailboxId, name),
      star: (on, flagged) =>
        isChosen(on) ? all({ kind: 'flags', set: { flagged } }, null) : actions.star(on, flagged),
      markRead: (on, seen, options) =>
        isChosen(on)
          ? all({ kind: 'flags', set: { seen } }, t(`timeline.done.${seen ? 'read' : 'unread'}.${rows}`, count))
          : actions.markRead(on, seen, options),
      tag: (on, change) => {
        if (!isChosen(on)) return actions.tag(on, change)
        const { add, remove, name } = change
        const word = add.length > 0 ? 'tagged' : 'untagged'
        return all(
          { kind: 'tag', add: [...add], remove: [...remove] },
          t(`timeline.done.${word}.${rows}`, { ...count, name }),
        )
      },
      correctImportance: (on, by, one) =>
        isChosen(on)
          ? all({ kind: 'importance', by }, t(`timeline.done.${by > 0 ? 'raised' : 'lowered'}.${rows}`, count))
          : actions.correctImportance(on, by, one),
    }
  }, [t, actions, ids, matching, list])
}
