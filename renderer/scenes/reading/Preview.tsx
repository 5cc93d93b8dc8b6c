import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Attachment } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import { Button, classNames, Dialog, ErrorNotice } from '../../components/index.ts'
import { previewKind } from './attachment-kind.ts'
import styles from './attachments.module.css'

const c = classNames(styles)

interface Props {
  readonly messageId: string
  readonly file: Attachment
  readonly onClose: () => void
  readonly onSave: () => void
}

/** A file shown within the window, as what it was taken for: a picture is never a page. */
export function Preview({ messageId, file, onClose, onSave }: Props) {
  const { t } = useTranslation()
  const client = useClient()
  const { data, error } = useQuery({
    queryKey: keys.attachment(messageId, file.index),
    queryFn: ({ signal }) => client.messages.attachment({ id: messageId, index: file.index }, { signal }),
    gcTime: 0, // files are large, and opened once
  })
  return (
    <Dialog title={file.name || t('reading.unnamed')} isOpen onClose={onClose} wide>
      <div className={c('preview')}>
        {error ? (
          <ErrorNotice error={error} />
        ) : data ? (
          <Content bytes={data.bytes} file={file} />
        ) : (
          <p role="status">{t('common.loading')}</p>
        )}
      </div>
      <div className={c('buttons')}>
        <Button onPress={onSave}>{t('reading.save')}</Button>
        <Button look="primary" onPress={onClose}>
          {t('common.close')}
        </Button>
      </div>
    </Dialog>
  )
}

function Content({ bytes, file }: { readonly bytes: Uint8Array; readonly file: Attachment }) {
  const kind = previewKind(file.type, file.name)
  const address = useMemo(() => {
    // Forced: a type that the sender claims could make a page of it.
    const type = kind === 'pdf' ? 'application/pdf' : file.type.startsWith('image/') ? file.type : 'image/png'
    return URL.createObjectURL(new Blob([Uint8Array.from(bytes)], { type }))
  }, [bytes, kind, file.type])
  useEffect(() => () => URL.revokeObjectURL(address), [address])
  if (kind === 'image') return <img src={address} alt={file.name} />
  if (kind === 'pdf') return <iframe src={address} title={file.name} />
  return <textarea readOnly dir="auto" aria-label={file.name} value={new TextDecoder().decode(bytes)} />
}
