import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, classNames, Dialog, TextField } from '../../components/index.ts'
import styles from './composer.module.css'

const c = classNames(styles)

interface Props {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onLink: (address: string) => void
}

/** Asks where a link leads. */
export function LinkDialog({ isOpen, onClose, onLink }: Props) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const address = completed(text)
  const done = () => {
    if (address === null) return
    onClose()
    setText('')
    // The dialog gives the focus back to the text first; the link goes to where the cursor was.
    requestAnimationFrame(() => onLink(address))
  }
  return (
    <Dialog title={t('composer.linkTitle')} isOpen={isOpen} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          done()
        }}
      >
        <TextField
          label={t('composer.linkAddress')}
          value={text}
          onChange={setText}
          autoFocus
          error={text !== '' && address === null ? t('composer.linkInvalid') : null}
        />
        <div className={c('dialogButtons')}>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" isDisabled={address === null}>
            {t('composer.linkDone')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** A whole address from what was typed: `a.example` is a place on the web, `amira@haddad.example` a person. */
function completed(text: string): string | null {
  const typed = text.trim()
  if (/^(?:https?:\/\/|mailto:)\S+$/i.test(typed)) return typed
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(typed)) return `mailto:${typed}`
  return /^[^\s:/]+\.[^\s:]+$/.test(typed) ? `https://${typed}` : null
}
