import { Archive, ArrowLeft, Tag, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { MessageSummary } from '../../../core/defs/index.ts'
import { isDiscussion, type ListItem } from '../../client/index.ts'
import { classNames, IconButton, TagChip } from '../../components/index.ts'
import { countText, useLocale } from '../../language/index.ts'
import {
  type Actions,
  type ActOn,
  type InspectorSubject,
  onRows,
  useOwnAddresses,
  useTagging,
  useTagNames,
} from '../../window/index.ts'
import { HeadMenu } from './HeadMenu.tsx'
import { PrivacyButton } from './PrivacyButton.tsx'
import styles from './reading.module.css'
import { listName, titleOf } from './row-title.ts'
import { useTitleWords } from './use-title-words.ts'

const c = classNames(styles)

interface Props {
  readonly item: ListItem
  readonly messages: readonly MessageSummary[]
  /** nothing older is left to load */
  readonly complete: boolean
  readonly list: { readonly view: string; readonly unread: boolean }
  readonly actions: Actions
  readonly onLeave: () => void
  readonly onBack: (() => void) | null
}

/** Who takes part, how much there is, how private it is, and what can be done with all of it. */
export function DiscussionHead({ item, messages, complete, list, actions, onLeave, onBack }: Props) {
  const { t } = useTranslation()
  const own = useOwnAddresses()
  const words = useTitleWords()
  const tagging = useTagging()
  const tags = useTagNames()
  const facts = useFacts(item, complete ? messages[0] : undefined)
  const kind = isDiscussion(item) ? 'discussions' : 'threads'
  const on = onRows(kind, [item])
  const subject: InspectorSubject = isDiscussion(item)
    ? { kind: 'discussion', id: item.id }
    : { kind: 'message', id: item.lastMessageId, discussionId: messages.at(-1)?.discussionId ?? null }
  const leave = (run: (on: ActOn) => void) => () => {
    run(on)
    onLeave()
  }
  const shownTags = item.tagIds.flatMap((id) => tags.get(id) ?? [])
  return (
    <header className={c('head')}>
      {onBack && (
        <IconButton label={t('timeline.command.back')} hint="U" onPress={onBack}>
          <ArrowLeft />
        </IconButton>
      )}
      <div className={c('titles')}>
        <h2>
          <bdi>{titleOf(item, own, words)}</bdi>
        </h2>
        <p className={c('facts')}>
          <span className={c('fact')}>{facts}</span>
          {shownTags.slice(0, 1).map((tag) => (
            <TagChip key={tag.name} tag={tag} />
          ))}
          {shownTags.length > 1 && (
            <span title={shownTags.map(({ name }) => name).join(', ')}>
              {t('timeline.moreTags', { count: shownTags.length - 1 })}
            </span>
          )}
        </p>
      </div>
      <PrivacyButton index={item.privacy} subject={subject} />
      <div className={c('acts')} role="toolbar" aria-label={t('reading.actions')}>
        <IconButton label={t(`reading.archive.${kind}`)} hint="E" onPress={leave(actions.archive)}>
          <Archive />
        </IconButton>
        <IconButton label={t(`reading.bin.${kind}`)} hint="#" onPress={leave(actions.remove)}>
          <Trash2 />
        </IconButton>
        <IconButton
          label={t(`reading.tag.${kind}`)}
          hint="L"
          onPress={({ target }) => tagging.open({ on, tagIds: [item.tagIds], messageId: item.lastMessageId }, target)}
        >
          <Tag />
        </IconButton>
        <HeadMenu item={item} list={list} actions={actions} onLeave={onLeave} />
      </div>
    </header>
  )
}

/** `You and 2 others · 46 messages since March 2025 · e-mail`. */
function useFacts(item: ListItem, oldest: MessageSummary | undefined): string {
  const { t } = useTranslation()
  const locale = useLocale()
  const { count } = item
  const since =
    oldest && count > 1
      ? new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' }).format(oldest.sortMs)
      : null
  const messages = t('reading.messages', { count, text: countText(count, locale) })
  const much = since === null ? messages : `${messages} ${t('reading.since', { date: since })}`
  if (!isDiscussion(item)) return much
  const who =
    item.kind === 'list' && item.listId !== null
      ? t('reading.mailingList', { name: listName(item.listId) })
      : item.kind === 'self'
        ? t('reading.onlyYou')
        : t('reading.peopleYou', { count: item.peopleCount })
  const protocols = item.protocols.map((name) => (name === 'email' ? t('reading.protocol.email') : name))
  return [who, much, ...protocols].join(' · ')
}
