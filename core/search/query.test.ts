import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseQuery, type QueryContext } from './index.ts'

const hour = 3_600_000
const context: QueryContext = {
  nowMs: Date.UTC(2026, 10, 24, 12),
  // Two hours ahead in summer, one in winter, as in Berlin: the offset changes at 2026-03-29T01:00Z.
  zone: (ms) => (ms >= Date.UTC(2026, 2, 29, 1) && ms < Date.UTC(2026, 9, 25, 1) ? 2 * hour : hour),
  mailboxes: [
    { id: 'm1', path: 'INBOX', name: 'INBOX', delimiter: '.', role: 'inbox' },
    { id: 'm2', path: 'Work.Größe', name: 'Größe', delimiter: '.', role: null },
    { id: 'm3', path: 'Eingang', name: 'Eingang', delimiter: '/', role: 'inbox' },
  ],
  own: ['me@example.org'],
  tags: [
    { id: 't1', name: 'Travel plans' },
    { id: 't2', name: 'Été' },
  ],
  people: (name) => (name === 'Ada' ? ['ada@example.org', 'Ada@Home.example'] : []),
}
const read = (text: string, more: Partial<QueryContext> = {}) => parseQuery(text, { ...context, ...more })
const node = (text: string) => read(text).node
const words = (...tokens: string[]) => ({ kind: 'tokens', fields: [], tokens, prefix: false })
const time = (from: string | null, to: string | null) => ({
  kind: 'time',
  fromMs: from === null ? null : Date.parse(from),
  toMs: to === null ? null : Date.parse(to),
})

describe('a query says', () => {
  test.each([
    ['', { kind: 'all' }],
    ['Café', words('cafe')],
    ['a b', { kind: 'and', nodes: [words('a'), words('b')] }],
    ['"Silent Bridge"', words('silent', 'bridge')],
    ['“Silent Bridge”', words('silent', 'bridge')],
    ['"not closed', words('not', 'closed')],
    ['e-mail', words('e', 'mail')],
    ['grav*', { ...words('grav'), prefix: true }],
    ['東', { ...words('東'), prefix: true }],
    ['-spam', { kind: 'not', node: words('spam') }],
    ['NOT spam', { kind: 'not', node: words('spam') }],
    ['--spam', words('spam')],
    ['a OR b c', { kind: 'and', nodes: [{ kind: 'or', nodes: [words('a'), words('b')] }, words('c')] }],
    ['a AND b', { kind: 'and', nodes: [words('a'), words('b')] }],
    ['(a b) OR c', { kind: 'or', nodes: [{ kind: 'and', nodes: [words('a'), words('b')] }, words('c')] }],
    ['-(a b)', { kind: 'not', node: { kind: 'and', nodes: [words('a'), words('b')] } }],
    ['OR a OR', words('a')],
    ['from:anna', { ...words('anna'), fields: ['from'] }],
    ['FROM:anna@example.org', { ...words('anna_example_org'), fields: ['from'] }],
    ['from:me', { ...words('me_example_org'), fields: ['from'] }],
    ['subject:"two words"', { ...words('two', 'words'), fields: ['subject'] }],
    ['filename:plan.pdf', { ...words('plan', 'pdf'), fields: ['files'] }],
    [
      'to:(anna OR bob)',
      {
        kind: 'or',
        nodes: [
          { ...words('anna'), fields: ['to'] },
          { ...words('bob'), fields: ['to'] },
        ],
      },
    ],
    ['is:unread', { kind: 'flag', flag: 'seen', value: false }],
    ['-is:starred', { kind: 'not', node: { kind: 'flag', flag: 'flagged', value: true } }],
    ['has:invite', { kind: 'has', what: 'invite' }],
    ['list:<dev.example.org>', { kind: 'list', listId: 'dev.example.org' }],
    ['in:inbox', { kind: 'mailbox', mailboxIds: ['m1', 'm3'] }],
    ['in:"work/grosse"', { kind: 'mailbox', mailboxIds: ['m2'] }],
    ['in:anywhere', { kind: 'all' }],
    ['with:Ada', { kind: 'with', addresses: ['ada@example.org', 'ada@home.example'] }],
    ['with:me', { kind: 'with', addresses: ['me@example.org'] }],
    ['tag:"travel PLANS"', { kind: 'tag', tagIds: ['t1'] }],
    ['tag:ete', { kind: 'tag', tagIds: ['t2'] }],
    ['tag:trav*', { kind: 'tag', tagIds: ['t1'] }],
    ['-tag:t1', { kind: 'not', node: { kind: 'tag', tagIds: ['t1'] } }],
    ['privacy:<25', { kind: 'privacy', min: 0, max: 24 }],
    ['privacy:>=75', { kind: 'privacy', min: 75, max: 100 }],
    ['privacy:good', { kind: 'privacy', min: 50, max: 74 }],
    ['privacy:30', { kind: 'privacy', min: 30, max: 30 }],
    ['importance:>5', { kind: 'importance', min: 6, max: 10 }],
    ['importance:<-3', { kind: 'importance', min: -10, max: -4 }],
    ['importance:-3..10', { kind: 'importance', min: -3, max: 10 }],
    ['importance:noise', { kind: 'importance', min: -10, max: -4 }],
    ['tracker:yes', { kind: 'tracker', value: true }],
    ['tracker:no', { kind: 'tracker', value: false }],
    ['larger:5M', { kind: 'size', minBytes: 5 * 1024 * 1024, maxBytes: null }],
    ['smaller:1.5kB', { kind: 'size', minBytes: null, maxBytes: 1536 }],
    ['before:2026', time(null, '2025-12-31T23:00Z')],
    ['after:2026-07', time('2026-06-30T22:00Z', null)],
    ['after:2026/7/1', time('2026-06-30T22:00Z', null)],
    ['before:2026-03-29', time(null, '2026-03-28T23:00Z')],
    ['before:2026-03-30', time(null, '2026-03-29T22:00Z')],
    ['after:2026-07-01T09:30', time('2026-07-01T07:30Z', null)],
    ['after:2026-07-01T09:30:10Z', time('2026-07-01T09:30:10Z', null)],
    ['after:today', time('2026-11-23T23:00Z', null)],
    ['older:7d', time(null, '2026-11-17T12:00Z')],
    ['newer:2w', time('2026-11-10T12:00Z', null)],
    ['newer:9m', time('2026-02-24T12:00Z', null)],
  ])('%s', (text, expected) => {
    expect(read(text).node).toEqual(expected)
    expect(read(text).issues).toEqual([])
  })
})

