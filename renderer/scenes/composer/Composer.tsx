import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Draft } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import { classNames, ErrorNotice } from '../../components/index.ts'
import { CheckBar } from './CheckBar.tsx'
import { ComposerHead } from './ComposerHead.tsx'
import styles from './composer.module.css'
import { Fields } from './Fields.tsx'
import { Foot } from './Foot.tsx'
import { LinkDialog } from './LinkDialog.tsx'
import { Revisions } from './Revisions.tsx'
import { type ComposerState, useComposer } from './use-composer.ts'
import { useComposerCommands } from './use-composer-commands.ts'
import { useDraft } from './use-draft.ts'
import { Writing } from './Writing.tsx'

const c = classNames(styles)

interface Props {
  readonly draftId: string
  /** `docked`: at the foot of a discussion; `pane`: fills the reading pane */
  readonly placement: 'docked' | 'pane'
  /** it was begun by the user just now, and is written in at once */
  readonly begun?: boolean
  /** the draft was sent, thrown away or put aside */
  readonly onClose: () => void
}

export function Composer({ draftId, placement, begun = false, onClose }: Props) {
  const { t } = useTranslation()
  const client = useClient()
  const { data, error } = useQuery({
    queryKey: keys.draft(draftId),
    queryFn: ({ signal }) => client.drafts.get({ id: draftId }, { signal }),
  })
  if (error) {
    return (
      <section aria-label={t('composer.name')} className={c('composer', placement)}>
        <ErrorNotice error={error} />
      </section>
    )
  }
  if (!data) return null
  return <Opened key={draftId} loaded={data} placement={placement} begun={begun} onClose={onClose} />
}

interface OpenedProps extends Omit<Props, 'draftId'> {
  readonly begun: boolean
  readonly loaded: Draft
}

function Opened({ loaded, placement, begun, onClose }: OpenedProps) {
  const { t } = useTranslation()
  const hand = useDraft(loaded)
  const composer = useComposer(hand, { onClose, begun })
  useComposerCommands(composer)
  useRemoveIfBlank(composer)
  const docked = placement === 'docked'
  return (
    <section
      ref={composer.root}
      aria-label={t('composer.name')}
      className={c('composer', placement)}
      onDragOver={(event) => event.dataTransfer.types.includes('Files') && event.preventDefault()}
      onDrop={(event) => {
        if (event.dataTransfer.files.length === 0) return
        event.preventDefault()
        composer.attach([...event.dataTransfer.files], false)
      }}
    >
      {!docked && <ComposerHead composer={composer} />}
      <div className={c('paper')}>
        <Fields composer={composer} docked={docked} />
        <Writing composer={composer} startsHere={docked ? begun : loaded.to.length > 0} />
      </div>
      <CheckBar composer={composer} />
      <Foot composer={composer} docked={docked} />
      <LinkDialog
        isOpen={composer.asking === 'link'}
        onClose={() => composer.ask(null)}
        onLink={(address) => composer.editor.current?.link(address)}
      />
      <Revisions
        draftId={hand.draft.id}
        revision={hand.draft.revision}
        isOpen={composer.asking === 'revisions'}
        onClose={() => composer.ask(null)}
        onRestore={composer.restore}
      />
    </section>
  )
}

/** Long enough for the same composer to be shown again at once, as React does while developing. */
const BLANK_AFTER_MS = 1000

/** A message that was begun and left without a word is no draft. */
function useRemoveIfBlank({ draft, untouched: isBlank }: ComposerState): void {
  const client = useClient()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    clearTimeout(timer.current)
    return () => {
      if (!isBlank) return
      timer.current = setTimeout(() => {
        client.drafts.remove({ id: draft.id }).catch(() => undefined) // it is gone already, or stays as an empty draft
      }, BLANK_AFTER_MS)
    }
  }, [client, draft.id, isBlank])
}
