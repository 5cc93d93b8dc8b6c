import { Paperclip } from 'lucide-react'
import { memo, useRef, useState } from 'react'
import { Button } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { DraftOrigin, MessageSummary, PrivacyCard } from '../../../core/defs/index.ts'
import { Avatar, classNames, ImportanceNumber, PrivacyGlyph, TagChip, usePrivacyWords } from '../../components/index.ts'
import { fullDate, plainLevel, rowTime, useLocale } from '../../language/index.ts'
import { useTagNames } from '../../window/index.ts'
import { Attachments } from './Attachments.tsx'
import { cardId } from './card-id.ts'
import { ListLine } from './ListLine.tsx'
import { MessageBodyView } from './MessageBodyView.tsx'
import { MessageChips, useChipsText } from './MessageChips.tsx'
import { MessageMenu } from './MessageMenu.tsx'
import styles from './message.module.css'
import { recipientsOf, senderOf, useNames } from './people.ts'
import { Recipients } from './Recipients.tsx'
import { useBody } from './use-body.ts'
import { useCard } from './use-card.ts'
import { useReadAfter } from './use-read-after.ts'

const c = classNames(styles)

interface Props {
  readonly message: MessageSummary
  readonly position: number
  readonly count: number
  readonly folded: boolean
  /** words to mark in the body, for what was searched */
  readonly marks?: readonly string[]
  readonly onFold: (id: string, folded: boolean) => void
  readonly onFocus?: (id: string) => void
  /** it has been seen for as long as the setting says */
  readonly onRead?: (message: MessageSummary) => void
  readonly onReply?: (kind: DraftOrigin['kind'], id: string) => void
}

/** One message: folded to a line, or with its body and files. */
export const MessageCard = memo(function MessageCard(props: Props) {
  const { message, position, count, folded, onFold, onFocus } = props
  const { t } = useTranslation()
  const locale = useLocale()
  const names = useNames()
  const element = useRef<HTMLElement>(null)
  useReadAfter(element, !folded && !message.flags.seen, () => props.onRead?.(message))
  const sender = senderOf(message)
  const who = sender ? (names.isOwn(sender) ? t('common.you') : names.full(sender)) : t('common.unknownSender')
  const time = rowTime(message.sortMs, Date.now(), locale)
  const to = names.recipients(recipientsOf(message))
  const privacy = usePrivacyWords()(message.privacy)
  const tags = useTagNames()
  const shownTags = message.tagIds.flatMap((id) => tags.get(id) ?? [])
  const card = useCard(message.id, !folded)
  const signer = sender ? names.short([sender]) : who
  const checked = useChipsText(card, signer)
  const name = [
    message.flags.seen ? null : t('timeline.unread'),
    who,
    time,
    to && t('reading.to', { names: to }),
    checked,
    privacy,
    t('timeline.importanceIs', { level: plainLevel(message.importance, locale) }),
  ]
  const face = (
    <Avatar
      label={sender?.label ?? ''}
      address={sender?.address ?? ''}
      machine={message.listId !== null}
      size={folded ? 'small' : 'medium'}
    />
  )
  return (
    <article
      ref={element}
      id={cardId(message.id)}
      tabIndex={-1}
      aria-label={name.filter(Boolean).join(', ')}
      aria-posinset={position}
      aria-setsize={count}
      className={c('card', folded && 'folded', !message.flags.seen && 'unread')}
      onFocus={() => onFocus?.(message.id)}
    >
      {folded ? (
        <Button className={c('line')} aria-expanded={false} onPress={() => onFold(message.id, false)}>
          {face}
          <bdi className={c('who')}>{who}</bdi>
          <bdi className={c('words')}>{message.excerpt}</bdi>
          {message.attachments.length > 0 && <Paperclip className={c('clip')} />}
          <ImportanceNumber level={message.importance} />
          <PrivacyGlyph index={message.privacy} />
          <time dateTime={new Date(message.sortMs).toISOString()}>{time}</time>
        </Button>
      ) : (
        <>
          <header className={c('head')}>
            <Button
              className={c('face')}
              aria-expanded
              aria-label={t('reading.fold', { name: who, time })}
              isDisabled={count === 1}
              onPress={() => onFold(message.id, true)}
            >
              {face}
            </Button>
            <div className={c('names')}>
              <div className={c('first')}>
                <bdi className={c('who')}>{who}</bdi>
                {sender?.label && <span className={c('address')}>{sender.address}</span>}
              </div>
              <Recipients message={message} summary={to} />
              <ListLine message={message} pretends={card?.authenticity.kind === 'look-alike'} />
            </div>
            {card && (
              <div className={c('chips')}>
                <MessageChips card={card} who={signer} />
              </div>
            )}
            <div className={c('marks')}>
              <ImportanceNumber level={message.importance} />
              <PrivacyGlyph index={message.privacy} />
            </div>
            <time
              className={c('time')}
              dateTime={new Date(message.sortMs).toISOString()}
              title={fullDate(message.sortMs, locale)}
            >
              {time}
            </time>
            <div className={c('acts')}>
              <MessageMenu message={message} onReply={props.onReply} />
            </div>
          </header>
          {shownTags.length > 0 && (
            <div className={c('tags')}>
              {shownTags.map((tag) => (
                <TagChip key={tag.name} tag={tag} />
              ))}
            </div>
          )}
          <OpenMessage message={message} card={card} marks={props.marks} />
        </>
      )}
    </article>
  )
})

function OpenMessage({
  message,
  card,
  marks,
}: {
  readonly message: MessageSummary
  readonly card: PrivacyCard | null
  readonly marks: readonly string[] | undefined
}) {
  const [asText, setAsText] = useState(false)
  const body = useBody(message.id)
  return (
    <>
      <MessageBodyView
        message={message}
        card={card}
        body={body.data}
        error={body.error}
        mode={asText ? 'text' : 'html'}
        marks={marks}
        onMode={(mode) => setAsText(mode === 'text')}
      />
      <Attachments message={message} html={!asText && body.data?.html != null} />
    </>
  )
}
