import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'

/** What the inspector explains: one message, the discussion that it is in, or a person. */
export type InspectorSubject =
  | { readonly kind: 'message'; readonly id: string; readonly discussionId: string | null }
  | { readonly kind: 'discussion'; readonly id: string }
  | { readonly kind: 'contact'; readonly id: string }

/** What of it is asked. */
export type InspectorTopic = 'privacy' | 'importance'

export interface Inspected {
  readonly subject: InspectorSubject
  readonly topic: InspectorTopic
}

interface Inspector {
  /** null: it is closed */
  readonly shown: Inspected | null
  open(subject: InspectorSubject, topic?: InspectorTopic): void
  close(): void
}

const InspectorContext = createContext<Inspector | null>(null)

/** The pane at the end of the window that says why: opened from rows, cards, menus and the key `I`. */
export function useInspector(): Inspector {
  const inspector = useContext(InspectorContext)
  if (!inspector) throw new Error('useInspector is used outside InspectorProvider.')
  return inspector
}

export function InspectorProvider({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<Inspected | null>(null)
  const inspector = useMemo<Inspector>(
    () => ({
      shown,
      open: (subject, topic = 'privacy') => setShown({ subject, topic }),
      close: () => setShown(null),
    }),
    [shown],
  )
  return <InspectorContext value={inspector}>{children}</InspectorContext>
}
