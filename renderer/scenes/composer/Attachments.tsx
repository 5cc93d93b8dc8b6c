import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { DraftAttachment } from '../../../core/defs/index.ts'
import { classNames, IconButton, ProgressBar } from '../../components/index.ts'
import { sizeText, useLocale } from '../../language/index.ts'
import styles from './composer.module.css'

const c = classNames(styles)

export interface Arriving {
  readonly key: number
  readonly name: string
  readonly sizeBytes: number
}

interface Props {
  readonly attachments: readonly DraftAttachment[]
  readonly arriving: readonly Arriving[]
  readonly onDetach: (id: string) => void
}

/** Files that go with the message, and those that are still being read. */
export function Attachments({ attachments, arriving, onDetach }: Props) {
  const { t } = useTranslation()
  const locale = useLocale()
  const files = attachments.filter(({ contentId }) => contentId === null)
  if (files.length + arriving.length === 0) return null
  return (
    <ul aria-label={t('composer.attachments')} className={c('attachments')}>
      {files.map(({ id, name, type, sizeBytes }) => (
        <li key={id} className={c('attachment')}>
          <span aria-hidden="true" className={c('kind', kindOf(name, type))}>
            {extension(name)}
          </span>
          <span className={c('about')}>
            <bdi className={c('name')}>{name}</bdi>
            <span className={c('size')}>{sizeText(sizeBytes, locale)}</span>
          </span>
          <IconButton label={t('composer.detach', { name })} onPress={() => onDetach(id)}>
            <X />
          </IconButton>
        </li>
      ))}
      {arriving.map(({ key, name, sizeBytes }) => (
        <li key={key} className={c('attachment')}>
          <span className={c('about')}>
            <bdi className={c('name')}>{name}</bdi>
            <span className={c('size')}>{t('composer.attaching', { size: sizeText(sizeBytes, locale) })}</span>
            <ProgressBar label={t('composer.attachingName', { name })} done={0} total={null} />
          </span>
        </li>
      ))}
    </ul>
  )
}

const extension = (name: string): string => (/\.([A-Za-z0-9]{1,4})$/.exec(name)?.[1] ?? '···').toUpperCase()

function kindOf(name: string, type: string): 'document' | 'picture' | 'archive' | 'other' {
  if (type.startsWith('image/')) return 'picture'
  if (/pdf|msword|officedocument|opendocument/.test(type)) return 'document'
  return /zip|compressed|x-tar/.test(type) || /\.(?:zip|gz|7z|rar)$/i.test(name) ? 'archive' : 'other'
}
