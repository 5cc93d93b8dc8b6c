import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type Problem, toProblem } from '../../core/defs/index.ts'
import { classNames } from './class-names.ts'
import styles from './notice.module.css'
import { ProblemText } from './ProblemText.tsx'

const c = classNames(styles)

interface Props {
  readonly kind: 'info' | 'warn' | 'danger'
  readonly icon?: ReactNode
  readonly children: ReactNode
  readonly actions?: ReactNode
  /** what the user's own action caused is told at once; what merely stands there is not */
  readonly alert?: boolean
}

const icons = { info: <Info />, warn: <TriangleAlert />, danger: <CircleAlert /> }

/** A bar about the thing it stands in: an icon, words, and what can be done. */
export function Notice({ kind, icon, children, actions, alert = false }: Props) {
  return (
    <div className={c('notice', kind)} role={alert ? 'alert' : undefined}>
      <span className={c('icon')}>{icon ?? icons[kind]}</span>
      <div className={c('text')}>{children}</div>
      {actions && <div className={c('actions')}>{actions}</div>}
    </div>
  )
}

interface ErrorProps {
  /** a Problem, or whatever was thrown */
  readonly error: Problem | Error
  readonly actions?: ReactNode
  readonly alert?: boolean
}

/** What happened, what is safe, what to do; the technical line behind "Details". */
export function ErrorNotice({ error, actions, alert = false }: ErrorProps) {
  const { t } = useTranslation()
  const problem = error instanceof Error ? toProblem(error) : error
  const technical = [problem.server && t('common.server', { server: problem.server }), problem.details].filter(Boolean)
  return (
    <Notice kind="danger" alert={alert} actions={actions}>
      <ProblemText message={problem.message} />
      {technical.length > 0 && (
        <details className={c('details')}>
          <summary>{t('common.details')}</summary>
          <code>{technical.join('\n')}</code>
        </details>
      )}
    </Notice>
  )
}
