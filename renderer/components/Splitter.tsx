import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { classNames } from './class-names.ts'
import styles from './splitter.module.css'

const c = classNames(styles)

interface Props {
  readonly label: string
  /** all in CSS pixels */
  readonly width: number
  readonly min: number
  readonly max: number
  readonly initial: number
  /** what it sizes stands after it */
  readonly reversed?: boolean
  readonly onResize: (width: number) => void
}

/** How far one arrow key moves it. */
const stepPx = 16

/** A line between two panes that can be dragged, moved by arrow keys, and set back by a double click. */
export function Splitter({ label, width, min, max, initial, reversed = false, onResize }: Props) {
  const from = useRef<{ x: number; width: number } | null>(null)
  const resize = (to: number) => onResize(Math.round(Math.min(max, Math.max(min, to))))
  /** whether the pointer makes it narrower on its way to the right */
  const mirrored = () => (document.documentElement.dir === 'rtl') !== reversed

  const drag = (event: PointerEvent) => {
    if (!from.current) return
    resize(from.current.width + (event.clientX - from.current.x) * (mirrored() ? -1 : 1))
  }
  const press = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowLeft: mirrored() ? 1 : -1, ArrowRight: mirrored() ? -1 : 1 }
    const step = steps[event.key]
    if (step === undefined && event.key !== 'Home' && event.key !== 'End') return
    event.preventDefault()
    resize(event.key === 'Home' ? min : event.key === 'End' ? max : width + (step ?? 0) * stepPx)
  }
  return (
    <hr
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={min}
      aria-valuemax={max}
      className={c('splitter')}
      onPointerDown={(event) => {
        from.current = { x: event.clientX, width }
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={drag}
      onPointerUp={() => {
        from.current = null
      }}
      onDoubleClick={() => resize(initial)}
      onKeyDown={press}
    />
  )
}
