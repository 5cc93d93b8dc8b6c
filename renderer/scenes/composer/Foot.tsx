import { Maximize2, Trash2, X } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames, IconButton } from '../../components/index.ts'
import { navigate } from '../../routing/index.ts'
import { Saved } from './ComposerHead.tsx'
import styles from './composer.module.css'
import { SendButtons } from './SendButtons.tsx'
import { Toolbar } from './Toolbar.tsx'
import type { ComposerState } from './use-composer.ts'
import { WouldBe } from './WouldBe.tsx'

const c = classNames(styles)

export function Foot({ composer, docked }: { readonly composer: ComposerState; readonly docked: boolean }) {
  const { t } = useTranslation()
  const files = useRef<HTMLInputElement>(null)
  const send = (
    <SendButtons
      compact={docked}
      isDisabled={composer.sending || composer.attaching.arriving.length > 0}
      choosing={composer.asking === 'moment'}
      onChoosing={(choosing) => composer.ask(choosing ? 'moment' : null)}
      onSend={(atMs) => composer.send(atMs)}
    />
  )
  return (
    <footer className={c('foot', docked && 'footDocked')}>
      {!docked && send}
      <Toolbar
        formats={composer.formats}
        plain={composer.plain}
        compact={docked}
        onFormat={(format) => composer.editor.current?.format(format)}
        onPlain={composer.togglePlain}
        onAttach={() => files.current?.click()}
      />
      <input
        ref={files}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        aria-label={t('composer.attach')}
        onChange={(event) => {
          composer.attach([...(event.target.files ?? [])], false)
          event.target.value = ''
        }}
      />
      <span className={c('grow')} />
      {(!docked || composer.shown.fields) && (
        <WouldBe content={composer.content} attachments={composer.draft.attachments} />
      )}
      {docked && <Saved composer={composer} />}
      {docked && (
        <IconButton
          label={t('composer.enlarge')}
          onPress={() => {
            void composer.flush().catch(() => undefined)
            navigate({ name: 'draft', id: composer.draft.id })
          }}
        >
          <Maximize2 />
        </IconButton>
      )}
      <IconButton label={t('composer.throwAway')} onPress={composer.throwAway}>
        <Trash2 />
      </IconButton>
      {docked && (
        <IconButton label={t('composer.close')} hint="Esc" onPress={composer.close}>
          <X />
        </IconButton>
      )}
      {docked && send}
    </footer>
  )
}
