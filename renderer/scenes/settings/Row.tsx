import type { ReactNode } from 'react'
import { classNames } from '../../components/index.ts'
import styles from './settings.module.css'

const c = classNames(styles)

/** One setting: its name and what it does at the left, its control at the right. The control names itself. */
export function Row({
  title,
  text,
  children,
}: {
  readonly title: string
  readonly text?: string
  readonly children: ReactNode
}) {
  return (
    <div className={c('row')}>
      <div className={c('words')}>
        <div className={c('title')}>{title}</div>
        {text && <p>{text}</p>}
      </div>
      {children}
    </div>
  )
}
