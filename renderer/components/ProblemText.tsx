import { classNames } from './class-names.ts'
import styles from './notice.module.css'

const c = classNames(styles)

/** A message about a failure: what happened stands out, what is safe and what to do follow quietly. */
export function ProblemText({ message }: { readonly message: string }) {
  const end = message.search(/[.!?。؟](\s|$)/u) + 1
  if (end <= 0) return message
  return (
    <>
      <b className={c('happened')}>{message.slice(0, end)}</b>
      <span className={c('advice')}>{message.slice(end)}</span>
    </>
  )
}
