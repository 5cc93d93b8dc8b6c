import { useTranslation } from 'react-i18next'
import { Button, classNames, Notice } from '../../components/index.ts'
import styles from './contacts.module.css'
import type { Conflict } from './use-field-save.ts'

const c = classNames(styles)

interface Props {
  readonly conflict: Conflict
  readonly onSettle: (keep: 'mine' | 'theirs') => void
}

/** A field that was changed here and elsewhere: both values, and a choice. */
export function ConflictNotice({ conflict, onSettle }: Props) {
  const { t } = useTranslation()
  return (
    <Notice
      kind="warn"
      alert
      actions={
        <>
          <Button size="small" onPress={() => onSettle('mine')}>
            {t('contacts.keepMine')}
          </Button>
          <Button size="small" look="quiet" onPress={() => onSettle('theirs')}>
            {t('contacts.keepTheirs')}
          </Button>
        </>
      }
    >
      <b>{t('contacts.conflict')}</b>
      <dl className={c('versions')}>
        <dt>{t('contacts.here')}</dt>
        <dd dir="auto">{shown(conflict.mine)}</dd>
        <dt>{t('contacts.elsewhere')}</dt>
        <dd dir="auto">{shown(conflict.current)}</dd>
      </dl>
    </Notice>
  )
}

/** The words in a value, whatever its shape. */
function shown(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(shown).filter(Boolean).join(', ')
  if (typeof value === 'object' && value !== null) {
    const { address, number, text, full } = value as Record<string, unknown> // read only where it is text
    const named = [address, number, text, full].find((one) => typeof one === 'string' && one !== '')
    return typeof named === 'string' ? named : Object.values(value).map(shown).filter(Boolean).join(' ')
  }
  return ''
}
