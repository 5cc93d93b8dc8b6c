import type { Bulk } from './evidence.ts'
import type { Header } from './verdict-headers.ts'

/** Names of the headers that are read, for whoever reads header blocks. */
export const bulkHeaders: readonly string[] = [
  'from',
  'list-id',
  'list-post',
  'list-unsubscribe',
  'precedence',
  'auto-submitted',
  'x-auto-response-suppress',
  'feedback-id',
]

/** Addresses that nobody answers from. */
const machine =
  /(?:^|[<\s"])(?:no-?reply|do-?not-?reply|ne-?pas-?repondre|mailer-daemon|postmaster|notifications?|bounces?)(?:[-+.][^@\s<>]{0,64})?@/i

/**
 * A list that one can write to (RFC 2369 List-Post, and not `NO`) is a list of people who talk; what only can be
 * unsubscribed from, or says that it goes to many (RFC 2076 Precedence), is a newsletter; RFC 3834 Auto-Submitted and
 * senders that nobody answers are machines.
 */
export function readBulk(headers: readonly Header[]): Bulk | null {
  const value = (name: string): string => headers.find((header) => header.name === name)?.value.trim() ?? ''
  const listPost = value('list-post')
  if (value('list-id') !== '' && listPost !== '' && !/^no\b/i.test(listPost)) return 'list'
  const precedence = value('precedence').toLowerCase()
  if (precedence === 'list' && value('list-unsubscribe') === '') return 'list'
  if (value('list-unsubscribe') !== '' || value('list-id') !== '' || value('feedback-id') !== '') return 'newsletter'
  if (['bulk', 'junk', 'list'].includes(precedence)) return 'newsletter'
  const auto = value('auto-submitted').toLowerCase()
  if (auto !== '' && auto !== 'no') return 'automatic'
  return machine.test(value('from')) ? 'automatic' : null
}
