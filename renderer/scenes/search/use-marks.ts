import { type RefObject, useCallback, useEffect, useState } from 'react'

/** A message's body comes and is marked a moment after its card: looked at again after these. */
const LOOK_AGAIN_MS = [150, 500, 1200]

const CURRENT = 'data-current'

/** All marks under an element in reading order, those in frames of messages included. */
function marksUnder(root: ParentNode): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('mark, iframe')].flatMap((element) => {
    if (!(element instanceof HTMLIFrameElement)) return [element]
    return [...(element.contentDocument?.querySelectorAll<HTMLElement>('mark') ?? [])]
  })
}

/** Walks the marks of what was found. `now` counts from 1; 0 before one was gone to. */
export function useMarks(root: RefObject<HTMLElement | null>, words: string) {
  const [state, setState] = useState({ now: 0, count: 0 })
  useEffect(() => {
    const look = () => {
      const count = root.current && words !== '' ? marksUnder(root.current).length : 0
      setState((old) => (old.count === count ? old : { now: Math.min(Math.max(1, old.now), count), count }))
    }
    const timers = LOOK_AGAIN_MS.map((ms) => setTimeout(look, ms))
    return () => {
      for (const timer of timers) clearTimeout(timer)
    }
  }, [root, words])
  const go = useCallback(
    (by: number) => {
      const marks = root.current ? marksUnder(root.current) : []
      if (marks.length === 0) return
      setState((old) => {
        const now = ((old.now - 1 + by + marks.length) % marks.length) + 1
        for (const mark of marks) mark.removeAttribute(CURRENT)
        const mark = marks[now - 1]
        mark?.setAttribute(CURRENT, '')
        mark?.scrollIntoView({ block: 'center' })
        return { now, count: marks.length }
      })
    },
    [root],
  )
  return { ...state, go }
}
