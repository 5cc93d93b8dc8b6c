import { ChevronDown } from 'lucide-react'
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components'
import { classNames } from './class-names.ts'
import fieldStyles from './field.module.css'
import menuStyles from './menu.module.css'

const c = classNames(fieldStyles)
const m = classNames(menuStyles)

interface Props<K extends string> {
  readonly label: string
  readonly value: K
  /** `lang`: of the label, where it is not the window's */
  readonly choices: readonly { readonly key: K; readonly label: string; readonly lang?: string }[]
  readonly onChange: (key: K) => void
}

export function SelectField<K extends string>({ label, value, choices, onChange }: Props<K>) {
  return (
    <Select
      value={value}
      onChange={(key) => {
        const choice = choices.find((other) => other.key === key)
        if (choice) onChange(choice.key)
      }}
      className={c('field')}
    >
      <Label className={c('label')}>{label}</Label>
      <Button className={c('box', 'select')}>
        <SelectValue />
        <ChevronDown />
      </Button>
      <Popover offset={4} className={m('popover')}>
        <ListBox className={m('menu')}>
          {choices.map(({ key, label: text, lang }) => (
            <ListBoxItem key={key} id={key} textValue={text} className={m('item')}>
              <span lang={lang}>{text}</span>
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  )
}
