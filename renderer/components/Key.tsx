import { classNames } from './class-names.ts'
import styles from './key.module.css'

const c = classNames(styles)

/** A key of the keyboard, as printed on it. Decoration: the command says its key to screen readers itself. */
export function Key({ children }: { readonly children: string }) {
  return (
    <span aria-hidden="true" className={c('key')}>
      {children}
    </span>
  )
}
