import type {
  Account,
  Mailbox,
  MessageBody,
  MessageSummary,
  Participant,
  TagSummary,
  ThreadSummary,
} from '../../core/defs/index.ts'
import {
  type Conversation,
  conversations,
  type Line,
  me,
  meAtWork,
  olderSubjects,
  type Person,
  people,
} from './conversations.ts'
import { judge, tagsOfFixture, weakest } from './judged.ts'

const minuteMs = 60_000

export interface Store {
  accounts: Account[]
  mailboxes: Mailbox[]
  messages: Map<string, MessageSummary>
  bodies: Map<string, MessageBody>
  tags: TagSummary[]
}

const server = (host: string, port: number, user: string) => ({ host, port, security: 'tls' as const, user })

const account = (id: string, person: Person, label: string): Account => ({
  id,
  protocol: 'imap',
  address: person.address,
  name: person.label,
  label,
  imap: server(`imap.${person.address.split('@')[1]}`, 993, person.address),
  smtp: server(`smtp.${person.address.split('@')[1]}`, 465, person.address),
  signature: null,
  paused: false,
  trustedCertificate: null,
  trustedAuthservIds: [],
  createdAtMs: 0,
})

const roles = [
  ['inbox', 'Inbox'],
  ['drafts', 'Drafts'],
  ['sent', 'Sent'],
  ['archive', 'Archive'],
  ['junk', 'Junk'],
  ['trash', 'Trash'],
] as const

function mailboxesOf(accountId: string): Mailbox[] {
  const box = (path: string, role: Mailbox['role']): Mailbox => ({
    id: `${accountId}-${role ?? path.toLowerCase().replaceAll('/', '-')}`,
    accountId,
    path,
    name: path.split('/').at(-1) ?? path,
    delimiter: '/',
    role,
    subscribed: true,
    selectable: true,
    sync: null,
  })
  return [
    ...roles.map(([role, name]) => box(name, role)),
    box('Lyon', null),
    box('Lyon/Flat', null),
    box('Lists', null),
  ]
}

/** A mailbox full of invented mail, the same at every start but for the clock. */
export function fixtureStore(nowMs: number, olderThreads: number): Store {
  const store: Store = {
    accounts: [account('personal', me, 'Personal'), account('university', meAtWork, 'University')],
    mailboxes: [...mailboxesOf('personal'), ...mailboxesOf('university')],
    messages: new Map(),
    bodies: new Map(),
    tags: tagsOfFixture.map((tag) => ({ ...tag })),
  }
  for (const [at, conversation] of conversations.entries()) addConversation(store, `t${at + 1}`, conversation, nowMs)
  const names = Object.keys(people) as (keyof typeof people)[] // the keys of a literal
  for (let at = 0; at < olderThreads; at++) {
    const name = names[(at * 5) % names.length] ?? 'amira'
    const subject = olderSubjects[at % olderSubjects.length] ?? ''
    addConversation(
      store,
      `old${at}`,
      {
        subject: at < olderSubjects.length ? subject : `${subject} (${Math.floor(at / olderSubjects.length) + 1})`,
        // Everybody writes alone, and with everybody else.
        with: at % 2 === 0 ? [name] : [name, names[(at * 3 + 1) % names.length] ?? 'jonas'].filter(isFirst),
        account: at % 3 === 0 ? 'university' : 'personal',
        role: at % 11 === 10 ? 'archive' : at % 23 === 22 ? 'junk' : 'inbox',
        lines: [
          {
            from: name,
            minutesAgo: 6 * 1440 + at * 190,
            text: `${subject}. We start with box 1 and should reach 14 before the holidays.`,
            unread: at % 29 === 3,
          },
        ],
      },
      nowMs,
    )
  }
  return store
}

const isFirst = <T>(item: T, at: number, all: readonly T[]): boolean => all.indexOf(item) === at

function addConversation(store: Store, threadId: string, conversation: Conversation, nowMs: number): void {
  for (const [at, line] of conversation.lines.entries()) {
    const message = toMessage(`${threadId}-m${at + 1}`, threadId, conversation, line, at, nowMs)
    store.messages.set(message.id, message)
    store.bodies.set(message.id, toBody(message.id, line))
  }
}

