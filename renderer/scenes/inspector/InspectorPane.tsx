import { X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames, IconButton, Segments } from '../../components/index.ts'
import { useInspector } from '../../window/index.ts'
import { ImportanceWhy } from './ImportanceWhy.tsx'
import styles from './inspector.module.css'
import { PrivacyWhy } from './PrivacyWhy.tsx'
import { type About, useAbout } from './use-about.ts'

const c = classNames(styles)

type Side = 'message' | 'discussion' | 'person'

/** Why something is as private or as important as it is: every point, where it comes from, and what would win more. */
export function InspectorPane() {
  const { t } = useTranslation()
  const { shown, open, close } = useInspector()
  const about = useAbout(shown?.subject ?? null)
  // Which side is looked at stays while one message after the other is read.
  const [wanted, setSide] = useState<Side>('message')
  if (shown === null) return null
  const { topic } = shown
  const sides = sidesOf(about, topic === 'privacy')
  const side = sides.includes(wanted) ? wanted : sides[0]
  return (
    <aside aria-label={t('inspector.name')} data-pane="inspector" className={c('inspector')}>
      <header className={c('head')}>
        <Segments
          label={t('inspector.topic')}
          value={topic}
          choices={[
            { key: 'privacy', label: t('inspector.privacy') },
            { key: 'importance', label: t('inspector.importance') },
          ]}
          onChange={(next) => open(shown.subject, next)}
        />
        <IconButton label={t('inspector.close')} hint="Esc" onPress={close}>
          <X />
        </IconButton>
      </header>
      <div className={c('body')}>
        {sides.length > 1 && side !== undefined && (
          <Segments
            label={t('inspector.of')}
            value={side}
            choices={sides.map((key) => ({
              key,
              label: key === 'person' ? (about.person?.name ?? '') : t(`inspector.subject.${key}`),
            }))}
            onChange={setSide}
          />
        )}
        <Why about={about} side={side} importance={topic === 'importance'} />
      </div>
    </aside>
  )
}

interface WhyProps {
  readonly about: About
  readonly side: Side | undefined
  readonly importance: boolean
}

function Why({ about, side, importance }: WhyProps) {
  const { t } = useTranslation()
  const { messageId, discussionId, person } = about
  if (side === 'message' && messageId !== null) {
    return importance ? (
      <ImportanceWhy key={messageId} kind="message" id={messageId} />
    ) : (
      <PrivacyWhy key={messageId} kind="message" id={messageId} />
    )
  }
  if (side === 'discussion' && discussionId !== null) {
    return importance ? (
      <ImportanceWhy key={discussionId} kind="discussion" id={discussionId} />
    ) : (
      <PrivacyWhy key={discussionId} kind="discussion" id={discussionId} />
    )
  }
  if (side === 'person' && person !== null) return <PrivacyWhy key={person.id} kind="contact" id={person.id} />
  return <p className={c('quiet')}>{t('inspector.nothing')}</p>
}

/** People have no importance of their own. */
function sidesOf({ messageId, discussionId, person }: About, withPeople: boolean): Side[] {
  const sides: Side[] = []
  if (messageId !== null) sides.push('message')
  if (discussionId !== null) sides.push('discussion')
  if (person !== null && withPeople) sides.push('person')
  return sides
}
