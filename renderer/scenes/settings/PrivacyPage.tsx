import { useQuery } from '@tanstack/react-query'
import { ChevronRight, Monitor, User } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { PrivacyExplanation } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import { classNames, ErrorNotice, PrivacyGlyph, privacyWord, Switch } from '../../components/index.ts'
import { countText, useLocale } from '../../language/index.ts'
import { Link } from '../../routing/index.ts'
import { useSettings, useUpdateSettings } from '../../window/index.ts'
import { PrivacyReasons } from '../inspector/index.tsx'
import { Row } from './Row.tsx'
import styles from './settings.module.css'

const c = classNames(styles)

/** How private this computer and the user's own habits are, whom the checks ask, and where scoring stands. */
export function PrivacyPage() {
  const { t } = useTranslation()
  const { verifyMail } = useSettings()
  const update = useUpdateSettings()
  return (
    <>
      <p className={c('quiet')}>{t('settings.privacy.text')}</p>
      <IndexCard kind="own" icon={<User />} />
      <IndexCard kind="device" icon={<Monitor />} />
      <Row title={t('settings.privacy.verify')} text={t('settings.privacy.verifyText')}>
        <Switch
          label={t('settings.privacy.verifySwitch')}
          isSelected={verifyMail}
          onChange={(on) => update({ verifyMail: on })}
        />
      </Row>
      <Status />
      <h3>{t('settings.privacy.kept')}</h3>
      <p className={c('quiet')}>{t('settings.privacy.keptText')}</p>
      <ul className={c('links')}>
        <li>
          <Link to={{ name: 'settings', page: 'data' }}>{t('settings.privacy.toData')}</Link>
        </li>
        <li>
          <Link to={{ name: 'settings', page: 'importance' }}>{t('settings.privacy.toLearnt')}</Link>
        </li>
        <li>
          <Link to={{ name: 'connections' }}>{t('settings.privacy.toConnections')}</Link>
        </li>
      </ul>
    </>
  )
}

/** The index of the user or of this computer: there is one of each, and it is named as its kind. */
function IndexCard({ kind, icon }: { readonly kind: 'own' | 'device'; readonly icon: ReactNode }) {
  const { t } = useTranslation()
  const client = useClient()
  const [open, setOpen] = useState(false)
  const { data, error } = useQuery({
    queryKey: keys.privacyOf(kind, kind),
    queryFn: ({ signal }) => client.privacy.explain({ kind, ids: [kind] }, { signal }),
  })
  const explained = data?.items[0]
  return (
    <div className={c('card')}>
      <AriaButton className={c('cardHead', open && 'open')} aria-expanded={open} onPress={() => setOpen(!open)}>
        {icon}
        <span className={c('words')}>
          <b>{t(`settings.privacy.${kind}`)}</b>
          <span>{t(`settings.privacy.${kind}Text`)}</span>
        </span>
        {explained && <Glyph explained={explained} />}
        <ChevronRight />
      </AriaButton>
      {error && <ErrorNotice error={error} />}
      {open && explained && (
        <div className={c('cardBody')}>
          <PrivacyReasons explained={explained} />
        </div>
      )}
    </div>
  )
}

function Glyph({ explained }: { readonly explained: PrivacyExplanation }) {
  const { t } = useTranslation()
  const { technic, context, comportment, overall } = explained
  const index = { technic: technic.score, context: context.score, comportment: comportment.score, overall }
  return (
    <>
      <span>{t(`common.privacy.word.${privacyWord(overall)}`)}</span>
      <PrivacyGlyph index={index} coloured decorative />
    </>
  )
}

function Status() {
  const { t } = useTranslation()
  const locale = useLocale()
  const client = useClient()
  const { data, error } = useQuery({
    queryKey: [...keys.privacy, 'status'],
    queryFn: ({ signal }) => client.privacy.status({}, { signal }),
  })
  if (error) return <ErrorNotice error={error} />
  if (!data) return null
  const facts = [
    [t('settings.privacy.version'), String(data.version)],
    [t('settings.privacy.judged'), countText(data.messages - data.stale, locale)],
    [t('settings.privacy.stale'), countText(data.stale, locale)],
    [t('settings.privacy.pending'), countText(data.pending, locale)],
  ] as const
  return (
    <>
      <h3>{t('settings.privacy.status')}</h3>
      <dl className={c('facts')}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
