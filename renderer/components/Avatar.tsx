import { Check, List, Mail } from 'lucide-react'
import styles from './avatar.module.css'
import { classNames } from './class-names.ts'
import { initials, tint } from './initials.ts'

const c = classNames(styles)

interface Props {
  readonly label: string
  readonly address: string
  readonly size?: 'tiny' | 'small' | 'medium' | 'large'
  /** a list or machine has a glyph and no initials */
  readonly machine?: boolean
  readonly checked?: boolean
  /** how they are reached, as a badge at the corner */
  readonly protocol?: 'email'
}

/** Initials on the person's own tint. Decoration: the name always stands beside it. */
export function Avatar({ label, address, size = 'medium', machine = false, checked = false, protocol }: Props) {
  return (
    <span
      aria-hidden="true"
      // Drawn by the style sheet: letters are no text to be found, copied or read out.
      data-letters={checked || machine ? undefined : initials(label, address)}
      className={c('avatar', size, checked ? 'checked' : `tint${machine ? 6 : tint(address || label)}`)}
    >
      {checked ? <Check /> : machine && <List />}
      {protocol && (
        <span className={c('badge')}>
          <Mail />
        </span>
      )}
    </span>
  )
}
