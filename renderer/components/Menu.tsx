import type { ReactElement, ReactNode } from 'react'
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  type MenuItemProps,
  MenuTrigger,
  Popover,
  Separator,
} from 'react-aria-components'
import { classNames } from './class-names.ts'
import styles from './menu.module.css'

const c = classNames(styles)

interface MenuProps {
  readonly label: string
  readonly trigger: ReactElement
  readonly isOpen?: boolean
  readonly onOpenChange?: (open: boolean) => void
  readonly children: ReactNode
}

/** A menu under the button that opens it. */
export function Menu({ label, trigger, children, ...open }: MenuProps) {
  return (
    <MenuTrigger {...open}>
      {trigger}
      <Popover placement="bottom end" offset={4} className={c('popover')}>
        <AriaMenu aria-label={label} className={c('menu')}>
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}

type ItemProps = Omit<MenuItemProps, 'className' | 'style' | 'children' | 'textValue'> & {
  readonly icon?: ReactNode
  readonly hint?: string | undefined
  readonly children: string
}

export function MenuItem({ icon, hint, children, ...rest }: ItemProps) {
  return (
    <AriaMenuItem {...rest} textValue={children} className={c('item')}>
      <span className={c('icon')}>{icon}</span>
      <span className={c('label')}>{children}</span>
      {hint && <kbd className={c('hint')}>{hint}</kbd>}
    </AriaMenuItem>
  )
}

export function MenuSeparator() {
  return <Separator className={c('separator')} />
}
