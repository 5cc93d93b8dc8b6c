import { Fragment, useMemo, useRef, useState } from 'react'
import { Button } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { DraftOrigin, MessageSummary } from '../../../core/defs/index.ts'
import { classNames } from '../../components/index.ts'
import { type Actions, onMessage } from '../../window/index.ts'
import { LazyCard } from './LazyCard.tsx'
import { MessageCard } from './MessageCard.tsx'
import { ReplyDock } from './ReplyDock.tsx'
import styles from './reading.module.css'
import type { Source } from './source.ts'
import { ThreadLine } from './ThreadLine.tsx'
import { useFolds } from './use-folds.ts'
import { useKeptReading } from './use-kept-reading.ts'
import type { Messages } from './use-messages.ts'
import { useReadingCommands } from './use-reading-commands.ts'
import { useReply } from './use-reply.ts'

const c = classNames(styles)

interface Props {
  readonly source: Source
  readonly read: Messages
  /** all of them, loaded or not */
  readonly count: number
  readonly landOn: string | null
  readonly list: { readonly view: string; readonly unread: boolean }
  readonly actions: Actions
}

/** Messages oldest first with a line where the thread changes; older ones come in above without moving what is read. */
export function MessageFlow({ source, read, count, landOn, list, actions }: Props) {
  const { t } = useTranslation()
  const { messages } = read
  const flow = useRef<HTMLDivElement>(null)
  const folds = useFolds(messages, landOn, flow)
  const [focusedId, setFocusedId] = useState<string | null>(null)
  useKeptReading(flow, messages[0]?.id ?? null, read)
  const last = messages.at(-1)
  const focused = messages.find(({ id }) => id === focusedId)
  const answered = focused ?? last
  const reply = useReply(messages)
  const context = useMemo(
    () => ({ flow, folds, source, focused, answered, reply }),
    [folds, source, focused, answered, reply],
  )
  useReadingCommands(context)
  // What was marked read while this is open is not marked again: "mark as unread" stays.
  const marked = useRef(new Set<string>())
  const [{ markRead }] = useState(() => ({
    markRead: (message: MessageSummary, act: Actions) => {
      if (marked.current.has(message.id)) return
      marked.current.add(message.id)
      act.markRead(onMessage(message), true, { quiet: true })
    },
  }))
  const latest = useRef({ actions, begin: reply.begin })
  latest.current = { actions, begin: reply.begin }
  const [handlers] = useState(() => ({
    read: (message: MessageSummary) => markRead(message, latest.current.actions),
    reply: (kind: DraftOrigin['kind'], id: string) => latest.current.begin(kind, id),
  }))
  // The oldest that is loaded need not be the first that there is.
  const before = Math.max(0, count - messages.length)
  const startAt = messages.findIndex(({ id }) => id === folds.startId)
  return (
    <>
      <div ref={flow} tabIndex={-1} data-pane-focus className={c('flow')}>
        {read.hasOlder && (
          <Button className={c('older')} onPress={read.loadOlder} isDisabled={read.isLoadingOlder}>
            {t(read.isLoadingOlder ? 'reading.loadingOlder' : 'reading.older')}
          </Button>
        )}
        <section aria-label={t('reading.group')} className={c('feed')}>
          {messages.map((message, index) => {
            const folded = folds.isFolded(message.id)
            const newThread = messages[index - 1]?.threadId !== message.threadId
            return (
              <Fragment key={message.id}>
                {newThread && (
                  <ThreadLine
                    message={message}
                    discussionId={source.kind === 'discussion' ? source.id : null}
                    alone={source.kind === 'thread' || source.threadId !== null}
                    list={list}
                    actions={actions}
                  />
                )}
                <LazyCard folded={folded} near={Math.abs(index - startAt) <= drawnAtOnce} flow={flow}>
                  <MessageCard
                    message={message}
                    position={before + index + 1}
                    count={Math.max(count, messages.length)}
                    folded={folded}
                    onFold={folds.set}
                    onFocus={setFocusedId}
                    onRead={handlers.read}
                    onReply={handlers.reply}
                  />
                </LazyCard>
              </Fragment>
            )
          })}
        </section>
      </div>
      {last && <ReplyDock message={answered ?? last} reply={reply} />}
    </>
  )
}

/** Messages around the one that reading begins at that are drawn without waiting to be seen. */
const drawnAtOnce = 12
