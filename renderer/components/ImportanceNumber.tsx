import { useTranslation } from 'react-i18next'
import { levelText, useLocale } from '../language/index.ts'
import { classNames } from './class-names.ts'
import styles from './importance.module.css'

const c = classNames(styles)

/** `+8`: where something lies between -10 and 10. */
export function ImportanceNumber({ level }: { readonly level: number }) {
  const { t } = useTranslation()
  const text = levelText(level, useLocale())
  const name = t('common.importance.name', { level: text })
  return (
    <span title={name} className={c('number')}>
      <span aria-hidden="true" dir="ltr">
        {text}
      </span>
      <span className="visually-hidden">{name}</span>
    </span>
  )
}
