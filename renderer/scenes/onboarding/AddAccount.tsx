import { KeyRound } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Button as AriaButton, Form } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Button, classNames, ErrorNotice, ProblemText, TextField } from '../../components/index.ts'
import { fieldOf, toServerText, useAccountForm } from './account-form.ts'
import { DiscoveryCard } from './DiscoveryCard.tsx'
import styles from './onboarding.module.css'
import { ServerFields } from './ServerFields.tsx'
import { useDiscovery } from './use-discovery.ts'

const c = classNames(styles)

interface Props {
  readonly onAdded: () => void
  /** stands at the end of the buttons */
  readonly aside?: ReactNode
}

/** An address is enough for most; servers by hand for the others. Errors stand under the field that they are about. */
export function AddAccount({ onAdded, aside }: Props) {
  const { t } = useTranslation()
  const discovery = useDiscovery()
  const [byHand, setByHand] = useState(false)
  const [shown, setShown] = useState(false)
  const found = discovery.found
  const incomplete = found !== null && (found.imap === null || found.smtp === null)
  const manual = byHand || incomplete
  const form = useAccountForm(discovery.found, manual, onAdded)
  const { text, set, problem } = form
  const field = problem ? fieldOf(problem) : null
  const errorOf = (name: string) => (problem && field === name ? <ProblemText message={problem.message} /> : null)
  const root = useRef<HTMLFormElement>(null)

  // Focus goes to the field that the error is about.
  useEffect(() => {
    if (problem) root.current?.querySelector<HTMLElement>('[data-invalid] :is(input, textarea)')?.focus()
  }, [problem])

  const change = () => {
    set({ imap: toServerText(found?.imap ?? null, '993'), smtp: toServerText(found?.smtp ?? null, '465') })
    setByHand(true)
  }
  // Servers given by hand need not wait for those that are looked for.
  const ready = text.address !== '' && text.password !== '' && (byHand || !discovery.looking)
  return (
    <Form
      ref={root}
      className={c('form')}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) form.submit()
      }}
    >
      <div className={c('two')}>
        <TextField
          label={t('onboarding.address')}
          type="email"
          autoComplete="email"
          value={text.address}
          onChange={(address) => set({ address })}
          onBlur={() => discovery.look(text.address)}
          error={errorOf('address')}
          autoFocus
        />
        <TextField
          label={t('onboarding.name')}
          autoComplete="name"
          value={text.name}
          onChange={(name) => set({ name })}
          error={errorOf('name')}
        />
      </div>
      {!byHand && <DiscoveryCard discovery={discovery} address={text.address} onChange={change} />}
      {manual && <ServerFields text={text} set={set} errorOf={errorOf} />}
      <TextField
        label={t('onboarding.password')}
        type={shown ? 'text' : 'password'}
        autoComplete="current-password"
        value={text.password}
        onChange={(password) => set({ password })}
        error={errorOf('password')}
        end={
          <AriaButton className={c('link')} onPress={() => setShown(!shown)} aria-pressed={shown}>
            {t(shown ? 'common.hide' : 'common.show')}
          </AriaButton>
        }
      />
      {!problem && (
        <p className={c('note')}>
          <KeyRound />
          {t('onboarding.appPassword')}
        </p>
      )}
      {problem && (field === null || !isShownField(field, manual)) && (
        <ErrorNotice
          alert
          error={problem}
          actions={
            (problem.code === 'offline' || problem.code === 'timeout') && (
              <Button size="small" onPress={() => form.submit(true)}>
                {t('onboarding.addAnyway')}
              </Button>
            )
          }
        />
      )}
      <div className={c('buttons')}>
        <Button type="submit" look="primary" size="large" isDisabled={!ready || form.running}>
          {t(form.running ? 'onboarding.trying' : problem ? 'common.retry' : 'onboarding.add')}
        </Button>
        {!manual && (
          <Button size="large" onPress={change}>
            {t('onboarding.byHand')}
          </Button>
        )}
        <span className={c('grow')} />
        {aside}
      </div>
    </Form>
  )
}

const isShownField = (field: string, manual: boolean): boolean =>
  field === 'address' ||
  field === 'name' ||
  field === 'password' ||
  (manual && /^(imap|smtp|trustedCertificate)/.test(field))
