import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps } from 'react-aria-components'
import styles from './button.module.css'
import { classNames } from './class-names.ts'

const c = classNames(styles)

type Props = Omit<ButtonProps, 'className' | 'style' | 'children'> & {
  /** `primary`: the one thing to do here; `plain`: bordered; `quiet`: text only; `danger`: cannot be undone */
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger'
  readonly size?: 'small' | 'medium' | 'large'
  readonly icon?: ReactNode
  readonly children: ReactNode
}

export function Button({ look = 'plain', size = 'medium', icon, children, ...rest }: Props) {
  return (
    <AriaButton {...rest} className={c('button', look, size)}>
      {icon}
      <span>{children}</span>
    </AriaButton>
  )
}
