import { Paperclip } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Draft } from '../../../core/defs/index.ts'
import { Avatar, classNames } from '../../components/index.ts'
import { rowTime, useLocale } from '../../language/index.ts'
import { Link } from '../../routing/index.ts'
import { ownWords } from '../../window/index.ts'
import styles from './drafts.module.css'

const c = classNames(styles)

export function DraftRow({ draft, current }: { readonly draft: Draft; readonly current: boolean }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const [first] = draft.to
  const people = [...draft.to, ...draft.cc, ...draft.bcc].map((person) => person.label || person.address).join(', ')
  const subject = draft.subject || t('common.noSubject')
  return (
    <li>
      <Link to={{ name: 'draft', id: draft.id }} className={c('row')} aria-current={current ? 'true' : undefined}>
        <Avatar label={first?.label ?? ''} address={first?.address ?? ''} />
        <span className={c('lines')}>
          <span className={c('first')}>
            <bdi className={c('who')}>{people || t('drafts.nobody')}</bdi>
            <time dateTime={new Date(draft.updatedAtMs).toISOString()}>
              {rowTime(draft.updatedAtMs, Date.now(), locale)}
            </time>
          </span>
          <span className={c('subject')} dir="auto">
            {subject}
          </span>
          <span className={c('third')} dir="auto">
            <span className={c('words')}>{ownWords(draft.text).slice(0, 200)}</span>
            {draft.attachments.length > 0 && <Paperclip />}
          </span>
        </span>
      </Link>
    </li>
  )
}
