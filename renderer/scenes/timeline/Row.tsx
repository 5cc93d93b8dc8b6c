import { useQuery } from '@tanstack/react-query'
import { Archive, Mail, MailOpen, Paperclip, Star, Trash2 } from 'lucide-react'
import { type MouseEvent, memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tag } from '../../../core/defs/index.ts'
import { isDiscussion, keys, type ListItem, type RowKind, useClient } from '../../client/index.ts'
import {
  Avatar,
  classNames,
  IconButton,
  ImportanceNumber,
  PrivacyGlyph,
  TagChip,
  TagDot,
  usePrivacyWords,
} from '../../components/index.ts'
import { fullDate, plainLevel, rowTime, useLocale } from '../../language/index.ts'
import { type Actions, onRows } from '../../window/index.ts'
import { faceOf, isMachine, isOnlyOwn, recipientsOf, titleOf, together, useTitleWords } from '../reading/index.tsx'
import styles from './row.module.css'
import { rowName } from './row-name.ts'
import { saidBy } from './said-by.ts'

const c = classNames(styles)

export interface RowProps {
  readonly item: ListItem
  readonly kind: RowKind
  readonly index: number
  readonly top: number
  /** no line above: it stands right under a heading */
  readonly first: boolean
  readonly nowMs: number
  readonly own: ReadonlySet<string>
  readonly tags: ReadonlyMap<string, Pick<Tag, 'name' | 'colour'>>
  readonly draftText: string | null
  readonly dense: boolean
  readonly opened: boolean
  readonly current: boolean
  readonly selected: boolean
  readonly selecting: boolean
  readonly actions: Actions
  readonly onPress: (id: string, event: MouseEvent) => void
  readonly onToggle: (id: string) => void
  readonly onMenu: (id: string, event: MouseEvent) => void
}

export const rowId = (id: string): string => `row-${id}`

/** One discussion or thread in a list: who, when, what about, what was said last, how private and how important. */
export const Row = memo(function Row(props: RowProps) {
  const words = useTitleWords()
  const { item, own } = props
  return isOnlyOwn(item, own) ? <SentRow {...props} /> : <RowOf {...props} who={titleOf(item, own, words)} />
})

/** A thread that only the user wrote in is known by whom it went to. */
function SentRow(props: RowProps) {
  const { t } = useTranslation()
  const client = useClient()
  const words = useTitleWords()
  const { item, own } = props
  const { data } = useQuery({
    queryKey: keys.message(item.lastMessageId),
    queryFn: ({ signal }) => client.messages.get({ id: item.lastMessageId }, { signal }),
  })
  const names = data ? recipientsOf(data).map(({ label, address }) => label.trim() || address) : []
  const who =
    names.length > 0 ? t('timeline.to', { names: together(names, names.length, words) }) : titleOf(item, own, words)
  return <RowOf {...props} who={who} />
}

function RowOf(props: RowProps & { readonly who: string }) {
  const { item, index, top, nowMs, own, dense, opened, current, selected, selecting, who } = props
  const { t } = useTranslation()
  const locale = useLocale()
  const name = useRowName(props)
  // Actions exist on the row that is pointed at, not on all: a fast scroll would make and drop hundreds of buttons.
  const [pointed, setPointed] = useState(false)
  const face = faceOf(item, own)
  const number = isDiscussion(item) ? item.unread : item.count
  const on = selecting ? selected : opened
  const subject = item.subject || t('common.noSubject')
  return (
    <tr
      id={rowId(item.id)}
      tabIndex={-1}
      aria-rowindex={index + 1}
      aria-selected={on}
      aria-label={name}
      className={c(
        'row',
        dense && 'dense',
        props.first && 'leading',
        item.unread > 0 && 'unread',
        on && 'on',
        current && 'current',
      )}
      style={{ transform: `translateY(${top}px)` }}
      onClick={(event) => props.onPress(item.id, event)}
      onContextMenu={(event) => props.onMenu(item.id, event)}
      onPointerEnter={(event) => setPointed(event.pointerType === 'mouse')}
      onPointerLeave={() => setPointed(false)}
    >
      <td className={c('cell')}>
        <button
          type="button"
          tabIndex={-1}
          className={c('face')}
          aria-label={t('timeline.select', { who })}
          onClick={(event) => {
            event.stopPropagation()
            props.onToggle(item.id)
          }}
        >
          <Avatar
            label={face?.label ?? ''}
            address={face?.address ?? ''}
            machine={isMachine(item)}
            checked={selected}
            {...(selected ? {} : { protocol: 'email' as const })}
          />
        </button>
        <div className={c('lines')}>
          <div className={c('first')}>
            <bdi className={c('who')}>{who}</bdi>
            {number > 1 && (
              <span
                className={c('count')}
                title={t(isDiscussion(item) ? 'timeline.new' : 'timeline.messages', { count: number })}
              >
                {number}
              </span>
            )}
            <time
              className={c('time')}
              dateTime={new Date(item.lastMs).toISOString()}
              title={fullDate(item.lastMs, locale)}
            >
              {rowTime(item.lastMs, nowMs, locale)}
            </time>
          </div>
          <div className={c('second')}>
            <div className={c('subject')} dir="auto">
              {subject}
            </div>
            {dense && <Marks {...props} />}
          </div>
          {!dense && <LastWords {...props} />}
        </div>
      </td>
      {pointed && <RowActions {...props} />}
    </tr>
  )
}

