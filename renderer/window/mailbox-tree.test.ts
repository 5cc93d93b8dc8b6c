import { expect, test } from 'vitest'
import type { MailboxSummary } from '../../core/defs/index.ts'
import { mailboxTree } from './mailbox-tree.ts'

const box = (path: string, role: MailboxSummary['role'] = null): MailboxSummary => ({
  id: path,
  accountId: 'a',
  path,
  name: path.split('/').at(-1) ?? path,
  delimiter: '/',
  role,
  subscribed: true,
  selectable: true,
  total: 0,
  unread: 0,
})

test('special uses stand first, then names; children under their parents', () => {
  const tree = mailboxTree([box('Zeta'), box('Lyon/Flat'), box('Sent', 'sent'), box('Lyon'), box('INBOX', 'inbox')])
  expect(tree.map(({ label, depth }) => `${depth} ${label}`)).toEqual([
    '0 INBOX',
    '0 Sent',
    '0 Lyon',
    '1 Flat',
    '0 Zeta',
  ])
})

test('a mailbox whose parent is not listed stands at the top instead of being lost', () => {
  expect(mailboxTree([box('Hidden/Child')]).map(({ depth, label }) => [depth, label])).toEqual([[0, 'Child']])
})
