import type { ReactNode } from 'react'
import { Button, type ButtonProps, Tooltip, TooltipTrigger } from 'react-aria-components'
import styles from './button.module.css'
import { classNames } from './class-names.ts'

const c = classNames(styles)

type Props = Omit<ButtonProps, 'className' | 'style' | 'children' | 'aria-label'> & {
  /** the accessible name, shown as a tooltip */
  readonly label: string
  /** the key that does the same, shown in the tooltip */
  readonly hint?: string | undefined
  readonly on?: boolean
  readonly children: ReactNode
}

/** How long a pointer rests before the tooltip comes: long enough not to follow a passing pointer. */
const tooltipDelayMs = 600

export function IconButton({ label, hint, on = false, children, ...rest }: Props) {
  return (
    <TooltipTrigger delay={tooltipDelayMs} closeDelay={0}>
      <Button {...rest} aria-label={label} className={c('icon', on && 'on')}>
        {children}
      </Button>
      <Tooltip offset={6} className={c('tip')}>
        {label}
        {hint && <kbd>{hint}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  )
}
