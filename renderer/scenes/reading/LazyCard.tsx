import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'

/** In rem: what a folded message takes, and an open one before it was seen. */
const heights = { folded: 2.75, open: 14 } as const
/** Drawn this far beyond the edges, so that scrolling does not outrun the drawing. */
const margin = '1200px 0px'

interface Props {
  readonly folded: boolean
  /** drawn at once */
  readonly near: boolean
  readonly flow: RefObject<HTMLElement | null>
  readonly children: ReactNode
}

/**
 * A message that is drawn while it is near what is seen: ten thousand in a discussion are as quick as ten. Open ones stay
 * once they were drawn, so that coming back to one does not begin it anew.
 */
export function LazyCard({ folded, near, flow, children }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const [isNear, setNear] = useState(near)
  const [px, setPx] = useState<number | null>(null)
  const wasOpen = useRef(false)
  const drawn = isNear || (wasOpen.current && !folded)
  wasOpen.current ||= drawn && !folded
  useEffect(() => {
    const element = place.current
    if (!element) return
    const watch = observerOf(flow.current)
    return watch(element, (inside) => {
      // Left behind, it keeps its height: what is read below it must not move.
      if (!inside) setPx(element.getBoundingClientRect().height)
      setNear(inside)
    })
  }, [flow])
  const height = drawn ? undefined : px !== null ? `${px}px` : `${folded ? heights.folded : heights.open}rem`
  return (
    <div ref={place} style={height === undefined ? undefined : { height }}>
      {drawn && children}
    </div>
  )
}

type Watch = (element: Element, onChange: (inside: boolean) => void) => () => void

/** One observer for all messages of a flow, which goes with the last of them. */
const observers = new WeakMap<object, Watch>()
const page = {}

function observerOf(root: HTMLElement | null): Watch {
  const known = observers.get(root ?? page)
  if (known) return known
  const listeners = new Map<Element, (inside: boolean) => void>()
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) listeners.get(entry.target)?.(entry.isIntersecting)
    },
    { root, rootMargin: margin },
  )
  const watch: Watch = (element, onChange) => {
    listeners.set(element, onChange)
    observer.observe(element)
    return () => {
      listeners.delete(element)
      observer.unobserve(element)
    }
  }
  observers.set(root ?? page, watch)
  return watch
}
