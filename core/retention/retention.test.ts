import { expect, test } from 'vitest'
import { createFakeContext, fakeAccount, fakeMessage } from '../../devtools/fakes/index.ts'
import type { Mailbox, Message } from '../defs/index.ts'
import { createRetention } from './index.ts'

const day = 24 * 3_600_000

const inbox: Mailbox = {
  id: 'in',
  accountId: 'account-1',
  path: 'INBOX',
  name: 'INBOX',
  delimiter: '/',
  role: 'inbox',
  subscribed: true,
  selectable: true,
  sync: null,
}

const message = (id: string): Message =>
  fakeMessage({
    id,
    dateMs: 0,
    receivedMs: 0,
    sortMs: 0,
    subject: id,
    sizeBytes: 1,
    flags: { seen: true, flagged: false, answered: false, forwarded: false, draft: false },
  })

test('what was deleted is ended after 30 days, unless it came back or a server has still to be told', async () => {
  const context = createFakeContext()
  const { stores } = context
  await stores.commit({
    recordPuts: [
      { noun: 'account', value: fakeAccount() },
      { noun: 'mailbox', value: inbox },
    ],
    messages: ['kept', 'gone', 'back', 'told'].map(message),
    membershipAdds: ['kept', 'gone', 'back', 'told'].map((messageId) => ({ messageId, mailboxId: 'in' })),
  })
  await stores.commit({
    membershipRemoves: ['gone', 'back', 'told'].map((messageId) => ({ messageId, mailboxId: 'in' })),
    recordPuts: [
      {
        noun: 'journal',
        value: {
          id: 'j',
          accountId: 'account-1',
          createdAtMs: 0,
          attempts: 0,
          action: { kind: 'delete', messageId: 'told', mailboxId: 'in' },
        },
      },
    ],
  })
  const retention = createRetention(context)
  expect(await retention.sweep()).toBe(0)
  context.clock.advance(29 * day)
  expect(await retention.sweep()).toBe(0)
  await stores.commit({ membershipAdds: [{ messageId: 'back', mailboxId: 'in' }] })
  context.clock.advance(2 * day)
  expect(await retention.sweep()).toBe(1)
  expect((await stores.messages.get(['kept', 'gone', 'back', 'told'])).map(({ id }) => id)).toEqual([
    'kept',
    'back',
    'told',
  ])
  expect(await retention.sweep()).toBe(0)
})
