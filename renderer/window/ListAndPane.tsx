import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames, Splitter } from '../components/index.ts'
import { listWidths, useLayout } from './layout.tsx'
import styles from './list-and-pane.module.css'

const c = classNames(styles)

interface Props {
  readonly list: ReactNode
  readonly pane: ReactNode
  readonly paneLabel: string
  /** where there is room for one of them, the pane is shown */
  readonly opened: boolean
}

/** A list and, beside it, what is open of it; one at a time in a narrow window. */
export function ListAndPane({ list, pane, paneLabel, opened }: Props) {
  const { t } = useTranslation()
  const { width, listPx, resizeList } = useLayout()
  const single = width === 'single'
  return (
    <div className={c('scene', single && 'single')} style={{ '--list-now': `${listPx}px` }}>
      {(!single || !opened) && list}
      {(!single || opened) && (
        <section aria-label={paneLabel} data-pane="reading" className={c('pane')}>
          {!single && (
            <Splitter
              label={t('shell.listWidth')}
              width={listPx}
              min={listWidths.min}
              max={listWidths.max}
              initial={listWidths.initial}
              onResize={resizeList}
            />
          )}
          {pane}
        </section>
      )}
    </div>
  )
}
