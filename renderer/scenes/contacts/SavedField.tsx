import { useEffect, useState } from 'react'
import { TextField } from '../../components/index.ts'

interface Props {
  readonly label: string
  readonly value: string
  readonly rows?: number
  readonly onSave: (text: string) => void
}

/** A field that is saved when it is left, or with Enter; Escape gives back what it was. */
export function SavedField({ label, value, rows, onSave }: Props) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  const save = () => {
    const next = text.trim()
    if (next !== value) onSave(next)
  }
  return (
    <TextField
      label={label}
      value={text}
      onChange={setText}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && rows === undefined) save()
        else if (event.key === 'Escape' && text !== value) setText(value)
        else event.continuePropagation()
      }}
      {...(rows === undefined ? {} : { rows })}
    />
  )
}
