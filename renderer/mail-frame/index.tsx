import type { MessageBody, MessageSummary } from '../../core/defs/index.ts'

interface Props {
  readonly message: MessageSummary
  readonly body: MessageBody
  /** `text` shows the text part, or the text of the HTML */
  readonly mode: 'html' | 'text'
}

/** The body of one message, with the bar about remote content over it when there is some. */
export function MailFrame({ body }: Props) {
  return <pre style={{ whiteSpace: 'pre-wrap', font: 'var(--t-14)' }}>{body.text}</pre>
}
