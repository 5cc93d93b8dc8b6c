import { useQuery } from '@tanstack/react-query'
import { Paperclip } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { DraftOrigin, MessageSummary } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import { Avatar, classNames } from '../../components/index.ts'
import { fullDate, rowTime, useLocale } from '../../language/index.ts'
import { Attachments } from './Attachments.tsx'
import { MessageBodyView } from './MessageBodyView.tsx'
import { MessageMenu } from './MessageMenu.tsx'
import styles from './message.module.css'
import { recipientsOf, senderOf, useNames } from './people.ts'
import { Recipients } from './Recipients.tsx'
import { cardId } from './use-folds.ts'
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
  readonly onRead?: (id: string) => void
  readonly onReply?: (kind: DraftOrigin['kind'], id: string) => void
}

/** One message: folded to a line, or with its body and files. */
export function MessageCard(props: Props) {
  const { message, position, count, folded, onFold, onFocus } = props
  const { t } = useTranslation()
  const locale = useLocale()
  const names = useNames()
  const card = useRef<HTMLElement>(null)
  useReadAfter(card, !folded && !message.flags.seen, () => props.onRead?.(message.id))
  const sender = senderOf(message)
  const who = sender ? (names.isOwn(sender) ? t('common.you') : names.full(sender)) : t('common.unknownSender')
  const time = rowTime(message.sortMs, Date.now(), locale)
  const to = names.recipients(recipientsOf(message))
  const name = [message.flags.seen ? null : t('timeline.unread'), who, time, to && t('reading.to', { names: to })]
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
      ref={card}
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
          <OpenMessage message={message} marks={props.marks} />
        </>
      )}
    </article>
  )
}

function OpenMessage({
  message,
  marks,
}: {
  readonly message: MessageSummary
  readonly marks: readonly string[] | undefined
}) {
  const client = useClient()
  const [asText, setAsText] = useState(false)
  const body = useQuery({
    queryKey: keys.body(message.id),
    queryFn: ({ signal }) => client.messages.body({ id: message.id }, { signal }),
  })
  return (
    <>
      <MessageBodyView
        message={message}
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
