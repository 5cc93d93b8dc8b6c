import { useQuery } from '@tanstack/react-query'
import { Check, Download, Mail } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keys, useClient } from '../../client/index.ts'
import { Button, classNames, Segments } from '../../components/index.ts'
import { listRoute, navigate } from '../../routing/index.ts'
import { useAccounts } from '../../window/index.ts'
import { AddAccount } from './AddAccount.tsx'
import { ImportPanel } from './ImportPanel.tsx'
import styles from './onboarding.module.css'

const c = classNames(styles)

/** The first look: what this is, and a way in by an account or by a file. */
export function OnboardingScene() {
  const { t } = useTranslation()
  const [way, setWay] = useState<'account' | 'import'>('account')
  return (
    <div className={c('scene')}>
      <Pledge way={way} />
      <section className={c('main')} aria-labelledby="onboarding-title">
        <div className={c('column')}>
          <div className={c('head')}>
            <h2 id="onboarding-title">{t(way === 'account' ? 'onboarding.addTitle' : 'onboarding.importTitle')}</h2>
            <Segments
              label={t('onboarding.way')}
              value={way}
              onChange={setWay}
              choices={[
                { key: 'account', label: t('onboarding.email'), icon: <Mail /> },
                { key: 'import', label: t('onboarding.import'), icon: <Download /> },
              ]}
            />
          </div>
          {way === 'account' ? (
            <AddAccount onAdded={openTimeline} aside={<Later />} />
          ) : (
            <>
              <ImportPanel onOpen={openAll} />
              <div className={c('foot')}>
                <Later />
              </div>
            </>
          )}
        </div>
      </section>
    </div>
  )
}

/** What was imported stands in a mailbox named after its file, so it is shown among all messages. */
const openAll = () => navigate(listRoute('all'), { replace: true })
const openTimeline = () => navigate({ name: 'timeline', unread: false }, { replace: true })

function Later() {
  const { t } = useTranslation()
  const { items } = useAccounts()
  return (
    <Button look="quiet" size="large" onPress={openTimeline}>
      {t(items.length > 0 ? 'onboarding.toTimeline' : 'onboarding.without')}
    </Button>
  )
}

function Pledge({ way }: { readonly way: 'account' | 'import' }) {
  const { t } = useTranslation()
  const client = useClient()
  const { data } = useQuery({ queryKey: keys.system, queryFn: ({ signal }) => client.system.info({}, { signal }) })
  return (
    <aside className={c('promise')}>
      <h1>{t('onboarding.promise')}</h1>
      <p>{t('onboarding.promiseText')}</p>
      <ol>
        <Step state="done" number={1} title={t('onboarding.step.place')}>
          <bdi>{data?.dataDirectory ?? ''}</bdi>
        </Step>
        <Step
          state="now"
          number={2}
          title={t(way === 'account' ? 'onboarding.step.account' : 'onboarding.step.import')}
        >
          {t(way === 'account' ? 'onboarding.step.accountText' : 'onboarding.step.importText')}
        </Step>
        <Step state="later" number={3} title={t('onboarding.step.look')}>
          {t('onboarding.step.lookText')}
        </Step>
      </ol>
      {data && (
        <p className={c('kept')}>
          <b>{t('onboarding.credentials')}</b> {data.credentials.message}
        </p>
      )}
    </aside>
  )
}

interface StepProps {
  readonly state: 'done' | 'now' | 'later'
  readonly number: number
  readonly title: string
  readonly children: ReactNode
}

function Step({ state, number, title, children }: StepProps) {
  return (
    <li className={c('step', state)} aria-current={state === 'now' ? 'step' : undefined}>
      <span className={c('number')} aria-hidden="true">
        {state === 'done' ? <Check /> : number}
      </span>
      <div>
        <b>{title}</b>
        <p>{children}</p>
      </div>
    </li>
  )
}
