import { type RefObject, useEffect, useRef } from 'react'
import { useSettings } from '../../window/index.ts'

/** How much of a message, or of the window where it is longer, has to be seen. */
const seenShare = 0.4

/** Calls once when the element has been on screen, in an active window, for as long as the setting says. */
export function useReadAfter(element: RefObject<HTMLElement | null>, waiting: boolean, onRead: () => void): void {
  const { markReadAfterMs } = useSettings()
  const latest = useRef(onRead)
  useEffect(() => {
    latest.current = onRead
  })
  useEffect(() => {
    if (!waiting || !element.current) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let inView = false
    const look = () => {
      clearTimeout(timer)
      if (inView && document.visibilityState === 'visible') timer = setTimeout(() => latest.current(), markReadAfterMs)
    }
    const observer = new IntersectionObserver(
      (entries) => {
        const entry = entries.at(-1)
        const height = entry?.rootBounds?.height ?? innerHeight
        const seen = entry ? entry.intersectionRect.height / Math.min(entry.boundingClientRect.height, height) : 0
        inView = seen >= seenShare
        look()
      },
      { threshold: [0, 0.1, 0.25, seenShare, 0.7] },
    )
    observer.observe(element.current)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearTimeout(timer)
      observer.disconnect()
      document.removeEventListener('visibilitychange', look)
    }
  }, [element, waiting, markReadAfterMs])
}
