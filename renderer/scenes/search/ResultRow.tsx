import { Paperclip } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Highlighted, SearchHit } from '../../../core/defs/index.ts'
import { Avatar, classNames, ImportanceNumber, PrivacyGlyph } from '../../components/index.ts'
import { rowTime, useLocale } from '../../language/index.ts'
import { Marked } from './Marked.tsx'
import styles from './search.module.css'

const c = classNames(styles)

/** A row of a grid with one tab stop, whose keys move the selection; virtual rows cannot stand in a table. */
const asRow = (index: number, selected: boolean, name: string, onSelect: () => void, onOpen: () => void) => ({
  role: 'row',
  'aria-rowindex': index + 1,
  'aria-selected': selected,
  'aria-label': name,
  onClick: onSelect,
  onDoubleClick: onOpen,
})
const asCell = { role: 'gridcell' } as const

interface Props {
  readonly hit: SearchHit
  /** undefined until the body was looked at; the excerpt stands in */
  readonly snippet: Highlighted | undefined
  readonly index: number
  readonly topPx: number
  readonly selected: boolean
  readonly onSelect: () => void
  readonly onOpen: () => void
}

/** A message that was found: who, when, the subject, two lines around the hit. */
export function ResultRow({ hit, snippet, index, topPx, selected, onSelect, onOpen }: Props) {
  const { t } = useTranslation()
  const locale = useLocale()
  const { message, subject, file } = hit
  const from = message.participants.find(({ type }) => type === 'from')
  const who = from?.label || from?.address || t('common.unknownSender')
  const time = rowTime(message.sortMs, Date.now(), locale)
  const lines = snippet && snippet.text !== '' ? snippet : hit.snippet
  const name = [message.flags.seen ? '' : t('search.unread'), who, message.subject || t('common.noSubject'), time]
  return (
    <div
      {...asRow(index, selected, name.filter(Boolean).join(', '), onSelect, onOpen)}
      className={c('row', selected && 'selected', !message.flags.seen && 'unread')}
      style={{ transform: `translateY(${topPx}px)` }}
    >
      <div {...asCell} className={c('cell')}>
        <Avatar label={from?.label ?? ''} address={from?.address ?? ''} machine={message.listId !== null} />
        <span className={c('lines')}>
          <span className={c('first')}>
            <bdi className={c('who')}>{who}</bdi>
            <time className={c('time')}>{time}</time>
          </span>
          <span className={c('subject')} dir="auto">
            {subject.text === '' ? t('common.noSubject') : <Marked of={subject} />}
          </span>
          <span className={c('third')}>
            <span className={c('snippet')}>
              {file !== null && <span className={c('file')}>{t('search.inFile', { name: file })}</span>}
              <Marked of={lines} />
            </span>
            <span className={c('marks')}>
              {message.attachments.length > 0 && <Paperclip />}
              <ImportanceNumber level={message.importance} />
              <PrivacyGlyph index={message.privacy} />
            </span>
          </span>
        </span>
      </div>
    </div>
  )
}
