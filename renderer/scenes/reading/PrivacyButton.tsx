import { ChevronRight } from 'lucide-react'
import { Button } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { PrivacyIndex } from '../../../core/defs/index.ts'
import { classNames, PrivacyGlyph, privacyWord, usePrivacyName } from '../../components/index.ts'
import { type InspectorSubject, useInspector } from '../../window/index.ts'
import styles from './reading.module.css'

const c = classNames(styles)

interface Props {
  readonly index: PrivacyIndex | null
  readonly subject: InspectorSubject
}

/** How private what is read is, in a word; it opens to the reasons. */
export function PrivacyButton({ index, subject }: Props) {
  const { t } = useTranslation()
  const name = usePrivacyName()(index)
  const { shown, open, close } = useInspector()
  const isOpen = shown !== null && shown.topic === 'privacy'
  return (
    <Button
      className={c('privacy', isOpen && 'on')}
      aria-expanded={isOpen}
      aria-label={t('reading.privacyButton', { name })}
      onPress={() => (isOpen ? close() : open(subject))}
    >
      <PrivacyGlyph index={index} coloured decorative />
      <span>
        {index === null ? t('common.privacy.notRated') : t(`common.privacy.word.${privacyWord(index.overall)}`)}
      </span>
      <ChevronRight />
    </Button>
  )
}
