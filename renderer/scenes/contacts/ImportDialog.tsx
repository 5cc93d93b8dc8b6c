import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type Client, type ImportPreview, toProblem } from '../../../core/defs/index.ts'
import { useClient } from '../../client/index.ts'
import { Button, classNames, Dialog, ErrorNotice } from '../../components/index.ts'
import { countText, useLocale } from '../../language/index.ts'
import { useToasts } from '../../window/index.ts'
import styles from './contacts.module.css'
import { useEvidence } from './MergeBar.tsx'

const c = classNames(styles)

/** Pieces that a file is handed over in. */
const pieceBytes = 1024 * 1024
/** Lines of each list that are shown; the counts say how many there are. */
const shownLines = 8

interface Props {
  readonly file: File
  readonly onClose: () => void
}

/** What a file of vCards would do to the address book, before anything is changed. */
export function ImportDialog({ file, onClose }: Props) {
  const { t } = useTranslation()
  const client = useClient()
  const toasts = useToasts()
  const preview = useQuery({
    queryKey: ['contact-import', file.name, file.size, file.lastModified],
    queryFn: ({ signal }) => previewOf(client, file, signal),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  const run = useMutation({
    mutationFn: (importId: string) => client.contacts.runImport({ importId }),
    onSuccess: ({ created, merged, actionId }) => {
      toasts.showUndo(t('contacts.didImport', { created, merged }), () => {
        client.actions
          .undo({ actionId })
          .catch((thrown: unknown) => toasts.show(toProblem(thrown).message, { tone: 'danger' }))
      })
      onClose()
    },
  })
  const { data } = preview
  const error = preview.error ?? run.error
  return (
    <Dialog title={t('contacts.importTitle', { name: file.name })} isOpen onClose={onClose} fitted>
      {error && <ErrorNotice error={error} alert />}
      {!data && !error && <p role="status">{t('contacts.reading')}</p>}
      {data && <Preview preview={data} />}
      <div className={c('buttons')}>
        <Button onPress={onClose}>{t('common.cancel')}</Button>
        <Button
          look="primary"
          isDisabled={!data || run.isPending || data.fresh.count + data.merges.count === 0}
          onPress={() => data && run.mutate(data.importId)}
        >
          {t('contacts.importRun', { count: (data?.fresh.count ?? 0) + (data?.merges.count ?? 0) })}
        </Button>
      </div>
    </Dialog>
  )
}

function Preview({ preview }: { readonly preview: ImportPreview }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const evidence = useEvidence()
  const { cards, known, fresh, merges, problems } = preview
  const list = (title: string, lines: readonly { readonly key: string; readonly text: string }[], count: number) =>
    count > 0 && (
      <section aria-label={title}>
        <h3>
          {title} <small>{countText(count, locale)}</small>
        </h3>
        <ul className={c('lines')}>
          {lines.slice(0, shownLines).map(({ key, text }) => (
            <li key={key} dir="auto">
              {text}
            </li>
          ))}
          {count > shownLines && <li>{t('contacts.andMore', { count: count - shownLines })}</li>}
        </ul>
      </section>
    )
  return (
    <div className={c('preview')} role="status">
      <p>
        {t('contacts.importCards', { count: cards, shown: countText(cards, locale), known: countText(known, locale) })}
      </p>
      {list(
        t('contacts.importFresh'),
        fresh.items.map(({ card, displayName, address }) => ({
          key: String(card),
          text: [displayName, address].filter(Boolean).join(' · '),
        })),
        fresh.count,
      )}
      {list(
        t('contacts.importMerges'),
        merges.items.map((one) => ({
          key: String(one.card),
          text: `${one.displayName} → ${one.contactName} · ${one.evidence.map(evidence).join(' · ')}`,
        })),
        merges.count,
      )}
      {list(
        t('contacts.importProblems'),
        problems.items.map(({ line, message }) => ({
          key: `${line} ${message}`,
          text: t('contacts.importLine', { line, message }),
        })),
        problems.count,
      )}
    </div>
  )
}

async function previewOf(client: Client, file: File, signal: AbortSignal): Promise<ImportPreview> {
  let importId: string | undefined
  let at = 0
  for (;;) {
    const end = Math.min(at + pieceBytes, file.size)
    const bytes = new Uint8Array(await file.slice(at, end).arrayBuffer())
    const more = end < file.size
    const preview = await client.contacts.previewImport(
      { bytes, more, ...(importId === undefined ? {} : { importId }) },
      { signal },
    )
    if (!more) return preview
    importId = preview.importId
    at = end
  }
}
