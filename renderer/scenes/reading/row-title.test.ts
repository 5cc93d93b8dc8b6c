import { describe, expect, test } from 'vitest'
import type { DiscussionSummary, ThreadSummary } from '../../../core/defs/index.ts'
import { learntFor, listName, titleOf } from './row-title.ts'

const words = {
  you: 'You',
  unknown: 'Unknown sender',
  self: 'Notes to yourself',
  andOthers: (names: string, count: number) => `${names} and ${count} others`,
  toMany: (name: string) => `${name}, to many`,
}
const person = (label: string, address = `${label || 'nobody'}@x.example`.toLowerCase().replaceAll(' ', '.')) => ({
  label,
  address,
  contactId: null,
})
const discussion = (change: Partial<DiscussionSummary>): DiscussionSummary => ({
  id: 'd',
  kind: 'people',
  people: [],
  peopleCount: change.people?.length ?? 0,
  listId: null,
  count: 1,
  unread: 0,
  flagged: false,
  attachments: 0,
  threadCount: 1,
  lastMs: 0,
  lastMessageId: 'm',
  lastFrom: null,
  lastOwn: false,
  subject: '',
  excerpt: '',
  tagIds: [],
  importance: 0,
  privacy: null,
  protocols: ['email'],
  mailboxIds: [],
  byHand: false,
  ...change,
})
const own = new Set(['me@x.example'])
const title = (change: Partial<DiscussionSummary>) => titleOf(discussion(change), own, words)

describe('a discussion is called', () => {
  test('by the whole names of one or two people, by given names of more', () => {
    expect(title({ people: [person('Amira Haddad'), person('Jonas Weiß')] })).toBe('Amira Haddad, Jonas Weiß')
    expect(title({ people: ['Amira Haddad', 'Jonas Weiß', '陈丽华 Chen Lihua'].map((name) => person(name)) })).toBe(
      'Amira, Jonas, 陈丽华 Chen Lihua',
    )
  })

  test('in the order of its people, whatever direction their names are written in', () => {
    expect(title({ people: [person('יעל לוי'), person('Marta')] })).toBe('\u2068יעל לוי\u2069, Marta')
  })

  test('by the first of many and the number of the others, also of those that no name is known of', () => {
    const people = ['Ana', 'Ben', 'Cleo', 'Dan', 'Eve'].map((name) => person(name))
    expect(title({ people, peopleCount: 12 })).toBe('Ana, Ben, Cleo, Dan and 8 others')
  })

  test('by the name of a list, or of the one who writes to all of it', () => {
    const listId = 'debian-security.lists.debian.example'
    expect(title({ kind: 'list', listId, people: [person('Ana'), person('Ben')] })).toBe('debian-security')
    expect(title({ kind: 'list', listId: 'lettre.monge.example', people: [person('Librairie Monge')] })).toBe(
      'Librairie Monge',
    )
    expect(listName('plain')).toBe('plain')
  })

  test('as notes where there is nobody else, and by its author where there are too many', () => {
    expect(title({ kind: 'self' })).toBe('Notes to yourself')
    expect(title({ kind: 'circular', people: [person('Rail & Mer')] })).toBe('Rail & Mer, to many')
    expect(title({ people: [] })).toBe('Unknown sender')
  })
})

test('a thread is called by who wrote, the latest first, and by the user only where nobody else did', () => {
  const thread = (...people: ThreadSummary['people']): ThreadSummary => ({
    id: 't',
    subject: '',
    people,
    count: 1,
    unread: 0,
    flagged: false,
    lastMs: 0,
    lastMessageId: 'm',
    lastFrom: null,
    excerpt: '',
    attachments: 0,
    listId: null,
    mailboxIds: [],
    importance: 0,
    privacy: null,
    tagIds: [],
  })
  const me = person('Me', 'ME@x.example')
  expect(titleOf(thread(me, person('Ana'), person('Ben')), own, words)).toBe('Ben, Ana')
  expect(titleOf(thread(me), own, words)).toBe('You')
  expect(titleOf(thread(), own, words)).toBe('Unknown sender')
})

test('what is corrected is learnt for a person by the given name, for a list by its own', () => {
  expect(learntFor(discussion({ people: [person('Amira Haddad')] }), own, words)).toBe('Amira')
  expect(learntFor(discussion({ kind: 'list', listId: 'news.x.example', people: [] }), own, words)).toBe('news')
})
