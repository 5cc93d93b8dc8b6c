import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assignThreads, type ThreadedMail } from './index.ts'

const hash = (input: Uint8Array | string) => createHash('sha256').update(input).digest('hex')
const day = 86_400_000
const monday = 2_800 * 7 * day

const mail = (id: string, more: Partial<ThreadedMail> & { from?: string; to?: string[] } = {}): ThreadedMail => ({
  id,
  messageId: `${id}@example.org`,
  inReplyTo: [],
  references: [],
  subject: '',
  listId: null,
  sortMs: monday,
  participants: [
    { type: 'from', address: more.from ?? 'anna@example.org', label: '' },
    ...(more.to ?? ['ben@example.org']).map((address) => ({ type: 'to' as const, address, label: '' })),
  ],
  ...more,
})

/** A thread store: what an engine does with a plan. */
function threadStore() {
  const refs = new Map<string, string>()
  const threads = new Map<string, string>()
  return {
    async add(mails: readonly ThreadedMail[]) {
      const lookUp = async (asked: readonly string[]) =>
        new Map(asked.flatMap((ref) => (refs.has(ref) ? [[ref, refs.get(ref)!] as const] : [])))
      const plan = await assignThreads(mails, lookUp, hash)
      for (const [id, threadId] of plan.threadIds) threads.set(id, threadId)
      for (const { from, into } of plan.merges) {
        for (const map of [refs, threads]) for (const [key, id] of map) if (id === from) map.set(key, into)
      }
      for (const { ref, threadId } of plan.refs) refs.set(ref, threadId)
    },
    threadOf: (id: string) => threads.get(id),
    partition: () =>
      [...Map.groupBy([...threads], ([, threadId]) => threadId).values()]
        .map((members) =>
          members
            .map(([id]) => id)
            .sort()
            .join(' '),
        )
        .sort(),
  }
}

async function partitionOf(...batches: ThreadedMail[][]) {
  const store = threadStore()
  for (const batch of batches) await store.add(batch)
  return store.partition()
}

const anyMail = fc.record({
  n: fc.integer({ min: 0, max: 11 }),
  refs: fc.array(fc.integer({ min: 0, max: 14 }), { maxLength: 3 }),
  answers: fc.option(fc.integer({ min: 0, max: 14 })),
  subject: fc.constantFrom('Lunch on Friday', 'Re: Lunch on Friday', 'AW: Invoice', 'Invoice', ''),
  from: fc.constantFrom('anna@example.org', 'ben@example.org', 'carl@example.org'),
  to: fc.subarray(['anna@example.org', 'ben@example.org'], { minLength: 1 }),
  listId: fc.constantFrom(null, null, 'one.example.org', 'two.example.org'),
  week: fc.integer({ min: 0, max: 5 }),
})

