import { expect, test } from 'vitest'
import { createFakeContext, encodeBlob, fakeAccount } from '../../devtools/fakes/index.ts'
import { message as messageOf } from '../../storage/contracts/suite/fixtures.ts'
import { authservMentions } from '../brokers/authentication/index.ts'
import { createAccountManager } from './index.ts'
import { hostsOf } from './trust.ts'

const call = { priority: 'interactive' } as const
const hop = 'Received: from out.example.org (out.example.org [192.0.2.1]) by mx.home.example with ESMTPS id 1\r\n'
const own = 'Authentication-Results: mx.home.example; dkim=pass header.d=example.org\r\n'
const foreign = 'Authentication-Results: Sender.Example; dkim=pass header.d=bank.example\r\n'
const letter = 'From: a@example.org\r\nSubject: x\r\n\r\nx\r\n'

async function begin(raws: readonly string[]) {
  const context = createFakeContext({
    verifier: {
      verify: async () => {
        throw new Error('Nothing is verified here')
      },
      authservMentions: async (given, hosts) => given.map((raw) => authservMentions(raw, hosts)),
    },
  })
  const mailbox = {
    accountId: 'account-1',
    path: 'INBOX',
    name: 'INBOX',
    delimiter: '/',
    subscribed: true,
    selectable: true,
  }
  await context.stores.commit({
    recordPuts: [
      { noun: 'account', value: fakeAccount() },
      { noun: 'mailbox', value: { ...mailbox, id: 'in', role: 'inbox', sync: null } },
    ],
  })
  for (const [n, raw] of raws.entries()) {
    const blob = encodeBlob(Buffer.from(raw))
    await context.stores.blobs.put([blob])
    const copies = [{ blob: blob.hash, sizeBytes: blob.sizeBytes }]
    await context.stores.commit({
      messages: [messageOf(`m${n}`, n, { copies, bodyState: 'full' })],
      membershipAdds: [{ messageId: `m${n}`, mailboxId: 'in' }],
    })
  }
  return { context, accounts: createAccountManager(context).handlers }
}

test('whom to trust is suggested by the account’s own mail: the provider before what senders wrote', async () => {
  const { accounts } = await begin([
    `${own}${hop}${foreign}${letter}`,
    `${own}${hop}${foreign}${letter}`,
    `${hop}${foreign}${letter}`,
    letter,
  ])
  expect(await accounts.suggestTrust({ id: 'account-1' }, call)).toEqual({
    items: [
      { authservId: 'mx.home.example', messages: 2, anywhere: 2, trusted: false },
      { authservId: 'sender.example', messages: 0, anywhere: 3, trusted: false },
    ],
    messages: 4,
  })
})

test('who is trusted is kept, each name once, and marked among the suggestions', async () => {
  const { context, accounts } = await begin([`${own}${hop}${letter}`])
  const authservIds = ['mx.home.example', 'a.example', 'mx.home.example']
  expect(await accounts.trust({ id: 'account-1', authservIds }, call)).toMatchObject({
    trustedAuthservIds: ['a.example', 'mx.home.example'],
  })
  expect((await context.stores.records.get('account', 'account-1'))?.trustedAuthservIds).toHaveLength(2)
  expect(context.emitted).toContainEqual({ type: 'accounts.changed' })
  expect((await accounts.suggestTrust({ id: 'account-1' }, call)).items[0]).toMatchObject({ trusted: true })
  expect(await accounts.trust({ id: 'account-1', authservIds: [] }, call)).toMatchObject({ trustedAuthservIds: [] })
})

test('the server that mail is fetched from is the provider’s, unless it is this computer or an address', () => {
  const hosts = (host: string) =>
    hostsOf(fakeAccount({ imap: { host, port: 993, security: 'tls', user: 'a' }, trustedAuthservIds: ['id'] }))
  expect(hosts('IMAP.example.org')).toEqual(['id', 'imap.example.org'])
  for (const host of ['localhost', '127.0.0.1', '::1', 'mail', 'x.localhost']) expect(hosts(host)).toEqual(['id'])
  expect(hostsOf(fakeAccount({ imap: null }))).toEqual([])
})
