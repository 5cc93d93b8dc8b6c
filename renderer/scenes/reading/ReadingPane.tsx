import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { keys, type ListItem, useClient } from '../../client/index.ts'
import { classNames, ErrorNotice } from '../../components/index.ts'
import { type Actions, type InspectorSubject, useInspector } from '../../window/index.ts'
import { DiscussionHead } from './DiscussionHead.tsx'
import { MessageFlow } from './MessageFlow.tsx'
import styles from './reading.module.css'
import type { Source } from './source.ts'
import { hasTabs, panelId, ThreadTabs, tabId } from './ThreadTabs.tsx'
import { useMessages } from './use-messages.ts'
import { useRegrouped } from './use-regrouped.ts'

const c = classNames(styles)

interface Props {
  readonly source: Source
  /** the message to land on, where the address names one */
  readonly messageId: string | null
  /** the list that it was opened from */
  readonly list: { readonly view: string; readonly unread: boolean }
  /** as its row has it, to show the head at once */
  readonly known: ListItem | null
  readonly actions: Actions
  /** it has left this view */
  readonly onLeave: () => void
  /** back to the list, where the pane stands alone */
  readonly onBack: (() => void) | null
}

/** A discussion or a thread: its head, the threads inside, its messages oldest first, and the place to answer. */
export function ReadingPane({ source, messageId, list: from, known, actions, onLeave, onBack }: Props) {
  const client = useClient()
  const { view, unread } = from
  const list = useMemo(() => ({ view, unread }), [view, unread])
  const asked = useQuery<ListItem>({
    queryKey: source.kind === 'discussion' ? keys.discussion(source.id) : keys.thread(source.id),
    queryFn: ({ signal }) =>
      source.kind === 'discussion'
        ? client.discussions.get({ id: source.id }, { signal })
        : client.threads.get({ id: source.id }, { signal }),
    enabled: known === null,
  })
  const summary = known ?? asked.data ?? null
  const ofAll = source.kind === 'thread' || source.threadId === null
  // Before its summary is here nothing is known to be unread: the head comes first, the messages a moment later.
  const read = useMessages(source, { messageId, unread: ofAll ? (summary?.unread ?? 0) : 0 })
  // What is here is shown, though asking for it again failed.
  const error = read.messages.length > 0 ? null : (read.error ?? asked.error)
  useRegrouped(source, summary?.lastMessageId ?? read.messages.at(-1)?.id ?? null, asked.error ?? read.error, list)
  useInspectorFollows(source, summary)
  const tabbed = summary !== null && hasTabs(source, summary)
  return (
    <>
      {summary && (
        <DiscussionHead
          item={summary}
          messages={read.messages}
          complete={!read.hasOlder}
          list={list}
          actions={actions}
          onLeave={onLeave}
          onBack={onBack}
        />
      )}
      {summary && source.kind === 'discussion' && <ThreadTabs source={source} summary={summary} list={list} />}
      <div
        {...(tabbed ? { role: 'tabpanel', id: panelId, 'aria-labelledby': tabId(source.threadId) } : {})}
        className={c('panel')}
      >
        {error ? (
          <div className={c('flow')}>
            <ErrorNotice error={error} />
          </div>
        ) : read.isReady && summary && read.messages.length > 0 ? (
          <MessageFlow
            key={source.kind === 'discussion' ? (source.threadId ?? 'all') : 'thread'}
            source={source}
            read={read}
            count={ofAll ? summary.count : read.messages.length}
            landOn={messageId}
            list={list}
            actions={actions}
          />
        ) : (
          <div className={c('flow')} aria-busy="true" />
        )}
      </div>
    </>
  )
}

/** While it is open, the inspector explains what is read. */
function useInspectorFollows(source: Source, summary: ListItem | null): void {
  const inspector = useInspector()
  const latest = useRef(inspector)
  useEffect(() => {
    latest.current = inspector
  })
  const lastMessageId = summary?.lastMessageId ?? null
  const { kind, id } = source
  useEffect(() => {
    const { shown, open } = latest.current
    if (shown === null || isAbout(shown.subject, id)) return
    if (kind === 'discussion') open({ kind: 'discussion', id }, shown.topic)
    else if (lastMessageId !== null) open({ kind: 'message', id: lastMessageId, discussionId: null }, shown.topic)
  }, [kind, id, lastMessageId])
}

/** Whether the inspector explains the discussion already, or a message of it that was asked for. */
const isAbout = (subject: InspectorSubject, discussionId: string): boolean =>
  subject.kind === 'discussion'
    ? subject.id === discussionId
    : subject.kind === 'message' && subject.discussionId === discussionId
