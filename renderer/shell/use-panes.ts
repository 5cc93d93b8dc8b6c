import { useEffect } from 'react'

/** Panes in the order that F6 walks; scenes mark theirs with `data-pane`. */
const paneOrder = ['rail', 'list', 'reading', 'reply', 'inspector']

const focusable =
  'a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), [tabindex="0"], [contenteditable="true"]'

/** F6 and Shift+F6 walk the panes that are there; each pane gives focus to its `data-pane-focus`, else to its first control. */
export function usePanes(): void {
  useEffect(() => {
    const walk = (event: KeyboardEvent) => {
      if (event.key !== 'F6') return
      event.preventDefault()
      const panes = paneOrder.flatMap((name) => [...document.querySelectorAll<HTMLElement>(`[data-pane="${name}"]`)])
      if (panes.length === 0) return
      const at = panes.findLastIndex((pane) => pane.contains(document.activeElement))
      const next = panes.at(event.shiftKey ? (at <= 0 ? -1 : at - 1) : (at + 1) % panes.length)
      const target =
        next?.querySelector<HTMLElement>('[data-pane-focus]') ?? next?.querySelector<HTMLElement>(focusable)
      target?.focus()
    }
    addEventListener('keydown', walk)
    return () => removeEventListener('keydown', walk)
  }, [])
}
