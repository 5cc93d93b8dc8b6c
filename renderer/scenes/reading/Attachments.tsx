import { Download } from 'lucide-react'
import { useState } from 'react'
import { Button } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { Attachment, MessageSummary } from '../../../core/defs/index.ts'
import { useClient } from '../../client/index.ts'
import { ConfirmDialog, classNames, IconButton } from '../../components/index.ts'
import { sizeText, useLocale } from '../../language/index.ts'
import { useSave } from '../../window/index.ts'
import { extensionOf, isRisky, previewKind, tileText } from './attachment-kind.ts'
import styles from './attachments.module.css'
import { Preview } from './Preview.tsx'

const c = classNames(styles)

interface Props {
  readonly message: MessageSummary
  /** pictures that stand within the HTML are not listed beside it */
  readonly html: boolean
}

export function Attachments({ message, html }: Props) {
  const { t } = useTranslation()
  const client = useClient()
  const save = useSave()
  const [previewed, setPreviewed] = useState<Attachment | null>(null)
  const [doubted, setDoubted] = useState<Attachment | null>(null)
  const files = message.attachments.filter((file) => !(html && file.inline && file.contentId !== null))
  if (files.length === 0) return null
  const keep = (file: Attachment) => save(() => client.messages.attachment({ id: message.id, index: file.index }))
  const saveOrAsk = (file: Attachment) => (isRisky(file.name) ? setDoubted(file) : keep(file))
  return (
    <>
      <ul className={c('files')} aria-label={t('timeline.attachments', { count: files.length })}>
        {files.map((file) => (
          <Tile
            key={file.index}
            file={file}
            pending={message.bodyState === 'pending'}
            onOpen={() => (previewKind(file.type, file.name) ? setPreviewed(file) : saveOrAsk(file))}
            onSave={() => saveOrAsk(file)}
          />
        ))}
      </ul>
      {previewed && (
        <Preview
          messageId={message.id}
          file={previewed}
          onClose={() => setPreviewed(null)}
          onSave={() => saveOrAsk(previewed)}
        />
      )}
      {doubted && (
        <ConfirmDialog
          isOpen
          title={t('reading.riskyTitle', { name: doubted.name })}
          text={t('reading.riskyText', { extension: extensionOf(doubted.name) })}
          action={t('reading.riskySave')}
          onConfirm={() => keep(doubted)}
          onClose={() => setDoubted(null)}
        />
      )}
    </>
  )
}

interface TileProps {
  readonly file: Attachment
  readonly pending: boolean
  readonly onOpen: () => void
  readonly onSave: () => void
}

function Tile({ file, pending, onOpen, onSave }: TileProps) {
  const { t } = useTranslation()
  const locale = useLocale()
  const name = file.name || t('reading.unnamed')
  const canShow = previewKind(file.type, file.name) !== null
  return (
    <li className={c('tile')}>
      <Button className={c('open')} onPress={onOpen}>
        <span className="visually-hidden">{t(canShow ? 'reading.open' : 'reading.save')}</span>
        <span
          aria-hidden="true"
          data-letters={tileText(file.name, file.type)}
          className={c('kind', previewKind(file.type, file.name) ?? 'other')}
        />
        <span className={c('facts')}>
          <bdi className={c('name')}>{name}</bdi>
          <span className={c('size')}>
            {sizeText(file.sizeBytes, locale)} · {t(pending ? 'reading.notDownloaded' : 'reading.onThisComputer')}
          </span>
        </span>
      </Button>
      <IconButton label={t('reading.saveFile', { name })} onPress={onSave}>
        <Download />
      </IconButton>
    </li>
  )
}
