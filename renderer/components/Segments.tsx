import type { ReactNode } from 'react'
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import { classNames } from './class-names.ts'
import styles from './segments.module.css'

const c = classNames(styles)

interface Props<K extends string> {
  readonly label: string
  readonly value: K
  readonly choices: readonly { readonly key: K; readonly label: string; readonly icon?: ReactNode }[]
  readonly onChange: (key: K) => void
}

/** A few choices side by side, one of them on. */
export function Segments<K extends string>({ label, value, choices, onChange }: Props<K>) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(selected) => {
        const choice = choices.find(({ key }) => selected.has(key))
        if (choice) onChange(choice.key)
      }}
      className={c('group')}
    >
      {choices.map(({ key, label: text, icon }) => (
        <ToggleButton key={key} id={key} className={c('choice')}>
          {icon}
          {text}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}
