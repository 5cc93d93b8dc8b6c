import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { keys, useClient } from '../../client/index.ts'
import { classNames, ErrorNotice } from '../../components/index.ts'
import { navigate } from '../../routing/index.ts'
import { ListAndPane } from '../../window/index.ts'
import { Composer } from '../composer/index.tsx'
import { DraftRow } from './DraftRow.tsx'
import styles from './drafts.module.css'
import { OutboxRow } from './OutboxRow.tsx'

const c = classNames(styles)

/** Drafts and items of the outbox that are listed at once; nobody has more open than that. */
const listedAtMost = 200

/** What is not sent yet: what needs you, what is on its way, and drafts; beside them the one that is being written. */
export function DraftsScene({ openId }: { readonly openId: string | null }) {
  const { t } = useTranslation()
  const client = useClient()
  const drafts = useQuery({
    queryKey: keys.draftList,
    queryFn: ({ signal }) => client.drafts.list({ limit: listedAtMost }, { signal }),
  })
  const outbox = useQuery({
    queryKey: keys.outbox,
    queryFn: ({ signal }) => client.outbox.list({ limit: listedAtMost }, { signal }),
  })
  const items = outbox.data?.items ?? []
  const needing = items.filter((item) => item.state === 'failed' || item.state === 'late')
  const leaving = items.filter((item) => item.state === 'waiting' || item.state === 'sending')
  const nothing = drafts.data?.items.length === 0 && needing.length + leaving.length === 0
  const error = drafts.error ?? outbox.error
  return (
    <ListAndPane
      opened={openId !== null}
      paneLabel={t('drafts.message')}
      list={
        <section aria-label={t('shell.drafts')} data-pane="list" className={c('list')}>
          <h1>{t('shell.drafts')}</h1>
          {error && <ErrorNotice error={error} />}
          {nothing && <p className={c('empty')}>{t('timeline.empty')}</p>}
          <Group label={t('drafts.needsYou')} shown={needing.length > 0}>
            {needing.map((item) => (
              <OutboxRow key={item.id} item={item} />
            ))}
          </Group>
          <Group label={t('drafts.outbox')} shown={leaving.length > 0}>
            {leaving.map((item) => (
              <OutboxRow key={item.id} item={item} />
            ))}
          </Group>
          <Group label={t('drafts.drafts')} shown={(drafts.data?.items.length ?? 0) > 0}>
            {drafts.data?.items.map((draft) => (
              <DraftRow key={draft.id} draft={draft} current={draft.id === openId} />
            ))}
          </Group>
        </section>
      }
      pane={
        openId === null ? (
          <p className={c('empty')}>{t('drafts.choose')}</p>
        ) : (
          <Composer key={openId} draftId={openId} placement="pane" onClose={() => navigate({ name: 'drafts' })} />
        )
      }
    />
  )
}

function Group({
  label,
  shown,
  children,
}: {
  readonly label: string
  readonly shown: boolean
  readonly children: ReactNode
}) {
  if (!shown) return null
  return (
    <>
      <h2>{label}</h2>
      <ul aria-label={label}>{children}</ul>
    </>
  )
}
