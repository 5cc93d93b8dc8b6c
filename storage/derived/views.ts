import { fail, type MailboxRole, mailboxRole } from '../../core/defs/index.ts'

export type ParsedView =
  | { readonly kind: 'all' | 'starred' }
  | { readonly kind: 'role'; readonly role: MailboxRole }
  | { readonly kind: 'mailbox' | 'account' | 'tag' | 'list'; readonly id: string }

/**
 * Mailboxes whose messages stay out of every view but their own and that of their role, and out of a summary while others
 * are there.
 */
export const hiddenRoles: readonly MailboxRole[] = ['junk', 'trash']

const named = ['mailbox', 'account', 'tag', 'list'] as const

export function parseView(view: string): ParsedView {
  if (view === 'all' || view === 'starred') return { kind: view }
  const colon = view.indexOf(':')
  const kind = named.find((each) => each === view.slice(0, colon))
  const id = view.slice(colon + 1)
  // List-Ids are compared without case (RFC 2919, 6)
  if (kind !== undefined) return { kind, id: kind === 'list' ? id.toLowerCase() : id }
  const role = mailboxRole.safeParse(id)
  if (view.startsWith('role:') && role.success) return { kind: 'role', role: role.data }
  throw fail('invalid', 'There is no such list of messages.', { field: 'view', details: view })
}