describe('what is not understood is named, with its place, and the rest is searched', () => {
  test.each([
    ['foo:bar', { start: 0, end: 4 }, words('foo', 'bar')],
    ['lunch before:someday', { start: 6, end: 20 }, words('lunch')],
    ['lunch before:2026-02-30', { start: 6, end: 23 }, words('lunch')],
    ['lunch is:purple', { start: 6, end: 15 }, words('lunch')],
    ['lunch in:Nowhere', { start: 6, end: 16 }, words('lunch')],
    ['lunch larger:big', { start: 6, end: 16 }, words('lunch')],
    ['lunch with:Nobody', { start: 6, end: 17 }, words('lunch')],
    ['lunch tag:nope', { start: 6, end: 14 }, words('lunch')],
    ['lunch privacy:bad', { start: 6, end: 17 }, words('lunch')],
    ['lunch importance:>', { start: 6, end: 18 }, words('lunch')],
    ['lunch tracker:maybe', { start: 6, end: 19 }, words('lunch')],
    ['lunch from:', { start: 6, end: 11 }, words('lunch')],
    ['(lunch', { start: 0, end: 1 }, words('lunch')],
    ['!?', { start: 0, end: 2 }, { kind: 'none' }],
    ['in:Nowhere', { start: 0, end: 10 }, { kind: 'none' }],
  ])('%s', (text, place, expected) => {
    const query = read(text)
    expect(query.node).toEqual(expected)
    expect(query.issues).toEqual([{ ...place, message: expect.stringMatching(/\.$/) }])
  })

  test.each(['12:30', 'Re:', 'https://example.org/a'])('%s is no filter', (text) =>
    expect(read(text).issues).toEqual([]),
  )
})

test('the last word is a beginning while it is typed, and not once something follows it', () => {
  const typed = (text: string) => read(text, { typing: true }).node
  expect(typed('silent bri')).toEqual({ kind: 'and', nodes: [words('silent'), { ...words('bri'), prefix: true }] })
  expect(typed('bri ')).toEqual(words('bri'))
  expect(typed('b')).toEqual(words('b'))
  expect(typed('from:ann')).toEqual({ ...words('ann'), fields: ['from'], prefix: true })
  expect(typed('anna@exam')).toEqual({ ...words('anna_exam'), prefix: true })
  expect(read('(bri', { typing: true }).issues).toEqual([])
})

test('any text is a query: issues lie within it, and nothing throws', () => {
  const piece = fc.constantFrom(
    '(',
    ')',
    '-',
    '"',
    'OR',
    'from:',
    'in:',
    'with:',
    'privacy:<',
    'importance:-3..',
    'tag:"',
    'before:2026',
    'x*',
    ' ',
    ':',
    'is:unread',
    '東',
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 40 }).map((pieces) => pieces.join('')),
  )
  fc.assert(
    fc.property(text, fc.boolean(), (query, typing) => {
      for (const issue of read(query, { typing }).issues) {
        expect(issue.start).toBeGreaterThanOrEqual(0)
        expect(issue.end).toBeLessThanOrEqual(query.length)
        expect(issue.start).toBeLessThanOrEqual(issue.end)
      }
    }),
    { numRuns: 1000 },
  )
})

test('a hostile query stays small', () => {
  expect(read('('.repeat(2000)).issues.length).toBeLessThan(40)
  expect(read('a '.repeat(1000)).issues).toHaveLength(1)
  expect(JSON.stringify(node(`"${'a '.repeat(1000)}"`)).length).toBeLessThan(1000)
})
