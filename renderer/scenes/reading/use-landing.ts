import { type RefObject, useEffect } from 'react'
import { cardId } from './card-id.ts'

/** After this long what still grows is left to the browser, which keeps in place what is seen. */
const settlesWithinMs = 4000
/** Whoever does one of these has begun to read, and is not moved any more. */
const begun = ['wheel', 'pointerdown', 'keydown', 'touchstart'] as const

/** Brings the message that reading begins at into sight, and keeps it there while the messages around it come. */
export function useLanding(startId: string | null, flow: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = flow.current
    if (!element || startId === null) return
    const land = () => {
      const card = document.getElementById(cardId(startId))
      if (!card || !element.contains(card)) return
      if (card === element.querySelector('article')) element.scrollTop = 0
      else card.scrollIntoView({ block: 'start' })
    }
    const observer = new ResizeObserver(land)
    for (const part of element.children) observer.observe(part)
    const stop = () => {
      observer.disconnect()
      clearTimeout(timer)
      for (const type of begun) removeEventListener(type, stop, true)
    }
    const timer = setTimeout(stop, settlesWithinMs)
    for (const type of begun) addEventListener(type, stop, { capture: true, passive: true })
    land()
    return stop
  }, [startId, flow])
}
