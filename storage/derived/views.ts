import { fail, type MailboxRole, mailboxRole } from '../../core/defs/index.ts'

export type ParsedView =
  | { readonly kind: 'all' | 'starred' }
  | { readonly kind: 'role'; readonly role: MailboxRole }
  | { readonly kind: 'mailbox'; readonly mailboxId: string }

/** Mailboxes whose messages stay out of `all` and `starred`, and out of a thread's summary while others are there. */
export const hiddenRoles: readonly MailboxRole[] = ['junk', 'trash']

export function parseView(view: string): ParsedView {
  if (view === 'all' || view === 'starred') return { kind: view }
  if (view.startsWith('mailbox:')) return { kind: 'mailbox', mailboxId: view.slice('mailbox:'.length) }
  const role = mailboxRole.safeParse(view.replace(/^role:/, ''))
  if (view.startsWith('role:') && role.success) return { kind: 'role', role: role.data }
  throw fail('invalid', 'There is no such list of messages.', { field: 'view', details: view })
}
