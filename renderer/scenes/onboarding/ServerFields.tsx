import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames, SelectField, TextField } from '../../components/index.ts'
import type { FormText, ServerText } from './account-form.ts'
import styles from './onboarding.module.css'

const c = classNames(styles)

interface Props {
  readonly text: FormText
  readonly set: (change: Partial<FormText>) => void
  readonly errorOf: (field: string) => ReactNode
}

/** Both servers by hand, and the one place where a certificate can be trusted that nobody vouches for. */
export function ServerFields({ text, set, errorOf }: Props) {
  const { t } = useTranslation()
  return (
    <div className={c('servers')}>
      <OneServer
        legend={t('onboarding.receive')}
        name="imap"
        value={text.imap}
        onChange={(imap) => set({ imap })}
        errorOf={errorOf}
      />
      <OneServer
        legend={t('onboarding.send')}
        name="smtp"
        value={text.smtp}
        onChange={(smtp) => set({ smtp })}
        errorOf={errorOf}
      />
      <TextField
        label={t('onboarding.certificate')}
        description={t('onboarding.certificateText')}
        value={text.certificate}
        onChange={(certificate) => set({ certificate })}
        error={errorOf('trustedCertificate')}
        mono
      />
    </div>
  )
}

interface ServerProps {
  readonly legend: string
  readonly name: 'imap' | 'smtp'
  readonly value: ServerText
  readonly onChange: (value: ServerText) => void
  readonly errorOf: Props['errorOf']
}

export function OneServer({ legend, name, value, onChange, errorOf }: ServerProps) {
  const { t } = useTranslation()
  const change = (part: Partial<ServerText>) => onChange({ ...value, ...part })
  return (
    <fieldset className={c('server')}>
      <legend>{legend}</legend>
      <TextField
        label={t('onboarding.host')}
        value={value.host}
        onChange={(host) => change({ host })}
        error={errorOf(`${name}.host`) ?? errorOf(name)}
        mono
      />
      <TextField
        label={t('onboarding.port')}
        inputMode="numeric"
        value={value.port}
        onChange={(port) => change({ port })}
        error={errorOf(`${name}.port`)}
        mono
      />
      <SelectField
        label={t('onboarding.protection')}
        value={value.security}
        onChange={(security) => change({ security })}
        choices={(['tls', 'starttls', 'none'] as const).map((key) => ({ key, label: t(`onboarding.security.${key}`) }))}
      />
      <TextField
        label={t('onboarding.user')}
        description={t('onboarding.userText')}
        value={value.user}
        onChange={(user) => change({ user })}
        error={errorOf(`${name}.user`)}
        mono
      />
    </fieldset>
  )
}
