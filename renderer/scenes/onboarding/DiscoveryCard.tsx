import { BadgeCheck, CircleSlash, Inbox, Lock, Search, Send } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { Discovered, Server } from '../../../core/defs/index.ts'
import { classNames, ErrorNotice, ProgressBar } from '../../components/index.ts'
import styles from './onboarding.module.css'
import type { Discovery } from './use-discovery.ts'

const c = classNames(styles)

interface Props {
  readonly discovery: Discovery
  readonly address: string
  readonly onChange: () => void
}

/** How the search for servers goes, what it found, and everything that was asked on the way. */
export function DiscoveryCard({ discovery, address, onChange }: Props) {
  const { t } = useTranslation()
  const domain = address.split('@')[1] ?? ''
  const { found, looking, error } = discovery
  if (looking) {
    return (
      <div className={c('card')} role="status">
        <div className={c('row')}>
          <Search />
          <b>{t('onboarding.looking', { domain })}</b>
          <Button className={c('link')} onPress={discovery.stop}>
            {t('common.cancel')}
          </Button>
        </div>
        <div className={c('progress')}>
          <ProgressBar label={t('onboarding.looking', { domain })} done={0} total={null} />
        </div>
      </div>
    )
  }
  if (error) return <ErrorNotice error={error} alert />
  if (!found) return null
  const by = found.attempts.find(({ outcome }) => outcome === 'found')?.method
  const complete = found.imap !== null && found.smtp !== null
  return (
    <div className={c('card')}>
      <div className={c('row')}>
        {complete ? <BadgeCheck className={c('ok')} /> : <CircleSlash />}
        <b role="status">
          {complete ? t(`onboarding.foundBy.${by ?? 'guess'}`) : t('onboarding.nothingFound', { domain })}
        </b>
        {complete && (
          <Button className={c('link')} onPress={onChange}>
            {t('onboarding.change')}
          </Button>
        )}
      </div>
      {found.imap && <ServerRow icon={<Inbox />} label={t('onboarding.receive')} server={found.imap} />}
      {found.smtp && <ServerRow icon={<Send />} label={t('onboarding.send')} server={found.smtp} />}
      <Attempts found={found} />
    </div>
  )
}

function ServerRow({
  icon,
  label,
  server,
}: {
  readonly icon: ReactNode
  readonly label: string
  readonly server: Server
}) {
  const { t } = useTranslation()
  return (
    <div className={c('row')}>
      {icon}
      <span className={c('label')}>{label}</span>
      <code>
        {server.host}:{server.port}
      </code>
      <span className={c('chip', server.security === 'none' && 'open')}>
        <Lock />
        {t(`onboarding.security.${server.security}`)}
      </span>
    </div>
  )
}

function Attempts({ found }: { readonly found: Discovered }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const asked = found.attempts.filter(({ outcome }) => outcome !== 'skipped').length
  return (
    <div className={c('attempts')}>
      <Button className={c('link')} aria-expanded={open} onPress={() => setOpen(!open)}>
        {t('onboarding.attempts', { count: asked })}
      </Button>
      {open && (
        <ul>
          {found.attempts.map((attempt) => (
            <li key={`${attempt.method} ${attempt.what}`} title={attempt.details}>
              <code>{attempt.what}</code>
              <span>{t(`onboarding.method.${attempt.method}`)}</span>
              <span>{t(`onboarding.outcome.${attempt.outcome}`)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
