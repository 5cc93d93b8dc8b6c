import { beforeEach, describe, expect, test } from 'vitest'
import { createFakeContext, type FakeContext, fakeAccount, fakeMessage } from '../../devtools/fakes/index.ts'
import type { Feature, Message } from '../defs/index.ts'
import { createSearchManager, type PeopleNames, searchFields } from './index.ts'

const call = { priority: 'interactive' } as const

interface Mail {
  readonly id: string
  readonly from: { readonly address: string; readonly label: string }
  readonly privacy?: number
  readonly importance?: number
  readonly tags?: readonly string[]
  readonly trackers?: number
}

const mails: readonly Mail[] = [
  { id: 'ada', from: { address: 'ada@example.org', label: 'Ada Lovelace' }, privacy: 80, importance: 7 },
  { id: 'home', from: { address: 'ada@home.example', label: '' }, privacy: 30, importance: 2, tags: ['travel'] },
  { id: 'adam', from: { address: 'adam@example.org', label: 'Adam' }, importance: -5 },
  { id: 'shop', from: { address: 'shop@example.com', label: 'Shop' }, privacy: 10, trackers: 3, tags: ['offers'] },
]

let context: FakeContext
beforeEach(async () => {
  context = createFakeContext()
  const place = { accountId: 'account-1', delimiter: '/', subscribed: true, selectable: true, sync: null }
  const tag = { colour: 'grey', importance: 0, kind: 'user', keyword: null, createdAtMs: 0 } as const
  const result = await context.stores.commit({
    recordPuts: [
      { noun: 'account', value: fakeAccount({ address: 'me@example.org' }) },
      { noun: 'mailbox', value: { ...place, id: 'inbox', path: 'INBOX', name: 'INBOX', role: 'inbox' } },
      { noun: 'tag', value: { ...tag, id: 'travel', name: 'Travel plans' } },
      { noun: 'tag', value: { ...tag, id: 'offers', name: 'Offers' } },
    ],
    messages: mails.map(toMessage),
    search: mails.map((mail) => {
      const { participants, subject } = toMessage(mail)
      return { messageId: mail.id, ...searchFields({ participants, subject, text: '', attachmentNames: [] }) }
    }),
    membershipAdds: mails.map(({ id }) => ({ mailboxId: 'inbox', messageId: id })),
    participantSets: mails.map(({ id, from }) => ({
      id: `set-${id}`,
      addresses: [from.address, 'me@example.org'],
      listId: null,
      circularBy: null,
      threadId: null,
      discussionId: `with-${id}`,
    })),
    features: mails.map(({ id, trackers }) => {
      const features: Feature[] = trackers === undefined ? [] : [{ name: 'trackers', value: trackers, origin: 'body' }]
      return { messageId: id, features }
    }),
    tagAdds: mails.flatMap(({ id, tags = [] }) => tags.map((tagId) => ({ messageId: id, tagId }))),
  })
  expect(result).toEqual({ ok: true })
})

function toMessage({ id, from, privacy, importance = 0 }: Mail): Message {
  return fakeMessage({
    id,
    subject: 'News',
    participants: [
      { type: 'from', ...from },
      { type: 'to', address: 'me@example.org', label: 'Me' },
    ],
    messageId: `${id}@x`,
    sizeBytes: 1,
    participantSetId: `set-${id}`,
    privacy:
      privacy === undefined
        ? null
        : { technic: privacy, context: privacy, comportment: privacy, overall: privacy, rules: 1 },
    importance,
  })
}

/** Ada has two addresses in the book, and a name that no mail says. */
const contacts: PeopleNames = {
  named: async (name) => (name.toLowerCase() === 'countess' ? ['ada@example.org'] : []),
  together: async (addresses) =>
    addresses.some((address) => address.startsWith('ada@'))
      ? [...addresses, 'ada@example.org', 'ada@home.example']
      : addresses,
}

async function ask(query: string, names?: PeopleNames) {
  const { handlers } = createSearchManager(context, names === undefined ? {} : { contacts: names })
  const page = await handlers.messages({ query, sort: 'newest', limit: 50, typing: false }, call)
  return { ids: page.items.map(({ message }) => message.id).sort(), issues: page.issues }
}
const found = async (query: string, names?: PeopleNames) => (await ask(query, names)).ids

describe('a search', () => {
  test('by person finds whole names before beginnings, and an address as it stands', async () => {
    expect(await found('with:ada')).toEqual(['ada', 'home'])
    expect(await found('with:lovelace')).toEqual(['ada'])
    expect(await found('with:adam')).toEqual(['adam'])
    expect(await found('with:Ad')).toEqual(['ada', 'adam', 'home'])
    expect(await found('with:shop@example.com')).toEqual(['shop'])
    expect(await found('with:"Ada Lovelace" OR with:shop')).toEqual(['ada', 'shop'])
  })

  test('by person finds all addresses of a contact, under any of its names', async () => {
    expect(await found('with:countess', contacts)).toEqual(['ada', 'home'])
    expect(await found('with:ada@example.org', contacts)).toEqual(['ada', 'home'])
  })

  test('by somebody whom nobody knows says so and searches the rest', async () => {
    const { ids, issues } = await ask('with:zoe from:shop')
    expect([ids, issues]).toEqual([['shop'], [{ start: 0, end: 8, message: 'Nobody called “zoe” is known.' }]])
  })

  test.each([
    ['tag:travel', ['home']],
    ['tag:"Travel plans"', ['home']],
    ['tag:offers', ['shop']],
    ['-tag:offers with:me', ['ada', 'adam', 'home']],
    ['privacy:<25', ['shop']],
    ['privacy:limited', ['home']],
    ['privacy:>=30', ['ada', 'home']],
    ['importance:>5', ['ada']],
    ['importance:noise', ['adam']],
    ['importance:0..2', ['home', 'shop']],
    ['tracker:yes', ['shop']],
    ['tracker:no', ['ada', 'adam', 'home']],
    ['tracker:yes privacy:<25 tag:offers', ['shop']],
  ])('%s', async (query, expected) => {
    const { ids, issues } = await ask(query)
    expect(ids).toEqual(expected)
    expect(issues).toEqual([])
  })
})

describe('suggestions', () => {
  const suggest = async (text: string, kinds?: ('tag' | 'discussion')[]) => {
    const { handlers } = createSearchManager(context)
    return (await handlers.suggest({ text, kinds, limit: 8 }, call)).items
  }

  test('know tags', async () => {
    expect(await suggest('plans')).toContainEqual({ kind: 'tag', label: 'Travel plans', value: 'travel', details: '' })
  })

  test('know discussions by who takes part, without the user', async () => {
    expect(await suggest('lovelace', ['discussion'])).toEqual([
      { kind: 'discussion', label: 'Ada Lovelace', value: 'with-ada', details: 'News' },
    ])
    expect(await suggest('me', ['discussion'])).toEqual([])
  })
})