function useRowName({ item, kind, nowMs, tags, draftText, who }: RowProps & { readonly who: string }): string {
  const { t } = useTranslation()
  const locale = useLocale()
  const privacy = usePrivacyWords()(item.privacy)
  const names = item.tagIds.flatMap((id) => tags.get(id)?.name ?? [])
  return rowName({
    unread: item.unread > 0 ? t('timeline.unread') : null,
    who,
    subject: item.subject || t('common.noSubject'),
    time: rowTime(item.lastMs, nowMs, locale),
    privacy,
    importance: t('timeline.importanceIs', { level: plainLevel(item.importance, locale) }),
    extras: [
      item.unread > 1 ? t('timeline.new', { count: item.unread }) : null,
      kind === 'threads' && item.count > 1 ? t('timeline.messages', { count: item.count }) : null,
      draftText === null ? null : t('timeline.draftBegun'),
      item.flagged ? t('timeline.starred') : null,
      item.attachments > 0 ? t('timeline.attachments', { count: item.attachments }) : null,
      names.length > 0 ? t('timeline.tags', { names: names.join(', ') }) : null,
    ],
  })
}

/** What was said last, by whom; a begun answer in its place. */
function LastWords(props: RowProps) {
  const { item, own, draftText } = props
  const { t } = useTranslation()
  const said = saidBy(item, own)
  return (
    <div className={c('third')}>
      {draftText !== null && <b className={c('prefix', 'draft')}>{t('timeline.draft')}</b>}
      {draftText === null && said !== null && (
        <span className={c('prefix')}>
          <bdi>{said === 'you' ? t('common.you') : said.name}</bdi>:
        </span>
      )}
      <span className={c('excerpt')} dir="auto">
        {draftText || item.excerpt}
      </span>
      <Marks {...props} />
    </div>
  )
}

function Marks({ item, tags, dense }: RowProps) {
  const { t } = useTranslation()
  const [tag, ...others] = item.tagIds.flatMap((id) => tags.get(id) ?? [])
  return (
    <span className={c('marks')}>
      {tag && <span className={c('tag')}>{dense ? <TagDot colour={tag.colour} /> : <TagChip tag={tag} />}</span>}
      {others.length > 0 && !dense && (
        <span className={c('more')} title={others.map(({ name }) => name).join(', ')}>
          {t('timeline.moreTags', { count: others.length })}
        </span>
      )}
      {item.attachments > 0 && <Paperclip aria-hidden="true" />}
      {item.flagged && <Star aria-hidden="true" className={c('star')} />}
      <ImportanceNumber level={item.importance} />
      <PrivacyGlyph index={item.privacy} />
    </span>
  )
}

function RowActions({ item, kind, actions }: RowProps) {
  const { t } = useTranslation()
  const unread = item.unread > 0
  const on = onRows(kind, [item])
  return (
    <td className={c('actions')}>
      <IconButton label={t('timeline.archive')} hint="E" excludeFromTabOrder onPress={() => actions.archive(on)}>
        <Archive />
      </IconButton>
      <IconButton label={t('timeline.bin')} hint="#" excludeFromTabOrder onPress={() => actions.remove(on)}>
        <Trash2 />
      </IconButton>
      <IconButton
        label={t(unread ? 'timeline.markRead' : 'timeline.markUnread')}
        hint={unread ? 'Shift I' : 'Shift U'}
        excludeFromTabOrder
        onPress={() => actions.markRead(on, unread)}
      >
        {unread ? <MailOpen /> : <Mail />}
      </IconButton>
      <IconButton
        label={t(item.flagged ? 'timeline.unstar' : 'timeline.star')}
        hint="S"
        excludeFromTabOrder
        onPress={() => actions.star(on, !item.flagged)}
      >
        <Star className={c(item.flagged && 'star')} />
      </IconButton>
    </td>
  )
}
