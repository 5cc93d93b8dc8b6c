import fc from 'fast-check'
import type { Feature, MailboxRole, Message, ParticipantSet, Tag } from '../../../core/defs/index.ts'
import type { ChangeSet } from '../index.ts'
import { dayZeroMs, mailbox, message, noFlags, searchRow } from './fixtures.ts'

/** Few names of everything, so that what is done meets. Ids that are sorted by are of one kind, as core makes them. */
export const names = {
  messages: ['m1', 'm2', 'm3', 'm4', 'm5', 'm6'].map((id) => Buffer.from(`${id} of the tests`).toString('hex')),
  threads: ['x', 'y', '0123456789abcdef'],
  mailboxes: ['p', 'q', 'r'],
  accounts: ['a', 'b'],
  sets: ['00000000000000a1', '00000000000000a2', '00000000000000b3', 'feedfacefeedface'],
  discussions: ['d1', 'd2', 'abcdef0123456789'],
  tags: ['urgent', 'work'],
  refs: ['r1', 'r2', '00112233445566778899'],
  lists: ['Dev.example.org', 'news'],
  addresses: ['ann@x', 'bob@x', 'me@x', 'zoe@x'],
} as const

const roles: (MailboxRole | null)[] = ['inbox', 'trash', 'junk', 'sent', null]
const one = <T>(values: readonly T[]) => fc.constantFrom(...values)
const level = fc.integer({ min: -10, max: 10 })
const score = fc.integer({ min: 0, max: 100 })
const privacy = fc.record({
  technic: score,
  context: score,
  comportment: score,
  overall: score,
  rules: fc.integer({ min: 1, max: 2 }),
})
const flags = fc.record({ seen: fc.boolean(), flagged: fc.boolean() }).map((some) => ({ ...noFlags, ...some }))
const people = fc
  .uniqueArray(one(names.addresses), { minLength: 1, maxLength: 4 })
  .map(([from = '', ...to]): Message['participants'] => [
    { type: 'from', address: from, label: `L ${from}` },
    ...to.map((address) => ({ type: 'to' as const, address, label: '' })),
  ])
const file = { index: 0, name: 'f', type: 'text/plain', sizeBytes: 1, contentId: null, inline: false }

const stored = fc
  .record({
    id: one(names.messages),
    at: fc.integer({ min: 0, max: 5 }),
    threadId: one(names.threads),
    flags,
    listId: fc.option(one(names.lists), { freq: 3 }),
    files: fc.nat(2),
    participants: people,
    participantSetId: fc.oneof({ weight: 1, arbitrary: fc.constant('') }, { weight: 6, arbitrary: one(names.sets) }),
    own: fc.boolean(),
    privacy: fc.option(privacy),
    importance: level,
    pending: fc.boolean(),
  })
  .map(({ id, at, files, pending, ...fields }) =>
    message(id, at, {
      ...fields,
      subject: `Re: ${id}`,
      bodyState: pending ? 'pending' : 'full',
      attachments: Array.from({ length: files }, () => file),
    }),
  )

const set = fc.record<ParticipantSet>({
  id: one(names.sets),
  addresses: fc.uniqueArray(one(names.addresses), { maxLength: 3 }).map((addresses) => [...addresses].sort()),
  listId: fc.option(one(names.lists), { freq: 1 }),
  circularBy: fc.option(one(names.addresses), { freq: 1 }),
  threadId: fc.option(one(names.threads), { freq: 1 }),
  discussionId: one(names.discussions),
})

const features = fc.uniqueArray(
  fc.record<Feature>({
    name: one(['trackers', 'dkim', 'hops']),
    value: fc.oneof(fc.nat(1), fc.constant('pass'), fc.constant({ count: 1, by: 'x'.repeat(250) })),
    origin: one(['header', 'body']),
  }),
  { selector: ({ name }) => name, maxLength: 3 },
)

const messageId = one(names.messages)
const mailboxId = one(names.mailboxes)
const tagId = one(names.tags)
const few = <T>(each: fc.Arbitrary<T>) => fc.array(each, { minLength: 1, maxLength: 2 })
const scored = privacy.chain((index) => fc.record({ messageId, privacy: fc.constant(index), importance: level }))

/** One change set of anything that a change set can hold; some are refused. */
const changes = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .record({ message: stored, mailboxIds: fc.uniqueArray(mailboxId, { maxLength: 2 }), searched: fc.boolean() })
      .map(({ message: put, mailboxIds, searched }) => ({
        messages: [put],
        search: searched ? [searchRow(put.id)] : [],
        membershipAdds: mailboxIds.map((each) => ({ mailboxId: each, messageId: put.id })),
      })),
  },
  fc.record({ participantSets: few(set) }),
  fc.record({ participantSets: few(set), membershipAdds: few(fc.record({ mailboxId, messageId })) }),
  fc.record({ membershipRemoves: few(fc.record({ mailboxId, messageId })) }),
  fc.record({ messageRemoves: few(messageId) }),
  fc.record({ threadMerges: few(fc.record({ from: one(names.threads), into: one(names.threads) })) }),
  fc.record({ threadRefs: few(fc.record({ ref: one(names.refs), threadId: one(names.threads) })) }),
  fc.record({ scores: few(scored) }),
  fc.record({ features: few(fc.record({ messageId, features })) }),
  fc.record({ tagAdds: few(fc.record({ messageId, tagId })) }),
  fc.record({ tagRemoves: few(fc.record({ messageId, tagId })) }),
  fc
    .record({ id: messageId, set: fc.record({ flags, importance: level, participantSetId: one(names.sets) }) })
    .map((patch) => ({ messagePatches: [{ ...patch, from: {} }] })),
  fc.record({ id: mailboxId, role: one(roles), accountId: one(names.accounts) }).map(
    ({ id, role, accountId }): ChangeSet => ({
      recordPuts: [{ noun: 'mailbox', value: mailbox(id, role, accountId) }],
    }),
  ),
  fc.constantFrom<ChangeSet>(
    { recordRemoves: [{ noun: 'mailbox', id: 'q' }] },
    { recordRemoves: [{ noun: 'tag', id: 'work' }] },
    { recordRemoves: [{ noun: 'account', id: 'b' }] },
    { recordPuts: [{ noun: 'tag', value: tag('work') }] },
  ),
)

/** What was done, in order; it begins with mailboxes, tags and some of the sets. */
export const history: fc.Arbitrary<ChangeSet[]> = fc.array(changes, { minLength: 6, maxLength: 30 })

export function tag(id: string): Tag {
  return { id, name: id, colour: 'grey', importance: 0, kind: 'user', keyword: null, createdAtMs: dayZeroMs }
}

export const beginning: ChangeSet = {
  recordPuts: [
    ...names.mailboxes.map((id) => ({ noun: 'mailbox', value: mailbox(id) }) as const),
    ...names.tags.map((id) => ({ noun: 'tag', value: tag(id) }) as const),
  ],
  participantSets: [
    {
      id: names.sets[0],
      addresses: ['ann@x', 'me@x'],
      listId: null,
      circularBy: null,
      threadId: null,
      discussionId: 'd1',
    },
    {
      id: names.sets[1],
      addresses: ['bob@x', 'me@x'],
      listId: null,
      circularBy: null,
      threadId: null,
      discussionId: 'd2',
    },
  ],
}
