import { type RefObject, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessageSummary } from '../../../core/defs/index.ts'
import { type Command, useCommands } from '../../keyboard/index.tsx'
import { type InspectorSubject, useInspector } from '../../window/index.ts'
import type { Source } from './source.ts'
import type { Folds } from './use-folds.ts'
import type { Reply } from './use-reply.ts'

interface Context {
  readonly flow: RefObject<HTMLDivElement | null>
  readonly folds: Folds
  readonly source: Source
  /** the message that the focus is in */
  readonly focused: MessageSummary | undefined
  /** the message that an answer would answer: the focused one, else the last */
  readonly answered: MessageSummary | undefined
  readonly reply: Reply
}

/** What the keyboard does within an open discussion. */
export function useReadingCommands({ flow, folds, source, focused, answered, reply }: Context): void {
  const { t } = useTranslation()
  const inspector = useInspector()
  const commands = useMemo<Command[]>(() => {
    const group = t('reading.group')
    const step = (by: number) => () => {
      const cards = [...(flow.current?.querySelectorAll('article') ?? [])]
      const at = cards.findIndex((card) => card.contains(document.activeElement))
      const next = cards[Math.max(0, Math.min(cards.length - 1, at < 0 ? (by > 0 ? 0 : cards.length - 1) : at + by))]
      next?.focus()
      next?.scrollIntoView({ block: 'nearest' })
    }
    const why = () => {
      if (inspector.shown) return inspector.close()
      const subject = subjectOf(source, focused, answered)
      if (subject) inspector.open(subject)
    }
    const answer = (kind: Parameters<Reply['begin']>[0]) => () => {
      if (answered) reply.begin(kind, answered.id)
    }
    return [
      { id: 'message.next', label: t('reading.next'), keys: ['n'], group, run: step(1) },
      { id: 'message.previous', label: t('reading.previous'), keys: ['p'], group, run: step(-1) },
      { id: 'message.unfoldAll', label: t('reading.unfoldAll'), keys: [';'], group, run: () => folds.setAll(false) },
      { id: 'message.foldAll', label: t('reading.foldAll'), keys: [':'], group, run: () => folds.setAll(true) },
      { id: 'row.why', label: t('timeline.command.why'), keys: ['i'], group, run: why },
      { id: 'message.reply', label: t('reading.reply'), keys: ['r'], group, opensText: true, run: answer('reply') },
      {
        id: 'message.replyAll',
        label: t('reading.replyAll'),
        keys: ['a'],
        group,
        opensText: true,
        run: answer('reply-all'),
      },
      {
        id: 'message.forward',
        label: t('reading.forward'),
        keys: ['f'],
        group,
        opensText: true,
        run: answer('forward'),
      },
    ]
  }, [t, flow, folds, source, focused, answered, reply, inspector])
  useCommands(commands)
}

/** What "why" is asked of: the message that has the focus, else all that is read. */
function subjectOf(
  source: Source,
  focused: MessageSummary | undefined,
  last: MessageSummary | undefined,
): InspectorSubject | null {
  if (focused) return { kind: 'message', id: focused.id, discussionId: focused.discussionId }
  if (source.kind === 'discussion') return { kind: 'discussion', id: source.id }
  return last ? { kind: 'message', id: last.id, discussionId: last.discussionId } : null
}
