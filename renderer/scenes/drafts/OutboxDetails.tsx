import { useTranslation } from 'react-i18next'
import type { OutboxItem } from '../../../core/defs/index.ts'
import { Button, classNames, ErrorNotice } from '../../components/index.ts'
import styles from './drafts.module.css'
import { StateTag } from './StateTag.tsx'
import type { Outbox } from './use-outbox.ts'
import { useSeconds } from './use-seconds.ts'

const c = classNames(styles)

/** A message that has left the composer: what it is doing, and what can still be done about it. */
export function OutboxDetails({ item, outbox }: { readonly item: OutboxItem; readonly outbox: Outbox }) {
  const { t } = useTranslation()
  const nowMs = useSeconds(item.state === 'waiting')
  const failed = item.state === 'failed'
  const canChange = failed || item.state === 'waiting'
  return (
    <article aria-label={t('composer.outbox.about')} className={c('details')}>
      <h2 className={c('title')}>
        <bdi>{item.subject || t('common.noSubject')}</bdi>
      </h2>
      <p className={c('quiet')}>
        {t('composer.to')} <bdi>{item.recipients.map(({ label, address }) => label || address).join(', ')}</bdi>
      </p>
      <p>
        <StateTag item={item} nowMs={nowMs} />
      </p>
      {item.problem && <ErrorNotice error={item.problem} />}
      {canChange && (
        <div className={c('buttons')}>
          <Button look={failed ? 'primary' : 'plain'} onPress={() => outbox.edit(item.id)}>
            {t(failed ? 'composer.outbox.edit' : 'composer.outbox.takeBack')}
          </Button>
          {(failed || item.attempts > 0) && (
            <Button onPress={() => outbox.retry(item.id)}>{t('composer.outbox.retry')}</Button>
          )}
          {failed && (
            <Button look="quiet" onPress={() => outbox.forget(item.id)}>
              {t('composer.outbox.forget')}
            </Button>
          )}
        </div>
      )}
      <pre className={c('text')}>{item.draft.text}</pre>
    </article>
  )
}
