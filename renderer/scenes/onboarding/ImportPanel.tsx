import { FileUp } from 'lucide-react'
import { useRef, useState } from 'react'
import { DropZone, type FileDropItem, FileTrigger } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { type ImportReport, type Problem, toProblem } from '../../../core/defs/index.ts'
import { useClient } from '../../client/index.ts'
import { Button, classNames, ErrorNotice, Notice, ProgressBar } from '../../components/index.ts'
import { countText, sizeText, useLocale } from '../../language/index.ts'
import styles from './onboarding.module.css'
import { importFile } from './upload.ts'

const c = classNames(styles)

type State =
  | { readonly step: 'idle' }
  | { readonly step: 'running'; readonly name: string; readonly doneBytes: number; readonly totalBytes: number }
  | { readonly step: 'done'; readonly name: string; readonly report: ImportReport }
  | { readonly step: 'failed'; readonly problem: Problem }

/** What the importers read; others are refused by them with the reason. */
const accepted = ['.mbox', '.eml', '.zip', '.mbx', '.txt']

/** Brings a file in: dropped here or chosen. `onOpen` shows what came in. */
export function ImportPanel({ onOpen }: { readonly onOpen?: () => void }) {
  const { t } = useTranslation()
  const client = useClient()
  const [state, setState] = useState<State>({ step: 'idle' })
  const stop = useRef<AbortController | null>(null)

  const run = async (files: readonly File[]) => {
    stop.current = new AbortController()
    const { signal } = stop.current
    try {
      for (const file of files) {
        const running = (doneBytes: number) =>
          setState({ step: 'running', name: file.name, doneBytes, totalBytes: file.size })
        running(0)
        const report = await importFile(client, file, running, signal)
        setState({ step: 'done', name: file.name, report })
      }
    } catch (thrown) {
      setState({ step: 'failed', problem: toProblem(thrown) })
    }
  }
  return (
    <div className={c('form')}>
      <DropZone
        className={c('drop')}
        aria-label={t('onboarding.drop')}
        onDrop={async ({ items }) => {
          const files = items.filter((item): item is FileDropItem => item.kind === 'file')
          await run(await Promise.all(files.map((item) => item.getFile())))
        }}
      >
        <FileUp />
        <p>{t('onboarding.drop')}</p>
        <p className={c('small')}>{t('onboarding.dropKinds')}</p>
        <FileTrigger acceptedFileTypes={accepted} allowsMultiple onSelect={(files) => files && void run([...files])}>
          <Button isDisabled={state.step === 'running'}>{t('onboarding.choose')}</Button>
        </FileTrigger>
      </DropZone>
      <Outcome state={state} onStop={() => stop.current?.abort()} onOpen={onOpen} />
    </div>
  )
}

interface OutcomeProps {
  readonly state: State
  readonly onStop: () => void
  readonly onOpen: (() => void) | undefined
}

function Outcome({ state, onStop, onOpen }: OutcomeProps) {
  const { t } = useTranslation()
  const locale = useLocale()
  if (state.step === 'idle') return null
  if (state.step === 'failed') return <ErrorNotice alert error={state.problem} />
  if (state.step === 'running') {
    const handedOver = state.doneBytes >= state.totalBytes
    return (
      <div className={c('card', 'padded')}>
        <div className={c('row')}>
          <b>{t(handedOver ? 'onboarding.reading' : 'onboarding.handing', { name: state.name })}</b>
          <Button size="small" look="quiet" onPress={onStop}>
            {t('common.cancel')}
          </Button>
        </div>
        <ProgressBar label={state.name} done={state.doneBytes} total={handedOver ? null : state.totalBytes} />
        <p className={c('small')}>
          {t('timeline.progress', {
            done: sizeText(state.doneBytes, locale),
            total: sizeText(state.totalBytes, locale),
          })}
        </p>
      </div>
    )
  }
  const { imported, duplicates, failed } = state.report
  return (
    <Notice
      kind={failed.length > 0 ? 'warn' : 'info'}
      alert
      actions={
        onOpen && (
          <Button size="small" look="primary" onPress={onOpen}>
            {t('onboarding.openTimeline')}
          </Button>
        )
      }
    >
      <b>{t('onboarding.imported', { count: imported, shown: countText(imported, locale), name: state.name })}</b>{' '}
      {duplicates > 0 && t('onboarding.duplicates', { count: duplicates })}{' '}
      {failed.length > 0 && t('onboarding.failed', { count: failed.length })}
      {failed.length > 0 && (
        <details>
          <summary>{t('common.details')}</summary>
          <ul>
            {failed.map((failure) => (
              <li key={`${failure.source} ${failure.offset}`}>
                {failure.source}, {failure.offset}: {failure.message}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Notice>
  )
}
