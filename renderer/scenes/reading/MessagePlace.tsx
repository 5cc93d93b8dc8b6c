import { memo, type RefObject, useEffect, useMemo, useRef } from 'react'
import type { MessageSummary } from '../../../core/defs/index.ts'
import { type Actions, onMessage } from '../../window/index.ts'
import { LazyCard } from './LazyCard.tsx'
import { MessageCard } from './MessageCard.tsx'
import { ThreadLine } from './ThreadLine.tsx'
import type { Folds } from './use-folds.ts'
import type { Reply } from './use-reply.ts'

interface Handlers {
  readonly flow: RefObject<HTMLDivElement | null>
  readonly actions: Actions
  readonly fold: (id: string, folded: boolean) => void
  readonly focus: (id: string) => void
  readonly read: (message: MessageSummary) => void
  readonly reply: Reply['begin']
}

interface Latest extends Pick<Handlers, 'flow' | 'actions' | 'focus'> {
  readonly reply: Reply
  readonly folds: Folds
  readonly marked: RefObject<Set<string>>
}

/** What a message calls, the same for as long as the discussion is open: a long one is not drawn again for a new closure. */
export function useHandlers(now: Latest): Handlers {
  const latest = useRef(now)
  useEffect(() => {
    latest.current = now
  })
  const { flow, actions } = now
  return useMemo(
    () => ({
      flow,
      actions,
      fold: (id, folded) => latest.current.folds.set(id, folded),
      focus: (id) => latest.current.focus(id),
      read: (message) => {
        const { marked } = latest.current
        if (marked.current.has(message.id)) return
        marked.current.add(message.id)
        latest.current.actions.markRead(onMessage(message), true, { quiet: true })
      },
      reply: (kind, id) => latest.current.reply.begin(kind, id),
    }),
    [flow, actions],
  )
}

interface PlaceProps {
  readonly message: MessageSummary
  readonly position: number
  readonly count: number
  readonly folded: boolean
  readonly near: boolean
  readonly newThread: boolean
  readonly discussionId: string | null
  readonly alone: boolean
  readonly list: { readonly view: string; readonly unread: boolean }
  readonly handlers: Handlers
}

/** One message in its place, under the line of its thread where that begins with it. */
export const MessagePlace = memo(function MessagePlace(props: PlaceProps) {
  const { message, folded, near, newThread, discussionId, alone, list, handlers } = props
  return (
    <>
      {newThread && (
        <ThreadLine
          message={message}
          discussionId={discussionId}
          alone={alone}
          list={list}
          actions={handlers.actions}
        />
      )}
      <LazyCard folded={folded} near={near} flow={handlers.flow}>
        <MessageCard
          message={message}
          position={props.position}
          count={props.count}
          folded={folded}
          onFold={handlers.fold}
          onFocus={handlers.focus}
          onRead={handlers.read}
          onReply={handlers.reply}
        />
      </LazyCard>
    </>
  )
})
