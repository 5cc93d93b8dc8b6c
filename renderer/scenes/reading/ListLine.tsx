import { useState } from 'react'
import { Button } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { MessageSummary } from '../../../core/defs/index.ts'
import { classNames, Dialog, Button as PlainButton } from '../../components/index.ts'
import { dayText, useLocale } from '../../language/index.ts'
import styles from './message.module.css'
import { useBody } from './use-body.ts'
import { useLeaving } from './use-leaving.ts'

const c = classNames(styles)

interface Props {
  readonly message: MessageSummary
  /** it pretends to be somebody else's: an answer would tell them that somebody reads it */
  readonly pretends: boolean
}

/** The list that a message came by, and the way out of it. */
export function ListLine({ message, pretends }: Props) {
  const { t } = useTranslation()
  const locale = useLocale()
  const { data: body } = useBody(message.id)
  const offered = !pretends && (body?.listUnsubscribe.length ?? 0) > 0
  const { offer, busy, leave } = useLeaving(message.id, offered)
  const [confirming, setConfirming] = useState(false)
  const way = offered ? (offer?.way ?? null) : null
  if (message.listId === null && way === null) return null
  return (
    <div className={c('list')}>
      {message.listId !== null && <bdi>{t('reading.mailingList', { name: message.listId })}</bdi>}
      {offer?.asked && way !== null && (
        <span>{t(`reading.leaving.asked.${offer.asked.way}`, { date: dayText(offer.asked.atMs, locale) })}</span>
      )}
      {way !== null && (
        <Button className={c('leave')} isDisabled={busy} onPress={() => setConfirming(true)}>
          {t(offer?.asked ? 'reading.leaving.again' : 'reading.leaving.offer')}
        </Button>
      )}
      {offer !== null && way !== null && (
        <Dialog
          title={t('reading.leaving.title', { list: offer.list })}
          isOpen={confirming}
          onClose={() => setConfirming(false)}
        >
          <p>{t(`reading.leaving.how.${way}`, { to: offer.to })}</p>
          {offer.unproven && <p>{t('reading.leaving.unproven')}</p>}
          <div className={c('leavingButtons')}>
            <PlainButton onPress={() => setConfirming(false)}>{t('common.cancel')}</PlainButton>
            <PlainButton
              look="primary"
              autoFocus
              onPress={() => {
                setConfirming(false)
                leave()
              }}
            >
              {t(`reading.leaving.do.${way}`)}
            </PlainButton>
          </div>
        </Dialog>
      )}
    </div>
  )
}
