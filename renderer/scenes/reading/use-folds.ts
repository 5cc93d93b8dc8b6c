import { type RefObject, useCallback, useMemo, useState } from 'react'
import type { MessageSummary } from '../../../core/defs/index.ts'
import { useLanding } from './use-landing.ts'

export interface Folds {
  /** where reading began */
  readonly startId: string | null
  isFolded(id: string): boolean
  set(id: string, folded: boolean): void
  setAll(folded: boolean): void
}

/** Where reading begins: at the message that was asked for, else the first unread one, else the last. */
export function startOf(messages: readonly MessageSummary[], landOn: string | null): MessageSummary | undefined {
  return (
    messages.find((message) => message.id === landOn) ??
    messages.find((message) => !message.flags.seen) ??
    messages.at(-1)
  )
}

/** Read messages are folded to one line; the start and everything unread are open. What the user opens stays open. */
export function useFolds(
  messages: readonly MessageSummary[],
  landOn: string | null,
  flow: RefObject<HTMLDivElement | null>,
): Folds {
  const [opened] = useState(() => ({
    startId: startOf(messages, landOn)?.id ?? null,
    lastMs: messages.at(-1)?.sortMs ?? 0,
    met: new Set<string>(),
    open: new Set<string>(),
  }))
  // How each was when it was first met: reading a message does not fold it away, and what comes in now is open.
  for (const { id, flags, sortMs } of messages) {
    if (opened.met.has(id)) continue
    opened.met.add(id)
    if (!flags.seen || sortMs > opened.lastMs) opened.open.add(id)
  }
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map())
  const lastId = messages.at(-1)?.id

  useLanding(opened.startId, flow)

  const isFolded = useCallback(
    (id: string) => chosen.get(id) ?? !(opened.open.has(id) || id === opened.startId || id === lastId),
    [chosen, opened, lastId],
  )
  return useMemo(
    () => ({
      startId: opened.startId,
      isFolded,
      set: (id, folded) => setChosen((old) => new Map(old).set(id, folded)),
      setAll: (folded) => setChosen(new Map(messages.map(({ id }) => [id, folded]))),
    }),
    [isFolded, opened, messages],
  )
}
