import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account, Server } from '../../../core/defs/index.ts'
import { useClient } from '../../client/index.ts'
import {
  Button,
  ConfirmDialog,
  classNames,
  ErrorNotice,
  SelectField,
  Switch,
  TextField,
} from '../../components/index.ts'
import { useToasts } from '../../window/index.ts'
import styles from './settings.module.css'
import { signatureHtml } from './signature.ts'
import { TrustedProvider } from './TrustedProvider.tsx'
import { useAccountUpdate } from './use-account-update.ts'

const c = classNames(styles)

/** Everything about one account. A field is kept when it is left. */
export function AccountForm({ account }: { readonly account: Account }) {
  const { t } = useTranslation()
  const { change, problem, running, saved } = useAccountUpdate(account)
  const [password, setPassword] = useState('')
  const server = account.protocol !== 'local'
  return (
    <div className={c('cardBody')}>
      {problem && <ErrorNotice alert error={problem} />}
      <div className={c('two')}>
        <KeptField label={t('settings.accounts.label')} value={account.label} onKeep={(label) => change({ label })} />
        <KeptField label={t('settings.accounts.name')} value={account.name} onKeep={(name) => change({ name })} />
        {!server && (
          <KeptField
            label={t('settings.accounts.ownAddress')}
            value={account.address}
            onKeep={(address) => change({ address: address.trim() })}
          />
        )}
      </div>
      <KeptField
        label={t('settings.accounts.signature')}
        value={account.signature?.text ?? ''}
        rows={3}
        onKeep={(text) => change({ signature: text === '' ? null : { text, html: signatureHtml(text) } })}
      />
      {server && (
        <>
          {account.imap && (
            <ServerForm legend={t('onboarding.receive')} server={account.imap} onKeep={(imap) => change({ imap })} />
          )}
          {account.smtp && (
            <ServerForm legend={t('onboarding.send')} server={account.smtp} onKeep={(smtp) => change({ smtp })} />
          )}
          <div className={c('password')}>
            <TextField
              label={t('settings.accounts.newPassword')}
              type="password"
              autoComplete="new-password"
              value={password}
              onChange={setPassword}
            />
            <Button
              isDisabled={password === '' || running}
              onPress={() => {
                change({}, password)
                setPassword('')
              }}
            >
              {t('settings.accounts.changePassword')}
            </Button>
          </div>
          <Switch
            label={t('settings.accounts.fetch')}
            isSelected={!account.paused}
            onChange={(on) => change({ paused: !on })}
          />
        </>
      )}
      <TrustedProvider account={account} />
      <div className={c('foot')}>
        <span role="status" className={c('quiet')}>
          {running ? t('settings.keeping') : saved ? t('settings.kept') : ''}
        </span>
        <RemoveButton account={account} />
      </div>
    </div>
  )
}

interface KeptProps {
  readonly label: string
  readonly value: string
  readonly rows?: number
  readonly mono?: boolean
  readonly onKeep: (value: string) => void
}

/** A field that hands over what was typed when it is left, and follows what is kept while it is not typed in. */
function KeptField({ label, value, rows, mono, onKeep }: KeptProps) {
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <TextField
      label={label}
      value={typed ?? value}
      {...(rows ? { rows } : {})}
      {...(mono ? { mono } : {})}
      onChange={setTyped}
      onBlur={() => {
        if (typed !== null && typed !== value) onKeep(typed)
        setTyped(null)
      }}
    />
  )
}

interface ServerProps {
  readonly legend: string
  readonly server: Server
  readonly onKeep: (server: Server) => void
}

function ServerForm({ legend, server, onKeep }: ServerProps) {
  const { t } = useTranslation()
  return (
    <fieldset className={c('server')}>
      <legend>{legend}</legend>
      <KeptField label={t('onboarding.host')} mono value={server.host} onKeep={(host) => onKeep({ ...server, host })} />
      <KeptField
        label={t('onboarding.port')}
        mono
        value={String(server.port)}
        onKeep={(port) => onKeep({ ...server, port: Number(port) })}
      />
      <SelectField
        label={t('onboarding.protection')}
        value={server.security}
        onChange={(security) => onKeep({ ...server, security })}
        choices={(['tls', 'starttls', 'none'] as const).map((key) => ({ key, label: t(`onboarding.security.${key}`) }))}
      />
    </fieldset>
  )
}

/** What goes is said; what stays may be chosen. */
function RemoveButton({ account }: { readonly account: Account }) {
  const { t } = useTranslation()
  const client = useClient()
  const toasts = useToasts()
  const [asking, setAsking] = useState<'keep' | 'remove' | null>(null)
  const remove = useMutation({
    mutationFn: (keepMessages: boolean) => client.accounts.remove({ id: account.id, keepMessages }),
    onError: (error) => toasts.show(error.message, { tone: 'danger' }),
  })
  const name = account.label || account.address
  return (
    <>
      <Button look="quiet" size="small" onPress={() => setAsking('keep')}>
        {t('settings.accounts.removeKeeping')}
      </Button>
      <Button look="quiet" size="small" onPress={() => setAsking('remove')}>
        {t('settings.accounts.removeAll')}
      </Button>
      <ConfirmDialog
        isOpen={asking !== null}
        title={t('settings.accounts.removeTitle', { name })}
        text={t(asking === 'remove' ? 'settings.accounts.removeAllText' : 'settings.accounts.removeKeepingText')}
        action={t('settings.accounts.removeAction', { name })}
        onConfirm={() => remove.mutate(asking !== 'remove')}
        onClose={() => setAsking(null)}
      />
    </>
  )
}
