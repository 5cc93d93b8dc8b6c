import { createContext, type ReactNode, useContext, useMemo, useRef, useState } from 'react'
import { Popover } from 'react-aria-components'
import type { Tagged } from './subject.ts'
import { TagMenu } from './TagMenu.tsx'
import styles from './tagging.module.css'

interface Tagging {
  /** Opens the menu of tags beside an element; in the middle of the top where there is none. */
  open(tagged: Tagged, beside: Element | null): void
}

const TaggingContext = createContext<Tagging | null>(null)

/** The menu that puts tags on and takes them off: one for the whole window, opened by the key `L` and by menus. */
export function useTagging(): Tagging {
  const tagging = useContext(TaggingContext)
  if (!tagging) throw new Error('useTagging is used outside TaggingProvider.')
  return tagging
}

export function TaggingProvider({ children }: { readonly children: ReactNode }) {
  const [tagged, setTagged] = useState<Tagged | null>(null)
  const anchor = useRef<Element | null>(null)
  const tagging = useMemo<Tagging>(
    () => ({
      open: (next, beside) => {
        anchor.current = beside ?? document.querySelector('main')
        setTagged(next)
      },
    }),
    [],
  )
  const close = () => setTagged(null)
  return (
    <TaggingContext value={tagging}>
      {children}
      <Popover
        triggerRef={anchor}
        isOpen={tagged !== null}
        onOpenChange={(open) => !open && close()}
        placement="bottom end"
        offset={4}
        className={styles['popover'] ?? ''}
      >
        {tagged && <TagMenu tagged={tagged} onDone={close} />}
      </Popover>
    </TaggingContext>
  )
}
