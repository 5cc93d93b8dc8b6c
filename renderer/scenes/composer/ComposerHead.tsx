import { Check, History, LoaderCircle, TriangleAlert, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { classNames, IconButton } from '../../components/index.ts'
import { useLocale } from '../../language/index.ts'
import styles from './composer.module.css'
import { type ComposerState, namesOf } from './use-composer.ts'

const c = classNames(styles)

export function ComposerHead({ composer }: { readonly composer: ComposerState }) {
  const { t } = useTranslation()
  const { to, cc, bcc } = composer.content
  const people = to.length + cc.length + bcc.length
  const name = namesOf(to, cc, bcc, '', (count) => t('composer.peopleCount', { count }))
  return (
    <header className={c('head')}>
      <h2 className={c('title')}>{people === 0 ? t('composer.newMessage') : t('composer.draftTo', { name })}</h2>
      <Saved composer={composer} />
      <IconButton label={t('composer.revisions')} onPress={() => composer.ask('revisions')}>
        <History />
      </IconButton>
      <IconButton label={t('composer.close')} hint="Esc" onPress={composer.close}>
        <X />
      </IconButton>
    </header>
  )
}

/** `Saved 14:44:07 · revision 12`. */
export function Saved({ composer }: { readonly composer: ComposerState }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const { state } = composer
  if (state.kind === 'failed') {
    return (
      <span role="alert" className={c('saved', 'failed')} title={state.problem.message}>
        <TriangleAlert />
        {t('composer.notSaved')}
      </span>
    )
  }
  if (state.kind === 'saving') {
    return (
      <span className={c('saved')}>
        <LoaderCircle />
        {t('composer.saving')}
      </span>
    )
  }
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(state.atMs)
  return (
    <span className={c('saved')}>
      <Check />
      {t('composer.saved', { time, revision: state.revision })}
    </span>
  )
}
