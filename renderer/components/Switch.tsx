import { Switch as AriaSwitch } from 'react-aria-components'
import { classNames } from './class-names.ts'
import styles from './field.module.css'

const c = classNames(styles)

interface Props {
  readonly label: string
  readonly isSelected: boolean
  readonly onChange: (on: boolean) => void
}

export function Switch({ label, isSelected, onChange }: Props) {
  return (
    <AriaSwitch isSelected={isSelected} onChange={onChange} className={c('switch')}>
      <span className={c('knob')} />
      {label}
    </AriaSwitch>
  )
}
