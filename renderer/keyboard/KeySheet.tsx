import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames, Dialog, TextField } from '../components/index.ts'
import { chordText, isMac } from './chords.ts'
import styles from './keyboard.module.css'
import type { Command } from './registry.ts'

const c = classNames(styles)

/** The sheet of keys, searchable: what works at this place. */
export function KeySheet({
  commands,
  onClose,
}: {
  readonly commands: readonly Command[] | null
  readonly onClose: () => void
}) {
  const { t } = useTranslation()
  return (
    <Dialog title={t('keyboard.title')} isOpen={commands !== null} onClose={onClose} wide>
      <KeyList commands={commands ?? []} autoFocus />
    </Dialog>
  )
}

/** It scrolls, so the keyboard must reach it. */
const reachable = { tabIndex: 0 } as const

/** Commands with their keys, by group, and a field to find one. */
export function KeyList({
  commands,
  autoFocus = false,
}: {
  readonly commands: readonly Command[]
  readonly autoFocus?: boolean
}) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const mac = isMac()
  const wanted = text.trim().toLocaleLowerCase()
  const found = commands.filter(
    ({ label, keys }) =>
      keys.length > 0 &&
      (label.toLocaleLowerCase().includes(wanted) ||
        keys.some((key) => chordText(key, mac).join(' ').toLowerCase() === wanted)),
  )
  const groups = Map.groupBy(found, ({ group }) => group)
  return (
    <>
      <TextField label={t('keyboard.find')} value={text} onChange={setText} autoFocus={autoFocus} />
      {found.length === 0 && <p className={c('none')}>{t('keyboard.none')}</p>}
      <div className={c('scroller')} {...reachable}>
        <div className={c('groups')}>
          {[...groups].map(([group, items]) => (
            <section key={group} aria-label={group}>
              <h3 className={c('group')}>{group}</h3>
              <dl className={c('list')}>
                {items.map(({ id, label, keys }) => (
                  <div key={id} className={c('row')}>
                    <dt>{label}</dt>
                    <dd>
                      {keys.map((key, index) => (
                        <span key={key}>
                          {index > 0 && <span className={c('or')}> {t('keyboard.or')} </span>}
                          <Keys keys={key} mac={mac} />
                        </span>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      </div>
    </>
  )
}

/** Keys as printed on them, `G` then `I`. */
export function Keys({ keys, mac }: { readonly keys: string; readonly mac: boolean }) {
  const { t } = useTranslation()
  return chordText(keys, mac).map((chord, index) => (
    <span key={chord}>
      {index > 0 && <span className={c('or')}> {t('keyboard.then')} </span>}
      <kbd className={c('key')}>{chord}</kbd>
    </span>
  ))
}
