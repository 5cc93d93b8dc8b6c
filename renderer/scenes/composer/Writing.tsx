import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../components/index.ts'
import { Attachments } from './Attachments.tsx'
import styles from './composer.module.css'
import type { ComposerState } from './use-composer.ts'
import { useInlinePictures } from './use-inline-pictures.ts'

const c = classNames(styles)

/** The editor is fetched when the first message is written: reading mail does not wait for it. */
const Editor = lazy(() => import('./Editor.tsx'))

interface Props {
  readonly composer: ComposerState
  /** the cursor is in the text when the composer opens */
  readonly startsHere: boolean
}

/** The text, with form or plain, and the files under it. */
export function Writing({ composer, startsHere }: Props) {
  const { t } = useTranslation()
  const { content, draft, plain } = composer
  const pictures = useInlinePictures(draft)
  return (
    <>
      {plain ? (
        <textarea
          aria-label={t('composer.text')}
          dir="auto"
          value={content.text}
          placeholder={t('composer.placeholder')}
          className={c('plain')}
          onChange={(event) => composer.edit({ text: event.target.value, html: null })}
          onPaste={(event) => {
            if (event.clipboardData.files.length === 0) return
            event.preventDefault()
            composer.attach([...event.clipboardData.files], false)
          }}
        />
      ) : (
        <Suspense fallback={<div className={c('editor')} />}>
          <Editor
            html={content.html ?? ''}
            generation={composer.generation}
            label={t('composer.text')}
            pictures={pictures}
            control={composer.editor}
            autoFocus={startsHere}
            onEdit={(html, text) => composer.edit({ html, text })}
            onFormats={composer.setFormats}
            onFiles={composer.attach}
            onAskLink={() => composer.ask('link')}
          />
        </Suspense>
      )}
      <Attachments
        attachments={draft.attachments}
        arriving={composer.attaching.arriving}
        onDetach={composer.attaching.detach}
      />
    </>
  )
}
