import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from 'react'

/** At most one sentence in this time, so that a screen reader is not talked over. */
const quietMs = 10_000

const AnnounceContext = createContext<(sentence: string) => void>(() => {})

/** Says a sentence to screen readers, politely; used for new mail and sync, never for the user's own errors. */
export const useAnnounce = (): ((sentence: string) => void) => useContext(AnnounceContext)

export function Announcer({ children }: { readonly children: ReactNode }) {
  const [sentence, setSentence] = useState('')
  const lastMs = useRef(0)
  const announce = useCallback((next: string) => {
    const nowMs = performance.now()
    if (lastMs.current > 0 && nowMs - lastMs.current < quietMs) return
    lastMs.current = nowMs
    setSentence(next)
  }, [])
  return (
    <AnnounceContext value={announce}>
      {children}
      <div role="status" className="visually-hidden">
        {sentence}
      </div>
    </AnnounceContext>
  )
}
