import { Check, Paperclip } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Recipient } from '../../../core/defs/index.ts'
import { Avatar, classNames, ErrorNotice } from '../../components/index.ts'
import { rowTime, useLocale } from '../../language/index.ts'
import { Link } from '../../routing/index.ts'
import styles from './drafts.module.css'
import { StateTag, useOutboxWords } from './StateTag.tsx'
import type { Outbox } from './use-outbox.ts'
import { useSeconds } from './use-seconds.ts'

const c = classNames(styles)

/** Three groups: being written, outbox, needs you. Never hidden by any filter. */
export function OutboxList({ outbox, openId }: { readonly outbox: Outbox; readonly openId: string | null }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const words = useOutboxWords()
  const { drafts, waiting, failed, isKnown, error } = outbox
  const nowMs = useSeconds(waiting.length > 0)
  const list = useRef<HTMLDivElement>(null)
  const total = drafts.length + waiting.length + failed.length
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' })

  const onKey = (event: KeyboardEvent) => {
    const step =
      event.key === 'ArrowDown' || event.key === 'j' ? 1 : event.key === 'ArrowUp' || event.key === 'k' ? -1 : 0
    if (step === 0 || event.ctrlKey || event.metaKey || event.altKey) return
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('a') ?? [])]
    const at = rows.findIndex((row) => row === document.activeElement)
    rows[Math.min(rows.length - 1, Math.max(0, at + step))]?.focus()
    event.preventDefault()
    event.stopPropagation()
  }
  const items = (group: readonly (typeof waiting)[number][]) =>
    group.map((item) => (
      <Row
        key={item.id}
        id={item.id}
        open={item.id === openId}
        people={item.recipients}
        subject={item.subject}
        time={rowTime(item.createdAtMs, nowMs, locale)}
        files={item.draft.attachments.length}
        state={words.state(item, nowMs)}
      >
        <StateTag item={item} nowMs={nowMs} />
      </Row>
    ))
  return (
    <section aria-label={t('composer.outbox.title')} data-pane="list" className={c('list')}>
      <header className={c('head')}>
        <h1>{t('composer.outbox.title')}</h1>
        {total > 0 && <span className={c('quiet')}>{total}</span>}
      </header>
      {error && (
        <div className={c('error')}>
          <ErrorNotice error={error} />
        </div>
      )}
      {isKnown && total === 0 && <p className={c('nothing')}>{t('composer.outbox.empty')}</p>}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys walk the links in it */}
      <div ref={list} className={c('rows')} onKeyDown={onKey}>
        <Group name={t('composer.outbox.drafts')} count={drafts.length}>
          {drafts.map((draft) => (
            <Row
              key={draft.id}
              id={draft.id}
              open={draft.id === openId}
              people={[...draft.to, ...draft.cc, ...draft.bcc]}
              subject={draft.subject}
              time={rowTime(draft.updatedAtMs, nowMs, locale)}
              files={draft.attachments.filter(({ contentId }) => contentId === null).length}
              state={t('composer.outbox.draft')}
            >
              <span className={c('accent')}>{t('composer.outbox.draft')}</span>
              {` · ${t('composer.outbox.savedAt', { time: time.format(draft.updatedAtMs) })}`}
            </Row>
          ))}
        </Group>
        <Group name={t('composer.outbox.outbox')} count={waiting.length}>
          {items(waiting)}
        </Group>
        <Group name={t('composer.outbox.needsYou')} count={failed.length} danger>
          {items(failed)}
        </Group>
      </div>
      <footer className={c('foot')}>
        <Check />
        {t('composer.outbox.kept')}
      </footer>
    </section>
  )
}

interface GroupProps {
  readonly name: string
  readonly count: number
  readonly danger?: boolean
  readonly children: ReactNode
}

function Group({ name, count, danger = false, children }: GroupProps) {
  if (count === 0) return null
  return (
    <section aria-label={name}>
      <h2 className={c('group', danger && 'danger')}>
        <span>{name}</span>
        <span>{count}</span>
      </h2>
      <ul>{children}</ul>
    </section>
  )
}

interface RowProps {
  readonly id: string
  readonly open: boolean
  readonly people: readonly Recipient[]
  readonly subject: string
  readonly time: string
  readonly files: number
  /** in words, for the name of the row */
  readonly state: string
  readonly children: ReactNode
}

function Row({ id, open, people, subject, time, files, state, children }: RowProps) {
  const { t } = useTranslation()
  const first = people[0]
  const name = first ? first.label || first.address : t('composer.outbox.toNobody')
  const who = people.length > 1 ? t('composer.outbox.more', { name, count: people.length - 1 }) : name
  const title = subject || t('common.noSubject')
  return (
    <li className={c('row', open && 'on')}>
      <Link
        to={{ name: 'draft', id }}
        aria-current={open ? 'true' : undefined}
        aria-label={[state, who, title, time].join(', ')}
        className={c('link')}
      >
        <Avatar label={first?.label ?? ''} address={first?.address ?? ''} />
        <span className={c('lines')}>
          <span className={c('first')}>
            <bdi className={c('who')}>{who}</bdi>
            <time className={c('time')}>{time}</time>
          </span>
          <bdi className={c('subject')}>{title}</bdi>
          <span className={c('third')}>
            <span className={c('state')}>{children}</span>
            {files > 0 && <Paperclip />}
          </span>
        </span>
      </Link>
    </li>
  )
}
