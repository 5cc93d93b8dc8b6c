import { useTranslation } from 'react-i18next'
import type { OutboxItem } from '../../../core/defs/index.ts'
import { classNames } from '../../components/index.ts'
import { useLocale } from '../../language/index.ts'
import styles from './drafts.module.css'

const c = classNames(styles)

/** Up to this long before, a message counts its seconds; beyond, it names the time. */
const COUNTDOWN_MS = 90_000

const SEND_TIME = { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const

/** What an item is doing, in words. */
export function useOutboxWords(): { state(item: OutboxItem, nowMs: number): string } {
  const { t } = useTranslation()
  const locale = useLocale()
  return {
    state: (item, nowMs) => {
      if (item.state === 'failed') return t('composer.outbox.failed')
      if (item.state === 'sending') return t('composer.outbox.sending')
      if (item.state === 'sent') return t('composer.outbox.sent')
      const leftMs = item.sendAtMs - nowMs
      if (leftMs <= 0) return t(item.attempts > 0 ? 'composer.outbox.waiting' : 'composer.outbox.sending')
      if (leftMs < COUNTDOWN_MS) return t('composer.outbox.leavesIn', { count: Math.ceil(leftMs / 1000) })
      return new Intl.DateTimeFormat(locale, SEND_TIME).format(item.sendAtMs)
    },
  }
}

/** The state of an item of the outbox. */
export function StateTag({ item, nowMs }: { readonly item: OutboxItem; readonly nowMs: number }) {
  const words = useOutboxWords()
  const failed = item.state === 'failed'
  const soon =
    item.state === 'sending' ||
    (item.state === 'waiting' && item.sendAtMs - nowMs < COUNTDOWN_MS && item.attempts === 0)
  return <span className={c('tag', failed ? 'tagDanger' : soon && 'tagAccent')}>{words.state(item, nowMs)}</span>
}
