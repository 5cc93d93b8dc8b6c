import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { MessageSummary } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import { Button, classNames, Dialog, ErrorNotice } from '../../components/index.ts'
import { saveFile } from '../../window/index.ts'
import styles from './attachments.module.css'

const c = classNames(styles)

/** More than this stalls the window for what nobody reads on screen; the whole can be saved. */
const shownBytes = 1_000_000

/** The bytes of a message, as text. */
export function SourceDialog({ message, onClose }: { readonly message: MessageSummary; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const client = useClient()
  const { data, error } = useQuery({
    queryKey: keys.raw(message.id),
    queryFn: ({ signal }) => client.messages.raw({ id: message.id }, { signal }),
    gcTime: 0,
  })
  return (
    <Dialog
      title={t('reading.sourceOf', { subject: message.subject || t('common.noSubject') })}
      isOpen
      onClose={onClose}
      wide
    >
      <div className={c('preview')}>
        {error ? (
          <ErrorNotice error={error} />
        ) : data ? (
          <textarea
            readOnly
            aria-label={t('reading.viewSource')}
            value={new TextDecoder('latin1').decode(data.bytes.subarray(0, shownBytes))}
          />
        ) : (
          <p role="status">{t('common.loading')}</p>
        )}
      </div>
      {data && data.bytes.length > shownBytes && <p>{t('reading.sourceCut')}</p>}
      <div className={c('buttons')}>
        <Button isDisabled={!data} onPress={() => data && saveFile(data)}>
          {t('reading.saveSource')}
        </Button>
        <Button look="primary" onPress={onClose}>
          {t('common.close')}
        </Button>
      </div>
    </Dialog>
  )
}
