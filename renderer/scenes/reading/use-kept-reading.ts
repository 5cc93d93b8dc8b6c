import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'

/** Older messages are asked for when fewer CSS pixels than this are left above. */
const fetchBeforeTopPx = 800

interface Older {
  readonly hasOlder: boolean
  loadOlder(): void
}

/** Asks for older messages when their place comes near, and keeps what is read where it is when they come in above. */
export function useKeptReading(flow: RefObject<HTMLElement | null>, firstId: string | null, older: Older): void {
  const latest = useRef(older)
  const anchor = useRef<{ readonly element: Element; readonly top: number } | null>(null)
  useEffect(() => {
    latest.current = older
  })
  useEffect(() => {
    const element = flow.current
    if (!element) return
    const look = () => {
      anchor.current = anchorOf(element)
      if (element.scrollTop < fetchBeforeTopPx && latest.current.hasOlder) latest.current.loadOlder()
    }
    look()
    element.addEventListener('scroll', look, { passive: true })
    return () => element.removeEventListener('scroll', look)
  }, [flow])
  useLayoutEffect(() => {
    const element = flow.current
    const kept = anchor.current
    // Measured again whenever the first message is another one.
    if (firstId === null || !element || !kept?.element.isConnected) return
    const moved = kept.element.getBoundingClientRect().top - kept.top
    if (moved !== 0) element.scrollTop += moved
    anchor.current = anchorOf(element)
    if (element.scrollTop < fetchBeforeTopPx && latest.current.hasOlder) latest.current.loadOlder()
  }, [flow, firstId])
}

/** The first message that is seen, and where. */
function anchorOf(flow: HTMLElement): { element: Element; top: number } | null {
  const edge = flow.getBoundingClientRect().top
  for (const element of flow.querySelectorAll('article')) {
    const box = element.getBoundingClientRect()
    if (box.bottom > edge) return { element, top: box.top }
  }
  return null
}