describe('threads', () => {
  test('are the same whatever the order of arrival and however it is cut into batches', async () => {
    const cases = fc
      .uniqueArray(anyMail, { selector: ({ n }) => n, minLength: 2, maxLength: 12 })
      .chain((drawn) =>
        fc.tuple(fc.constant(drawn), fc.shuffledSubarray(drawn, { minLength: drawn.length }), fc.nat(4)),
      )
    await fc.assert(
      fc.asyncProperty(cases, async ([drawn, shuffled, size]) => {
        const build = (list: typeof drawn) =>
          list.map(({ n, refs, answers, subject, from, to, listId, week }) =>
            mail(`m${n}`, {
              references: refs.map((ref) => `m${ref}@example.org`),
              inReplyTo: answers === null ? [] : [`m${answers}@example.org`],
              sortMs: monday + week * 7 * day + n,
              subject,
              from,
              to,
              listId,
            }),
          )
        // more originals of one subject in a week than there are slots are left out of the promise
        const crowd = Map.groupBy(drawn, ({ subject, week }) => `${subject}${week}`)
        fc.pre([...crowd.values()].every((group) => group.length <= 4))
        const mails = build(shuffled)
        const step = size + 1
        const batches = mails.flatMap((_, i) => (i % step === 0 ? [mails.slice(i, i + step)] : []))
        expect(await partitionOf(...batches)).toEqual(await partitionOf(build(drawn)))
      }),
      { numRuns: 500 },
    )
  })

  test('keep their id while messages come in the usual order', async () => {
    const store = threadStore()
    await store.add([mail('root')])
    const id = store.threadOf('root')
    await store.add([mail('reply', { references: ['root@example.org'] })])
    await store.add([mail('again', { references: ['root@example.org', 'reply@example.org'] })])
    expect([store.threadOf('root'), store.threadOf('reply'), store.threadOf('again')]).toEqual([id, id, id])
  })

  test('come together when the missing message between them arrives', async () => {
    const middle = mail('middle', { inReplyTo: ['root@example.org'] })
    const last = mail('last', { inReplyTo: ['middle@example.org'] })
    expect(await partitionOf([mail('root')], [last])).toEqual(['last', 'root'])
    expect(await partitionOf([mail('root')], [last], [middle])).toEqual(['last middle root'])
  })

  test('are not made of garbage ids', async () => {
    const bad = ['', '<>', '@', 'x'.repeat(2000)]
    const mails = ['a', 'b', 'c'].map((id) => mail(id, { messageId: null, references: bad, inReplyTo: bad }))
    expect(await partitionOf(mails)).toEqual(['a', 'b', 'c'])
  })

  test('with ten thousand references keep their root and their parent', async () => {
    const references = ['root', ...Array.from({ length: 10_000 }, (_, i) => `r${i}`), 'parent'].map(
      (id) => `${id}@example.org`,
    )
    expect(await partitionOf([mail('root'), mail('parent')], [mail('child', { references })])).toEqual([
      'child parent root',
    ])
  })
})

describe('a reply without references', () => {
  const original = mail('original', { subject: 'Lunch on Friday' })
  const reply = mail('reply', {
    subject: 'Re: Lunch  on friday',
    from: 'Ben@example.org',
    to: ['anna@example.org'],
    sortMs: monday + 3 * day,
  })

  test('joins what it answers', async () => {
    expect(await partitionOf([original], [reply])).toEqual(['original reply'])
    expect(await partitionOf([reply], [original])).toEqual(['original reply'])
  })

  test.each(['AW: Lunch on Friday', 'RE[2]: Lunch on Friday', '回复：Lunch on Friday', 'Sv: Re: Lunch on Friday'])(
    'is known by %s',
    async (subject) => {
      expect(await partitionOf([original, { ...reply, subject }])).toEqual(['original reply'])
    },
  )

  test('does not join the same subject of other people, of another list, or of long ago', async () => {
    const stranger = mail('stranger', {
      subject: 'Re: Lunch on Friday',
      from: 'carl@example.org',
      to: ['dora@example.org'],
    })
    const listed = { ...reply, id: 'listed', messageId: 'l@x.org', listId: 'food.example.org' }
    const late = { ...reply, id: 'late', messageId: 'late@x.org', sortMs: monday + 60 * day }
    expect(await partitionOf([original, stranger, listed, late])).toEqual(['late', 'listed', 'original', 'stranger'])
  })
})

test('the monthly invoice stays twelve threads, even when one of them is answered', async () => {
  const invoices = Array.from({ length: 12 }, (_, i) =>
    mail(`invoice-${i}`, { subject: 'Invoice', from: 'billing@shop.example', sortMs: monday + i * 30 * day }),
  )
  const answer = mail('answer', {
    subject: 'Re: Invoice',
    from: 'ben@example.org',
    to: ['billing@shop.example'],
    sortMs: monday + day,
  })
  expect(await partitionOf(invoices)).toHaveLength(12)
  expect(await partitionOf([...invoices, answer])).toHaveLength(12)
})
