import type { DiscussionSummary, MessageSummary, PrivacyIndex, TagSummary } from '../../core/defs/index.ts'
import type { Person } from './conversations.ts'

/** What the fixture judges of mail from somebody: three facets and a level, made up once. */
interface Judgement {
  readonly facets: readonly [technic: number, context: number, comportment: number]
  readonly importance: number
}

/** By the address of the other one; the rest is judged by the letters of its address, the same at every start. */
const judgements: Readonly<Record<string, Judgement>> = {
  'amira@haddad.example': { facets: [85, 72, 55], importance: 8 },
  'jonas.weiss@stadtarchiv.example': { facets: [30, 72, 55], importance: 5 },
  'lihua.chen@univ.example': { facets: [92, 84, 80], importance: 7 },
  'f.lambert@poste.example': { facets: [20, 40, 10], importance: 6 },
  'giorgos@naxos.example': { facets: [55, 60, 30], importance: 4 },
  'announce@lists.debian.example': { facets: [70, 62, 0], importance: 2 },
  'lettre@monge.example': { facets: [45, 12, 0], importance: -2 },
  'avis@banque.example': { facets: [5, 8, 0], importance: -7 },
}

const everyThirdUnrated = 31

export function overallOf([technic, context, comportment]: Judgement['facets']): number {
  const mean = Math.round((technic + context + comportment) / 3)
  return Math.min(mean, Math.min(technic, context, comportment) + 15)
}

export const indexOf = (facets: Judgement['facets']): PrivacyIndex => ({
  technic: facets[0],
  context: facets[1],
  comportment: facets[2],
  overall: overallOf(facets),
})

/** `null`: not rated yet. */
export function judge(address: string, at: number): { privacy: PrivacyIndex | null; importance: number } {
  const known = judgements[address]
  let sum = at
  for (const char of address) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) >>> 0
  const facets = known?.facets ?? ([sum % 95, (sum >>> 3) % 95, (sum >>> 5) % 70] as const)
  // Around a level that most mail lies at, and thinner on either side.
  const importance = known?.importance ?? Math.round(((sum % 11) + ((sum >>> 4) % 11)) / 2) - 6
  return { privacy: sum % everyThirdUnrated === 7 ? null : indexOf(facets), importance }
}

export const tagsOfFixture: readonly TagSummary[] = (
  [
    ['archive', 'Archive project', 'petrol', 2],
    ['lyon', 'Flat in Lyon', 'amber', 1],
    ['family', 'Family', 'purple', 3],
    ['papers', 'Papers to be kept until the end of the inventory', 'blue', 0],
  ] as const
).map(([id, name, colour, importance]) => ({
  id,
  name,
  colour,
  importance,
  kind: 'user',
  keyword: null,
  createdAtMs: 0,
  messages: 0,
  unread: 0,
}))

/** The discussion that these messages make, as lists show it. */
export function toDiscussion(messages: readonly MessageSummary[], own: ReadonlySet<string>): DiscussionSummary {
  const newest = messages.toSorted((a, b) => b.sortMs - a.sortMs)
  const [last] = newest
  if (!last) throw new Error('A discussion has at least one message.')
  const others = new Map<string, Person>()
  for (const { participants } of newest) {
    for (const { address, label } of participants) {
      if (!own.has(address) && !others.has(address)) others.set(address, { address, label })
    }
  }
  const from = last.participants.find(({ type }) => type === 'from')
  const levels = newest.map(({ importance }) => importance).toSorted((a, b) => b - a)
  return {
    id: last.discussionId,
    kind: last.listId !== null ? 'list' : others.size === 0 ? 'self' : 'people',
    people: [...others.values()].slice(0, 8).map((person) => ({ ...person, contactId: person.address })),
    peopleCount: others.size,
    listId: last.listId,
    count: newest.length,
    unread: newest.filter(({ flags }) => !flags.seen).length,
    flagged: newest.some(({ flags }) => flags.flagged),
    attachments: newest.reduce((sum, { attachments }) => sum + attachments.length, 0),
    threadCount: new Set(newest.map(({ threadId }) => threadId)).size,
    lastMs: last.sortMs,
    lastMessageId: last.id,
    lastFrom: from ? { address: from.address, label: from.label } : null,
    lastOwn: last.own,
    subject: last.subject,
    excerpt: last.excerpt,
    tagIds: [...new Set(newest.flatMap(({ tagIds }) => tagIds))],
    importance: levels[0] ?? 0,
    privacy: weakest(newest),
    protocols: ['email'],
    mailboxIds: [...new Set(newest.flatMap(({ mailboxIds }) => mailboxIds))],
    byHand: false,
  }
}

/** The lowest of each facet; null until one is rated. */
export function weakest(messages: readonly MessageSummary[]): PrivacyIndex | null {
  const rated = messages.flatMap(({ privacy }) => privacy ?? [])
  if (rated.length === 0) return null
  const lowest = (facet: 'technic' | 'context' | 'comportment') => Math.min(...rated.map((index) => index[facet]))
  return indexOf([lowest('technic'), lowest('context'), lowest('comportment')])
}