function toMessage(
  id: string,
  threadId: string,
  conversation: Conversation,
  line: Line,
  at: number,
  nowMs: number,
): MessageSummary {
  const self = conversation.account === 'personal' ? me : meAtWork
  const others = conversation.with.map((name) => people[name])
  const from: Person = line.from === 'me' ? self : people[line.from]
  const to: Person[] = [self, ...others].filter((person) => person.address !== from.address)
  const participants: Participant[] = [
    { type: 'from', ...from },
    ...to.map((person): Participant => ({ type: 'to', ...person })),
  ]
  const dateMs = nowMs - line.minutesAgo * minuteMs
  const role = line.from === 'me' ? 'sent' : conversation.role
  const judged = judge((line.from === 'me' ? others[0] : from)?.address ?? from.address, at)
  return {
    id,
    threadId,
    dateMs,
    receivedMs: dateMs,
    sortMs: dateMs,
    subject: at === 0 || conversation.subject.startsWith('Re:') ? conversation.subject : `Re: ${conversation.subject}`,
    excerpt: line.text.slice(0, 200).replaceAll('\n', ' '),
    participants,
    attachments: (line.attachments ?? []).map((file, index) => ({ index, ...file, contentId: null, inline: false })),
    messageId: `${id}@fixture.example`,
    inReplyTo: [],
    references: [],
    listId: conversation.listId ?? null,
    sizeBytes: 2000 + line.text.length,
    bodyState: line.state ?? 'full',
    problem: line.state === 'unreadable' ? 'Its MIME structure is nested deeper than 100 parts.' : null,
    copies: line.state === 'pending' ? [] : [{ blob: id, sizeBytes: 2000 }],
    flags: {
      seen: !line.unread,
      flagged: conversation.flagged === true && at === 0,
      answered: false,
      forwarded: false,
      draft: false,
    },
    hasLink: false,
    hasInvite: false,
    participantSetId: discussionOf(conversation),
    discussionId: discussionOf(conversation),
    own: line.from === 'me',
    privacy: judged.privacy && { ...judged.privacy, rules: 1 },
    importance: judged.importance,
    correction: null,
    tagIds: [...(conversation.tags ?? [])],
    mailboxIds: [`${conversation.account}-${role}`],
  }
}

/** People are one discussion, whatever they write about; a list is one by itself. */
const discussionOf = ({ with: names, listId }: Conversation): string =>
  listId ? `list-${listId}` : `with-${names.toSorted().join('-')}`

const toBody = (id: string, line: Line): MessageBody => ({
  id,
  state: line.state ?? 'full',
  text: line.text,
  html: line.html ?? null,
  problem: line.state === 'unreadable' ? 'Its MIME structure is nested deeper than 100 parts.' : null,
  truncated: false,
  listUnsubscribe: [],
  listPost: null,
})

/** The thread that these messages make, as lists show it. */
export function toThread(messages: readonly MessageSummary[]): ThreadSummary {
  const ordered = messages.toSorted((a, b) => a.sortMs - b.sortMs)
  const last = ordered.at(-1)
  if (!last) throw new Error('A thread has at least one message.')
  const senders = ordered.flatMap((message) => message.participants.filter((person) => person.type === 'from'))
  const latestLast = new Map<string, Person>()
  for (const { address, label } of senders) {
    latestLast.delete(address)
    latestLast.set(address, { address, label })
  }
  const lastFrom = senders.at(-1)
  return {
    id: last.threadId,
    subject: ordered[0]?.subject ?? '',
    people: [...latestLast.values()].slice(-8),
    count: ordered.length,
    unread: ordered.filter((message) => !message.flags.seen).length,
    flagged: ordered.some((message) => message.flags.flagged),
    lastMs: last.sortMs,
    lastMessageId: last.id,
    lastFrom: lastFrom ? { address: lastFrom.address, label: lastFrom.label } : null,
    excerpt: last.excerpt,
    attachments: ordered.reduce((sum, message) => sum + message.attachments.length, 0),
    listId: last.listId,
    mailboxIds: [...new Set(ordered.flatMap((message) => message.mailboxIds))],
    importance: Math.max(...ordered.map(({ importance }) => importance)),
    privacy: weakest(ordered),
    tagIds: [...new Set(ordered.flatMap(({ tagIds }) => tagIds))],
  }
}
