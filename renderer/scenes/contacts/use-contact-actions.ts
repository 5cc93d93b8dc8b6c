import { useTranslation } from 'react-i18next'
import { type Contact, toProblem } from '../../../core/defs/index.ts'
import { useClient } from '../../client/index.ts'
import { navigate } from '../../routing/index.ts'
import { useToasts } from '../../window/index.ts'
import { useExport } from './use-export.ts'

interface ContactActions {
  confirm(): void
  remove(): void
  unmerge(): void
  exportCard(): void
}

/** What can be done to a contact as a whole, each with its undo. */
export function useContactActions(contact: Contact): ContactActions {
  const { t } = useTranslation()
  const client = useClient()
  const toasts = useToasts()
  const exportCards = useExport()
  const { id, name } = contact
  const failed = (thrown: unknown) => toasts.show(toProblem(thrown).message, { tone: 'danger' })
  const undo = (actionId: string) => () => void client.actions.undo({ actionId }).catch(failed)
  return {
    confirm: () => {
      client.contacts
        .patch({ id, currentState: { confirmed: false }, set: { confirmed: true } })
        .then(({ actionId }) => toasts.showUndo(t('contacts.didConfirm', { name: name.full }), undo(actionId)), failed)
    },
    remove: () => {
      client.contacts.remove({ ids: [id] }).then(({ actionId }) => {
        toasts.showUndo(t('contacts.didRemove', { name: name.full }), undo(actionId))
        navigate({ name: 'contacts' })
      }, failed)
    },
    unmerge: () => {
      client.contacts
        .unmerge({ id })
        .then(
          ({ actionId, contactIds }) =>
            toasts.showUndo(t('contacts.didUnmerge', { count: contactIds.length }), undo(actionId)),
          failed,
        )
    },
    exportCard: () => exportCards('4.0', [id]),
  }
}
