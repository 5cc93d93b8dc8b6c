import { useQuery } from '@tanstack/react-query'
import { Merge } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Contact, type ContactEvidence, toProblem } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import { Button, classNames, Notice } from '../../components/index.ts'
import { useToasts } from '../../window/index.ts'
import styles from './contacts.module.css'
import { MergeDialog } from './MergeDialog.tsx'

const c = classNames(styles)

/** Somebody else who may be the same person, and why. */
export function MergeBar({ contact }: { readonly contact: Contact }) {
  const { t } = useTranslation()
  const client = useClient()
  const toasts = useToasts()
  const [comparing, setComparing] = useState(false)
  const { data } = useQuery({
    queryKey: [...keys.contacts, 'suggestions', contact.id],
    queryFn: ({ signal }) => client.contacts.mergeSuggestions({ id: contact.id, limit: 1 }, { signal }),
  })
  const suggestion = data?.items[0]
  const other = suggestion?.contacts.find(({ id }) => id !== contact.id)
  const evidence = useEvidence()
  if (suggestion === undefined || other === undefined) return null
  const refuse = () => {
    client.contacts.dismissSuggestion({ ids: [contact.id, other.id] }).then(
      ({ actionId }) =>
        toasts.showUndo(t('contacts.didRefuse'), () => {
          client.actions
            .undo({ actionId })
            .catch((thrown: unknown) => toasts.show(toProblem(thrown).message, { tone: 'danger' }))
        }),
      (thrown: unknown) => toasts.show(toProblem(thrown).message, { tone: 'danger' }),
    )
  }
  return (
    <div className={c('merge')}>
      <Notice
        kind="info"
        icon={<Merge />}
        actions={
          <>
            <Button size="small" onPress={() => setComparing(true)}>
              {t('contacts.compare')}
            </Button>
            <Button size="small" look="quiet" onPress={refuse}>
              {t('contacts.notSame')}
            </Button>
          </>
        }
      >
        <b>{t('contacts.maybeSame', { name: other.displayName, address: other.address ?? '' })}</b>{' '}
        {suggestion.evidence.map(evidence).join(' · ')}
      </Notice>
      {comparing && <MergeDialog contact={contact} otherId={other.id} onClose={() => setComparing(false)} />}
    </div>
  )
}

export function useEvidence(): (evidence: ContactEvidence) => string {
  const { t } = useTranslation()
  return ({ kind, value }) => `${t(`contacts.evidence.${kind}`)}: ${value}`
}
