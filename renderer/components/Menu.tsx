import type { ReactElement, ReactNode, RefObject } from 'react'
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

interface ContextMenuProps {
  readonly label: string
  readonly isOpen: boolean
  readonly onClose: () => void
  /** what it stands beside; focus goes back to what had it */
  readonly beside: RefObject<Element | null>
  readonly children: ReactNode
}

/** A menu that was asked for at some place: by the second button of a mouse, or by a key. */
export function ContextMenu({ label, isOpen, onClose, beside, children }: ContextMenuProps) {
  return (
    <Popover
      triggerRef={beside}
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      placement="end top"
      offset={2}
      className={c('popover')}
    >
      <AriaMenu aria-label={label} autoFocus="first" onClose={onClose} className={c('menu')}>
        {children}
      </AriaMenu>
    </Popover>
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
