import { useEffect, useState } from 'react'

/** The size of one rem in CSS pixels, as the text size makes it. */
export function useRootFontSize(): number {
  const [px, setPx] = useState(rootFontPx)
  useEffect(() => {
    const observer = new MutationObserver(() => setPx(rootFontPx()))
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] })
    return () => observer.disconnect()
  }, [])
  return px
}

const rootFontPx = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16
