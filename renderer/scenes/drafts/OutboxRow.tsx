import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutboxItem } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import { Button, classNames, ErrorNotice, Notice } from '../../components/index.ts'
import { momentText, useLocale } from '../../language/index.ts'
import { navigate } from '../../routing/index.ts'
import { useToasts } from '../../window/index.ts'
import styles from './drafts.module.css'

const c = classNames(styles)

/** What is on its way, or could not leave and why; what can be done about it. */
export function OutboxRow({ item }: { readonly item: OutboxItem }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const client = useClient()
  const queries = useQueryClient()
  const toasts = useToasts()
  const told = (error: Error) => toasts.show(error.message, { tone: 'danger' })
  const renew = () => void queries.invalidateQueries({ queryKey: keys.outbox })
  const edit = useMutation({
    mutationFn: () => client.outbox.cancel({ id: item.id }),
    onSuccess: (draft) => {
      renew()
      navigate({ name: 'draft', id: draft.id })
    },
    onError: told,
  })
  const retry = useMutation({ mutationFn: () => client.outbox.retry({ id: item.id }), onSuccess: renew, onError: told })
  const failed = item.state === 'failed'
  const late = item.state === 'late'
  return (
    <li className={c('item')}>
      <div className={c('first')}>
        <bdi className={c('who')}>{item.recipients.map((person) => person.label || person.address).join(', ')}</bdi>
        <State item={item} />
      </div>
      <div className={c('subject')} dir="auto">
        {item.subject || t('common.noSubject')}
      </div>
      {late && (
        <Notice kind="warn">
          {t('drafts.lateText', { time: momentText(item.chosenAtMs ?? item.sendAtMs, locale) })}
        </Notice>
      )}
      {item.problem && !late && <ErrorNotice error={item.problem} />}
      <div className={c('buttons')}>
        {item.state !== 'sending' && (
          <Button size="small" onPress={() => edit.mutate()}>
            {t('drafts.edit')}
          </Button>
        )}
        {item.state !== 'sending' && (
          <Button size="small" look={failed || late ? 'primary' : 'plain'} onPress={() => retry.mutate()}>
            {t(failed ? 'common.retry' : 'drafts.sendNow')}
          </Button>
        )}
      </div>
    </li>
  )
}

const secondMs = 1000
/** Up to here the seconds are counted down; beyond, the time itself says more. */
const countedDownMs = 60_000

function State({ item }: { readonly item: OutboxItem }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const [nowMs, setNowMs] = useState(Date.now)
  const waiting = item.state === 'waiting'
  useEffect(() => {
    if (!waiting) return
    const timer = setInterval(() => setNowMs(Date.now()), secondMs)
    return () => clearInterval(timer)
  }, [waiting])
  const leftMs = item.sendAtMs - nowMs
  const words =
    item.state === 'failed' || item.state === 'late'
      ? t('drafts.notSent')
      : item.state === 'sending'
        ? t('drafts.sending')
        : leftMs <= 0 || item.problem // it was tried: the time is that of the next attempt
          ? t('drafts.waiting')
          : leftMs <= countedDownMs
            ? t('drafts.leavesIn', { count: Math.ceil(leftMs / secondMs) })
            : t('drafts.leavesAt', { time: momentText(item.sendAtMs, locale) })
  return <span className={c('state', (item.state === 'failed' || item.state === 'late') && 'failed')}>{words}</span>
}
