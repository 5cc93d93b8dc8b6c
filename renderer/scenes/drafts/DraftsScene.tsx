import { useTranslation } from 'react-i18next'
import { classNames, Splitter } from '../../components/index.ts'
import { navigate } from '../../routing/index.ts'
import { listWidths, useLayout } from '../../shell/index.ts'
import { Composer } from '../composer/index.tsx'
import styles from './drafts.module.css'
import { OutboxDetails } from './OutboxDetails.tsx'
import { OutboxList } from './OutboxList.tsx'
import { useOutbox } from './use-outbox.ts'

const c = classNames(styles)

/** What is being written, what is on its way, what did not go; the one that is open beside it. */
export function DraftsScene({ openId }: { readonly openId: string | null }) {
  const { t } = useTranslation()
  const { width, listPx, resizeList } = useLayout()
  const outbox = useOutbox()
  const single = width === 'single'
  const item = outbox.items.find(({ id }) => id === openId) ?? null
  const close = () => navigate({ name: 'drafts' })
  return (
    <div className={c('scene', single && 'single')} style={{ '--list-now': `${listPx}px` }}>
      {(!single || openId === null) && <OutboxList outbox={outbox} openId={openId} />}
      {(!single || openId !== null) && (
        <section aria-label={t('composer.name')} data-pane="reading" className={c('pane')}>
          {!single && (
            <Splitter
              label={t('shell.listWidth')}
              width={listPx}
              min={listWidths.min}
              max={listWidths.max}
              initial={listWidths.initial}
              onResize={resizeList}
            />
          )}
          {item ? (
            <OutboxDetails item={item} outbox={outbox} />
          ) : openId !== null ? (
            <Composer key={openId} draftId={openId} placement="pane" onClose={close} />
          ) : (
            <p className={c('nothing')}>{t('composer.outbox.select')}</p>
          )}
        </section>
      )}
    </div>
  )
}
