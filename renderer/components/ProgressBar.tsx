import { ProgressBar as AriaProgressBar } from 'react-aria-components'
import { classNames } from './class-names.ts'
import styles from './progress.module.css'

const c = classNames(styles)

interface Props {
  readonly label: string
  readonly done: number
  /** null = not known yet */
  readonly total: number | null
}

export function ProgressBar({ label, done, total }: Props) {
  const known = total !== null && total > 0
  return (
    <AriaProgressBar
      aria-label={label}
      {...(known ? { value: Math.min(done, total), maxValue: total } : { isIndeterminate: true })}
      className={c('track')}
    >
      {({ percentage }) => (
        <span className={c(known ? 'bar' : 'unknown')} style={known ? { width: `${percentage ?? 0}%` } : {}} />
      )}
    </AriaProgressBar>
  )
}
