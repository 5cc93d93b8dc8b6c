import { ChevronDown } from 'lucide-react'
import { useId, useState } from 'react'
import { Button } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { MessageSummary } from '../../../core/defs/index.ts'
import { classNames } from '../../components/index.ts'
import { fullDate, useLocale } from '../../language/index.ts'
import styles from './message.module.css'

const c = classNames(styles)

const shownTypes = ['from', 'reply-to', 'to', 'cc', 'bcc'] as const

/** "to you and Jonas", which opens to everybody with their addresses. */
export function Recipients({ message, summary }: { readonly message: MessageSummary; readonly summary: string }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const [open, setOpen] = useState(false)
  const listId = useId()
  return (
    <>
      <Button
        className={c('to', open && 'open')}
        aria-expanded={open}
        aria-controls={listId}
        onPress={() => setOpen(!open)}
      >
        <span>{summary ? t('reading.to', { names: summary }) : t('reading.noRecipients')}</span>
        <ChevronDown />
      </Button>
      {open && (
        <dl id={listId} className={c('people')}>
          {shownTypes.map((type) => {
            const people = message.participants.filter((person) => person.type === type)
            if (people.length === 0) return null
            return (
              <div key={type}>
                <dt>{t(`reading.field.${type}`)}</dt>
                <dd>
                  {people.map((person) => (
                    <span key={person.address}>
                      {person.label && <bdi>{person.label} </bdi>}
                      <span className={c('address')}>{person.address}</span>
                    </span>
                  ))}
                </dd>
              </div>
            )
          })}
          <div>
            <dt>{t('reading.field.date')}</dt>
            <dd>{fullDate(message.dateMs, locale)}</dd>
          </div>
        </dl>
      )}
    </>
  )
}
