import { useQuery } from '@tanstack/react-query'
import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessageSummary, ThreadSummary } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import { classNames, ErrorNotice } from '../../components/index.ts'
import type { Actions } from '../../window/index.ts'
import { MessageCard } from './MessageCard.tsx'
import { ReadingHead } from './ReadingHead.tsx'
import { ReplyDock } from './ReplyDock.tsx'
import styles from './reading.module.css'
import { useFolds } from './use-folds.ts'
import { useReadingCommands } from './use-reading-commands.ts'
import { useReply } from './use-reply.ts'

const c = classNames(styles)

/** Messages of one thread that are asked for; longer ones show their latest. */
const messagesAtMost = 500

interface Props {
  readonly threadId: string
  /** the message to land on, where the address names one */
  readonly messageId: string | null
  /** the thread as its row has it, to show the head at once */
  readonly known: ThreadSummary | null
  readonly actions: Actions
  /** the thread has left this view */
  readonly onLeave: () => void
  /** back to the list, where the pane stands alone */
  readonly onBack: (() => void) | null
}

/** One thread: its head, its messages oldest first, and the place to answer. */
export function ReadingPane({ threadId, messageId, known, actions, onLeave, onBack }: Props) {
  const client = useClient()
  const thread = useQuery({
    queryKey: keys.thread(threadId),
    queryFn: ({ signal }) => client.threads.get({ id: threadId }, { signal }),
    enabled: known === null,
  })
  const messages = useQuery({
    queryKey: keys.threadMessages(threadId),
    queryFn: ({ signal }) => client.threads.messages({ id: threadId, limit: messagesAtMost }, { signal }),
  })
  const summary = known ?? thread.data ?? null
  const items = messages.data?.items
  return (
    <>
      {summary && (
        <ReadingHead thread={summary} messages={items ?? []} actions={actions} onLeave={onLeave} onBack={onBack} />
      )}
      {messages.error || thread.error ? (
        <div className={c('flow')}>
          <ErrorNotice error={messages.error ?? thread.error ?? new Error('')} />
        </div>
      ) : items && items.length > 0 ? (
        <Messages threadId={threadId} messages={items} landOn={messageId} actions={actions} />
      ) : (
        <div className={c('flow')} aria-busy="true" />
      )}
    </>
  )
}

interface MessagesProps {
  readonly threadId: string
  readonly messages: readonly MessageSummary[]
  readonly landOn: string | null
  readonly actions: Actions
}

function Messages({ threadId, messages, landOn, actions }: MessagesProps) {
  const { t } = useTranslation()
  const flow = useRef<HTMLDivElement>(null)
  const folds = useFolds(messages, landOn, flow)
  const [focusedId, setFocusedId] = useState<string | null>(null)
  const last = messages.at(-1)
  const answered = messages.find((message) => message.id === focusedId) ?? last
  const reply = useReply(messages)
  const context = useMemo(() => ({ flow, folds, answered, reply }), [folds, answered, reply])
  useReadingCommands(context)
  // What was marked read while this is open is not marked again: "mark as unread" stays.
  const marked = useRef(new Set<string>())
  return (
    <>
      <div ref={flow} tabIndex={-1} data-pane-focus className={c('flow')}>
        <h3 className={c('topic')}>
          <bdi>{messages[0]?.subject || t('common.noSubject')}</bdi>
        </h3>
        <div role="feed" aria-label={t('reading.group')} className={c('feed')}>
          {messages.map((message, index) => (
            <MessageCard
              key={message.id}
              message={message}
              position={index + 1}
              count={messages.length}
              folded={folds.isFolded(message.id)}
              onFold={folds.set}
              onFocus={setFocusedId}
              onRead={(id) => {
                if (marked.current.has(id)) return
                marked.current.add(id)
                actions.markRead([threadId], true, { quiet: true, messageIds: [id] })
              }}
              onReply={reply.begin}
            />
          ))}
        </div>
      </div>
      {last && <ReplyDock message={answered ?? last} reply={reply} />}
    </>
  )
}
