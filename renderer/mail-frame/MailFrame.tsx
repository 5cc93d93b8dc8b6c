import { type ReactNode, useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type MessageBody, type MessageSummary, readMailto } from '../../core/defs/index.ts'
import { useClient } from '../client/index.ts'
import { Button, classNames } from '../components/index.ts'
import { navigate } from '../routing/index.ts'
import { HtmlFrame } from './HtmlFrame.tsx'
import { LinkGuard } from './LinkGuard.tsx'
import styles from './mail-frame.module.css'
import { PlainText } from './PlainText.tsx'
import { RemoteBar } from './RemoteBar.tsx'
import { usePictures } from './use-pictures.ts'
import { usePrepared } from './use-prepared.ts'
import { useRemoteConsent } from './use-remote-consent.ts'

const c = classNames(styles)
const NO_MARKS: readonly string[] = []

interface Props {
  readonly message: MessageSummary
  readonly body: MessageBody
  /** `text` shows the text part, or the text of the HTML */
  readonly mode: 'html' | 'text'
  /** pictures of its proven domain are always shown: core says so, and the user did */
  readonly picturesAllowed?: boolean
  /** it pretends to be somebody else's: nothing in it can be followed */
  readonly linksOff?: boolean
  /** words to mark, for what was searched */
  readonly marks?: readonly string[]
  /** the user asks for the text of a message whose HTML was cut */
  readonly onShowText?: () => void
}

/** The body of one message, with the bar about remote content over it when there is some. */
export function MailFrame(props: Props) {
  const { message, body, mode, marks = NO_MARKS, onShowText, picturesAllowed = false, linksOff = false } = props
  const { t } = useTranslation()
  const client = useClient()
  const consent = useRemoteConsent(message, picturesAllowed)
  const { mail: prepared, showAll } = usePrepared(message, body)
  const asText = mode === 'text' || body.html === null || !prepared
  const mail = asText ? null : prepared
  const pictures = usePictures(message.id, mail ?? null, consent.allowed)
  const joined = marks.join('\n')
  const stableMarks = useMemo(() => (joined === '' ? NO_MARKS : joined.split('\n')), [joined])
  const write = useCallback(
    async (href: string) => {
      const draft = await client.drafts.create({ content: readMailto(href) })
      navigate({ name: 'draft', id: draft.id })
    },
    [client],
  )
  const from = message.participants.find(({ type }) => type === 'from')
  const title = t('mailFrame.title', { name: from?.label || from?.address || t('common.unknownSender') })
  const note = noteOf()

  function noteOf(): ReactNode {
    if (prepared === undefined && body.html !== null && mode === 'html') return t('mailFrame.preparing')
    if (prepared === null && body.html !== null && mode === 'html') return t('mailFrame.tooDeep')
    if (mail?.cut === true || body.truncated) return t('mailFrame.cut')
    return null
  }

  return (
    <div className={c('mail')}>
      {mail && <RemoteBar messageId={message.id} remote={mail.remote} consent={consent} pictures={pictures} />}
      <LinkGuard off={linksOff} onWrite={(href) => void write(href)}>
        {(links) =>
          mail ? (
            <HtmlFrame mail={mail} title={title} marks={stableMarks} pictures={pictures.addresses} {...links} />
          ) : (
            <PlainText text={body.text || message.excerpt} marks={stableMarks} {...links} />
          )
        }
      </LinkGuard>
      {note !== null && (
        <p className={c('note')} role="status">
          {note}
          {mail?.cut === true && showAll && (
            <Button size="small" look="quiet" onPress={showAll}>
              {t('mailFrame.showAll')}
            </Button>
          )}
          {mail?.cut === true && onShowText && (
            <Button size="small" look="quiet" onPress={onShowText}>
              {t('mailFrame.showAsText')}
            </Button>
          )}
        </p>
      )}
    </div>
  )
}
