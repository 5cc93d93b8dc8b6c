import { useMemo, useRef, useState } from 'react'
import { Button } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../components/index.ts'
import type { Actions } from '../../window/index.ts'
import { MessagePlace, useHandlers } from './MessagePlace.tsx'
import { ReplyDock } from './ReplyDock.tsx'
import styles from './reading.module.css'
import type { Source } from './source.ts'
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
  const handlers = useHandlers({ flow, actions, reply, folds, marked, focus: setFocusedId })
  const discussionId = source.kind === 'discussion' ? source.id : null
  const alone = source.kind === 'thread' || source.threadId !== null
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
          {messages.map((message, index) => (
            <MessagePlace
              key={message.id}
              message={message}
              position={before + index + 1}
              count={Math.max(count, messages.length)}
              folded={folds.isFolded(message.id)}
              near={Math.abs(index - startAt) <= drawnAtOnce}
              newThread={messages[index - 1]?.threadId !== message.threadId}
              discussionId={discussionId}
              alone={alone}
              list={list}
              handlers={handlers}
            />
          ))}
        </section>
      </div>
      {last && <ReplyDock message={answered ?? last} reply={reply} />}
    </>
  )
}

/** Messages around the one that reading begins at that are drawn without waiting to be seen. */
const drawnAtOnce = 12
