import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useClient } from '../../client/index.ts'
import { Button, classNames, Dialog, ErrorNotice } from '../../components/index.ts'
import { fullDate, useLocale } from '../../language/index.ts'
import styles from './composer.module.css'

const c = classNames(styles)
const SHOWN = 100

interface Props {
  readonly draftId: string
  readonly revision: number
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onRestore: (revisionId: string) => void
}

/** Earlier states of a draft, kept 30 days, to look at and go back to. */
export function Revisions({ draftId, revision, isOpen, onClose, onRestore }: Props) {
  const { t } = useTranslation()
  const locale = useLocale()
  const client = useClient()
  const { data, error } = useQuery({
    queryKey: ['drafts', 'revisions', draftId, revision],
    queryFn: ({ signal }) => client.drafts.revisions({ id: draftId, limit: SHOWN }, { signal }),
    enabled: isOpen,
  })
  return (
    <Dialog title={t('composer.revisions')} isOpen={isOpen} onClose={onClose}>
      {error && <ErrorNotice error={error} />}
      {data?.items.length === 0 && <p>{t('composer.noRevisions')}</p>}
      <ol className={c('revisions')}>
        {data?.items.map((item) => (
          <li key={item.id}>
            <span className={c('about')}>
              <b>{t('composer.revision', { number: item.revision })}</b>
              <span className={c('size')}>{fullDate(item.savedAtMs, locale)}</span>
              <bdi className={c('excerpt')}>{item.text.slice(0, 300) || t('composer.emptyText')}</bdi>
            </span>
            <Button
              size="small"
              onPress={() => {
                onRestore(item.id)
                onClose()
              }}
            >
              {t('composer.restore')}
            </Button>
          </li>
        ))}
      </ol>
    </Dialog>
  )
}
