import { type ReactNode, useCallback, useState } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { Button, classNames, Dialog } from '../components/index.ts'
import { useToasts } from '../window/index.ts'
import { describeLink, type LinkFacts, openOutside } from './links.ts'
import styles from './mail-frame.module.css'
import type { LinkEvents } from './PlainText.tsx'

const c = classNames(styles)

interface Props {
  /** nothing is followed */
  readonly off: boolean
  /** a link to a person: `mailto:` */
  readonly onWrite: (href: string) => void
  readonly children: (events: LinkEvents) => ReactNode
}

/** Shows where a link leads while it is pointed at, and asks before one that pretends to lead elsewhere. */
export function LinkGuard({ off, onWrite, children }: Props) {
  const { t } = useTranslation()
  const toasts = useToasts()
  const [pointed, setPointed] = useState<LinkFacts | null>(null)
  const [doubted, setDoubted] = useState<LinkFacts | null>(null)

  const onPoint = useCallback((href: string | null, text: string) => {
    setPointed(href === null ? null : describeLink(href, text))
  }, [])
  const onOpen = useCallback(
    (href: string, text: string) => {
      if (off) return void toasts.show(t('mailFrame.linksOff'))
      if (/^mailto:/i.test(href)) return onWrite(href)
      const facts = describeLink(href, text)
      if (facts === null) return undefined
      if (facts.mismatch !== null || facts.mixedScripts) return setDoubted(facts)
      return openOutside(facts.url)
    },
    [off, toasts, t, onWrite],
  )

  return (
    <>
      {children({ onOpen, onPoint })}
      {pointed !== null && createPortal(<StatusLine facts={pointed} />, document.body)}
      <Dialog title={t('mailFrame.doubtTitle')} isOpen={doubted !== null} onClose={() => setDoubted(null)}>
        {doubted !== null && (
          <>
            <p>
              {doubted.mismatch === null
                ? t('mailFrame.mixed')
                : t('mailFrame.mismatch', { shown: doubted.mismatch, real: doubted.domain })}
            </p>
            <p className={c('address')}>
              <Address facts={doubted} />
            </p>
            <div className={c('buttons')}>
              <Button
                onPress={() => {
                  openOutside(doubted.url)
                  setDoubted(null)
                }}
              >
                {t('mailFrame.openAnyway', { domain: doubted.domain })}
              </Button>
              <Button look="primary" autoFocus onPress={() => setDoubted(null)}>
                {t('mailFrame.stay')}
              </Button>
            </div>
          </>
        )}
      </Dialog>
    </>
  )
}

function StatusLine({ facts }: { readonly facts: LinkFacts }) {
  const { t } = useTranslation()
  return (
    <div className={c('status')} aria-hidden="true">
      {facts.mismatch !== null && (
        <span className={c('warn')}>{t('mailFrame.mismatchShort', { shown: facts.mismatch })} </span>
      )}
      {facts.mixedScripts && <span className={c('warn')}>{t('mailFrame.mixedShort')} </span>}
      <Address facts={facts} />
    </div>
  )
}

const Address = ({ facts }: { readonly facts: LinkFacts }) => (
  <bdi>
    {facts.before}
    <b>{facts.domain}</b>
    {facts.after}
  </bdi>
)
