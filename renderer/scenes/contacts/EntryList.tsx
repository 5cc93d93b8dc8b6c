import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, classNames, IconButton } from '../../components/index.ts'
import styles from './contacts.module.css'
import { SavedField } from './SavedField.tsx'

const c = classNames(styles)

interface Props {
  readonly label: string
  readonly add: string
  readonly entries: readonly string[]
  readonly isReadOnly?: boolean
  readonly onChange: (entries: string[]) => void
}

/** Several addresses or numbers, each changed, taken away or added by itself. */
export function EntryList({ label, add, entries, isReadOnly = false, onChange }: Props) {
  const { t } = useTranslation()
  const [adding, setAdding] = useState(false)
  return (
    <fieldset className={c('entries')} disabled={isReadOnly}>
      <legend>{label}</legend>
      {entries.map((entry, at) => (
        <div key={entry} className={c('entry')}>
          <SavedField
            label={`${label} ${at + 1}`}
            value={entry}
            onSave={(text) => onChange(entries.flatMap((one, i) => (i !== at ? one : text === '' ? [] : text)))}
          />
          {!isReadOnly && (
            <IconButton
              label={t('contacts.takeAway', { what: entry })}
              onPress={() => onChange(entries.filter((_, i) => i !== at))}
            >
              <X />
            </IconButton>
          )}
        </div>
      ))}
      {adding && (
        <SavedField
          label={add}
          value=""
          onSave={(text) => {
            setAdding(false)
            if (text !== '' && !entries.includes(text)) onChange([...entries, text])
          }}
        />
      )}
      {!isReadOnly && !adding && (
        <Button size="small" look="quiet" icon={<Plus />} onPress={() => setAdding(true)}>
          {add}
        </Button>
      )}
    </fieldset>
  )
}
