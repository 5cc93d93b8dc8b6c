import type { SearchRow } from '../../storage/contracts/index.ts'
import type { Participant } from '../defs/index.ts'
import { maxBodyTokens, maxFieldTokens } from './limits.ts'
import { scan, type TokenKind } from './scan.ts'
import { tokenText } from './token-text.ts'

/** The tokens of a text in order, at most `limit`: what an index holds for it. */
export function tokenize(text: string, limit = maxBodyTokens): string[] {
  const tokens: string[] = []
  if (limit <= 0) return tokens
  scan(text, (token) => tokens.push(token) < limit)
  return tokens
}

/**
 * What a query has to look for to find `text`, as consecutive tokens. A whole address stands for its parts, and the
 * last character of a run without spaces is left out where the run may go on. `prefix` is true where that last token
 * has to be taken as a beginning: a single character of such a script.
 */
export function queryTokens(text: string, limit = maxFieldTokens): { tokens: string[]; prefix: boolean } {
  const found: { token: string; start: number; kind: TokenKind }[] = []
  scan(text, (token, start, _end, kind) => {
    if (kind === 'address') {
      while ((found.at(-1)?.start ?? -1) >= start) found.pop()
    }
    return found.push({ token, start, kind }) < limit
  })
  const last = found.at(-1)
  if (last?.kind === 'tail') found.pop()
  return { tokens: found.map(({ token }) => token), prefix: last?.kind === 'single' }
}

export interface SearchableMail {
  readonly subject: string
  readonly participants: readonly Participant[]
  /** plain text of the body; '' if there is none or it has not come yet */
  readonly text: string
  readonly attachmentNames: readonly string[]
}

/** The search row of a message. `from` has whoever it came from by any header, `cc` also the blind copies. */
export function searchFields(mail: SearchableMail): Omit<SearchRow, 'messageId'> & { readonly body: string } {
  const people = (...types: readonly Participant['type'][]): string => {
    const lines = mail.participants.filter(({ type }) => types.includes(type))
    const unique = new Set(lines.map(({ label, address }) => (label === address ? address : `${label}\n${address}`)))
    return tokenText([...unique].join('\n'), maxFieldTokens)
  }
  return {
    subject: tokenText(mail.subject, maxFieldTokens),
    from: people('from', 'sender', 'reply-to'),
    to: people('to'),
    cc: people('cc', 'bcc'),
    body: tokenText(mail.text, maxBodyTokens),
    files: tokenText(mail.attachmentNames.join('\n'), maxFieldTokens),
  }
}
