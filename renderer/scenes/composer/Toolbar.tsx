import { Bold, Italic, Link, List, ListOrdered, Paperclip, TextQuote, Type, Underline } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames, IconButton } from '../../components/index.ts'
import { chordText, isMac } from '../../keyboard/index.tsx'
import styles from './composer.module.css'
import type { Format } from './Editor.tsx'

const c = classNames(styles)

interface Props {
  readonly formats: ReadonlySet<Format>
  readonly plain: boolean
  /** few buttons, for the reply at the foot of a discussion */
  readonly compact: boolean
  readonly onFormat: (format: Format) => void
  readonly onPlain: () => void
  readonly onAttach: () => void
}

const BUTTONS: readonly { format: Format; icon: ReactNode; key: string; compact: boolean }[] = [
  { format: 'bold', icon: <Bold />, key: 'mod+b', compact: true },
  { format: 'italic', icon: <Italic />, key: 'mod+i', compact: true },
  { format: 'underline', icon: <Underline />, key: 'mod+u', compact: false },
  { format: 'bullets', icon: <List />, key: 'mod+shift+8', compact: true },
  { format: 'numbers', icon: <ListOrdered />, key: 'mod+shift+7', compact: false },
  { format: 'quote', icon: <TextQuote />, key: 'mod+shift+9', compact: true },
  { format: 'link', icon: <Link />, key: 'mod+k', compact: true },
]

export function Toolbar({ formats, plain, compact, onFormat, onPlain, onAttach }: Props) {
  const { t } = useTranslation()
  const mac = isMac()
  return (
    <div role="toolbar" aria-label={t('composer.toolbar')} className={c('toolbar')}>
      {!plain &&
        BUTTONS.filter((button) => button.compact || !compact).map(({ format, icon, key }) => (
          <IconButton
            key={format}
            label={t(`composer.format.${format}`)}
            hint={chordText(key, mac).join('')}
            on={formats.has(format)}
            preventFocusOnPress
            onPress={() => onFormat(format)}
          >
            {icon}
          </IconButton>
        ))}
      <IconButton label={t(plain ? 'composer.withForm' : 'composer.plain')} on={plain} onPress={onPlain}>
        <Type />
      </IconButton>
      <IconButton label={t('composer.attach')} onPress={onAttach}>
        <Paperclip />
      </IconButton>
    </div>
  )
}
