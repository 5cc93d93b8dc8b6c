import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  TextField as AriaTextField,
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  type TextFieldProps,
} from 'react-aria-components'
import { classNames } from './class-names.ts'
import styles from './field.module.css'

const c = classNames(styles)

type Props = Omit<TextFieldProps, 'className' | 'style' | 'children'> & {
  readonly label: string
  readonly description?: string
  /** shown under the field in place of the description; the field is then marked invalid */
  readonly error?: ReactNode
  readonly placeholder?: string
  readonly rows?: number
  /** stands at the end, within the border */
  readonly end?: ReactNode
  readonly mono?: boolean
}

export function TextField({ label, description, error, placeholder, rows, end, mono = false, ...rest }: Props) {
  return (
    <AriaTextField {...rest} isInvalid={Boolean(error)} className={c('field')}>
      <Label className={c('label')}>{label}</Label>
      <div className={c('box', mono && 'mono')}>
        {rows ? <TextArea rows={rows} placeholder={placeholder ?? ''} /> : <Input placeholder={placeholder ?? ''} />}
        {end}
      </div>
      {description && !error && (
        <Text slot="description" className={c('description')}>
          {description}
        </Text>
      )}
      <FieldError className={c('error')}>
        {error && (
          <>
            <CircleAlert />
            <span>{error}</span>
          </>
        )}
      </FieldError>
    </AriaTextField>
  )
}
