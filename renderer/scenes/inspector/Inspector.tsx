import { X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames, IconButton, Segments } from '../../components/index.ts'
import { ImportanceWhy } from './ImportanceWhy.tsx'
import styles from './inspector.module.css'
import { PrivacyWhy } from './PrivacyWhy.tsx'

const c = classNames(styles)

export type Topic = 'privacy' | 'importance'

/** What the inspector explains: the message in hand, the discussion that it stands in, and the person who wrote it. */
export interface About {
  readonly messageId: string | null
  readonly discussionId: string | null
  /** null where nobody is a contact */
  readonly person: { readonly contactId: string; readonly name: string } | null
}

interface Props {
  readonly about: About
  readonly topic: Topic
  readonly onTopic: (topic: Topic) => void
  readonly onClose: () => void
}

type Subject = 'message' | 'discussion' | 'person'

/** Why something is as private or as important as it is: every point, where it comes from, and what would win more. */
export function Inspector({ about, topic, onTopic, onClose }: Props) {
  const { t } = useTranslation()
  const [wanted, setSubject] = useState<Subject>('message')
  const subjects = subjectsOf(about, topic)
  const subject = subjects.includes(wanted) ? wanted : subjects[0]
  const id = idOf(about, subject)
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
          onChange={onTopic}
        />
        <IconButton label={t('inspector.close')} hint="Esc" onPress={onClose}>
          <X />
        </IconButton>
      </header>
      <div className={c('body')}>
        {subjects.length > 1 && subject !== undefined && (
          <Segments
            label={t('inspector.of')}
            value={subject}
            choices={subjects.map((key) => ({
              key,
              label: key === 'person' ? (about.person?.name ?? '') : t(`inspector.subject.${key}`),
            }))}
            onChange={setSubject}
          />
        )}
        {subject === undefined || id === null ? (
          <p className={c('quiet')}>{t('inspector.nothing')}</p>
        ) : topic === 'privacy' ? (
          <PrivacyWhy key={`${subject} ${id}`} kind={subject === 'person' ? 'contact' : subject} id={id} />
        ) : (
          subject !== 'person' && <ImportanceWhy key={`${subject} ${id}`} kind={subject} id={id} />
        )}
      </div>
    </aside>
  )
}

function subjectsOf({ messageId, discussionId, person }: About, topic: Topic): Subject[] {
  return [
    ...(messageId === null ? [] : (['message'] as const)),
    ...(discussionId === null ? [] : (['discussion'] as const)),
    ...(person === null || topic === 'importance' ? [] : (['person'] as const)),
  ]
}

function idOf({ messageId, discussionId, person }: About, subject: Subject | undefined): string | null {
  switch (subject) {
    case 'message':
      return messageId
    case 'discussion':
      return discussionId
    case 'person':
      return person?.contactId ?? null
    case undefined:
      return null
  }
}
