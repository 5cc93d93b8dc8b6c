import { useTranslation } from 'react-i18next'
import { Button, classNames, ErrorNotice, Notice } from '../../components/index.ts'
import { stops } from './checks.ts'
import styles from './composer.module.css'
import type { ComposerState } from './use-composer.ts'

const c = classNames(styles)

/** What is worth a second look before sending, in a bar and never in a window over the text. */
export function CheckBar({ composer }: { readonly composer: ComposerState }) {
  const { t } = useTranslation()
  const { checks, problem, overtaken, state, attaching } = composer
  const count = composer.content.to.length + composer.content.cc.length + composer.content.bcc.length
  const stopped = checks.some(stops)
  return (
    <div className={c('bars')}>
      {overtaken && (
        <Notice
          kind="info"
          actions={
            <>
              <Button size="small" onPress={() => composer.ask('revisions')}>
                {t('composer.showOther')}
              </Button>
              <Button size="small" look="quiet" onPress={composer.forgetOvertaken}>
                {t('common.close')}
              </Button>
            </>
          }
        >
          {t('composer.overtaken')}
        </Notice>
      )}
      {state.kind === 'failed' && <ErrorNotice error={state.problem} />}
      {problem && <ErrorNotice error={problem} alert />}
      {attaching.refusal !== null && (
        <Notice kind="danger" alert>
          {attaching.refusal}
        </Notice>
      )}
      {checks.length > 0 && (
        <Notice
          kind="warn"
          alert
          actions={
            !stopped && (
              <Button size="small" onPress={() => composer.send(undefined, true)}>
                {t('composer.sendAnyway')}
              </Button>
            )
          }
        >
          {checks.map((check) => t(`composer.check.${check}`, { count })).join(' ')}
        </Notice>
      )}
    </div>
  )
}
