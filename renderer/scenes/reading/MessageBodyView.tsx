import { useTranslation } from 'react-i18next'
import type { MessageBody, MessageSummary, PrivacyCard } from '../../../core/defs/index.ts'
import { useClient } from '../../client/index.ts'
import { Button, classNames, ErrorNotice, Notice } from '../../components/index.ts'
import { MailFrame } from '../../mail-frame/index.tsx'
import { useSave, useSyncStatus } from '../../window/index.ts'
import styles from './message.module.css'
import { useKnownSender } from './use-known-sender.ts'

const c = classNames(styles)

interface Props {
  readonly message: MessageSummary
  /** null until it is known */
  readonly card: PrivacyCard | null
  readonly body: MessageBody | undefined
  readonly error: Error | null
  readonly mode: 'html' | 'text'
  readonly marks: readonly string[] | undefined
  readonly onMode: (mode: 'html' | 'text') => void
}

/** The body as far as it is here: the excerpt at once, the rest when it comes, the bytes when it cannot be read. */
export function MessageBodyView({ message, card, body, error, mode, marks, onMode }: Props) {
  const { t } = useTranslation()
  const sender = useKnownSender(message.id)
  const pretends = card?.authenticity.kind === 'look-alike'
  // What is here is shown, though asking for it again failed.
  if (error && !body) {
    return (
      <div className={c('body')}>
        {message.excerpt && <p dir="auto">{message.excerpt}</p>}
        <ErrorNotice error={error} actions={<SaveSource message={message} />} />
      </div>
    )
  }
  if (!body) return <p className={c('body', 'excerpt')}>{message.excerpt}</p>
  if (body.state === 'pending') return <Pending message={message} />
  if (body.state === 'unreadable' && mode === 'html') {
    return (
      <div className={c('body')}>
        <Notice
          kind="warn"
          actions={
            <>
              <Button size="small" onPress={() => onMode('text')}>
                {t('reading.viewAsText')}
              </Button>
              <SaveSource message={message} />
            </>
          }
        >
          {t('reading.unreadable')} {body.problem ?? message.problem}
        </Notice>
      </div>
    )
  }
  return (
    <div className={c('body')}>
      {pretends && !sender.known && <LookAlike of={card.authenticity.of} onKnown={sender.know} />}
      <MailFrame
        message={message}
        picturesAllowed={card?.showPictures === true}
        linksOff={pretends && !sender.known}
        body={body}
        mode={mode}
        onShowText={() => onMode('text')}
        {...(marks ? { marks } : {})}
      />
      {body.html !== null && mode === 'text' && (
        <Button size="small" look="quiet" onPress={() => onMode('html')}>
          {t('reading.viewAsSent')}
        </Button>
      )}
    </div>
  )
}

/** A bar over a message that pretends to be somebody else's. */
function LookAlike({ of, onKnown }: { readonly of: string | null; readonly onKnown: () => void }) {
  const { t } = useTranslation()
  return (
    <div className={c('pretence')}>
      <Notice
        kind="danger"
        actions={
          <Button size="small" onPress={onKnown}>
            {t('reading.lookAlike.know')}
          </Button>
        }
      >
        <b>{of === null ? t('reading.lookAlike.titleUnknown') : t('reading.lookAlike.title', { of })}</b>{' '}
        {t('reading.lookAlike.text')}
      </Notice>
    </div>
  )
}

function Pending({ message }: { readonly message: MessageSummary }) {
  const { t } = useTranslation()
  const statuses = useSyncStatus()
  const connected = statuses.some(({ state }) => state === 'idle' || state === 'syncing' || state === 'connecting')
  return (
    <div className={c('body')}>
      {message.excerpt && <p dir="auto">{message.excerpt}</p>}
      <p className={c('excerpt')} role="status">
        {t(connected ? 'reading.fetchingRest' : 'reading.restLater')}
      </p>
    </div>
  )
}

function SaveSource({ message }: { readonly message: MessageSummary }) {
  const { t } = useTranslation()
  const client = useClient()
  const save = useSave()
  return (
    <Button size="small" onPress={() => save(() => client.messages.raw({ id: message.id }))}>
      {t('reading.saveSource')}
    </Button>
  )
}
