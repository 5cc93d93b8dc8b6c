import {
  type Contribution,
  type FacetScore,
  fail,
  type ImportanceExplanation,
  type MessageSummary,
  type Notification,
  type PrivacyCard,
  type PrivacyExplanation,
  type PrivacyIndex,
} from '../../core/defs/index.ts'
import { toDiscussion } from './judged.ts'
import type { Store } from './mail.ts'

interface Input {
  readonly id: string
  readonly ids: readonly string[]
  readonly kind: 'message' | 'discussion'
  readonly addresses: readonly string[]
}
type Handler = (input: Input) => unknown

/** What a facet could be made of, and by what its missing points are won. Each list adds up to 100. */
const parts: Readonly<Record<'technic' | 'context' | 'comportment', readonly (readonly [string, number, string])[]>> = {
  technic: [
    ['encryption', 40, 'ask-key'],
    ['signature', 20, 'compare-key'],
    ['domain', 25, 'none'],
    ['transport', 15, 'none'],
  ],
  context: [
    ['author', 30, 'add-contact'],
    ['audience', 20, 'fewer-people'],
    ['trackers', 25, 'block-trackers'],
    ['contents', 25, 'none'],
  ],
  comportment: [
    ['encrypts', 40, 'encrypt-by-default'],
    ['signs', 20, 'none'],
    ['mutual', 40, 'none'],
  ],
}

function facetOf(name: keyof typeof parts, score: number): FacetScore {
  let left = score
  const contributions = parts[name].map(([feature, of, advice]): Contribution => {
    const points = Math.min(of, left)
    left -= points
    return { feature, value: points > 0, points, of, advice: points < of && advice !== 'none' ? advice : null }
  })
  return { score, contributions }
}

/** Reasons that add up to what the fixture shows. */
export function explainedHandlers(store: Store): Record<string, Handler> {
  const own = new Set(store.accounts.map(({ address }) => address))
  const discussionOf = (id: string) => {
    const messages = [...store.messages.values()].filter(({ discussionId }) => discussionId === id)
    if (messages.length === 0) throw fail('not-found', 'This is not here any more. Nothing else was changed.')
    return { summary: toDiscussion(messages, own), messages }
  }
  const judgedOf = (kind: Input['kind'], id: string) => {
    if (kind === 'discussion') {
      const { summary, messages } = discussionOf(id)
      const weakest = messages.toSorted((a, b) => (a.privacy?.overall ?? 101) - (b.privacy?.overall ?? 101))[0]
      return { ...summary, weakestId: weakest?.id ?? null }
    }
    const message = store.messages.get(id)
    if (!message) throw fail('not-found', 'This is not here any more. Nothing else was changed.')
    return { ...message, weakestId: null }
  }
  const unrated: PrivacyIndex = { technic: 0, context: 0, comportment: 0, overall: 0 }
  return {
    'privacy.explain': ({ ids, kind }) => ({
      items: ids.map((id): PrivacyExplanation => {
        const { privacy, weakestId } = judgedOf(kind, id)
        const index = privacy ?? unrated
        return {
          id,
          kind,
          version: 1,
          overall: index.overall,
          technic: facetOf('technic', index.technic),
          context: facetOf('context', index.context),
          comportment: facetOf('comportment', index.comportment),
          weakestMessageId: weakestId,
          pending: privacy ? [] : ['dkim'],
        }
      }),
    }),
    'importance.explain': ({ ids, kind }) => ({
      items: ids.map((id): ImportanceExplanation => {
        const { importance } = judgedOf(kind, id)
        const reasons = [
          ['context', 2],
          ['reply', 2],
          ['written', importance - 4],
        ] as const
        return {
          id,
          kind,
          version: 1,
          importance,
          correction: null,
          spam: 0.02,
          contributions: reasons.map(([feature, points]) => ({
            feature,
            value: true,
            points,
            of: points,
            advice: null,
          })),
        }
      }),
    }),
    'privacy.card': ({ ids }) => ({ items: ids.flatMap((id) => cardOf(store.messages.get(id))) }),
    'privacy.trackers': ({ id }) => ({
      id,
      items: [],
      trackers: 0,
      images: 0,
      provenDomain: store.messages.get(id)?.listId ? 'monge.example' : null,
      alwaysShow: false,
    }),
    'privacy.silence': () => ({}),
    'contacts.forAddresses': ({ addresses }) => ({ items: addresses.map((address) => ({ address, contacts: [] })) }),
    'notifications.list': () => ({ items: said(Date.now()), nextCursor: null, unread: 1 }),
    'notifications.read': () => ({}),
    'notifications.dismiss': () => ({}),
  }
}

/** Each kind of chip somewhere in the fixture. */
function cardOf(message: MessageSummary | undefined): PrivacyCard[] {
  if (!message) return []
  const address = message.participants.find(({ type }) => type === 'from')?.address ?? ''
  const domain = address.split('@')[1] ?? null
  const encrypted = address.startsWith('amira')
  const kind = message.own
    ? 'own'
    : encrypted
      ? 'signed-verified'
      : address.startsWith('avis')
        ? 'look-alike'
        : message.listId
          ? 'via-list'
          : (domain?.length ?? 0) % 2 === 0
            ? 'domain'
            : 'unconfirmed'
  const of = kind === 'look-alike' ? 'credit-mutuel.example' : null
  const usual = address.startsWith('jonas') ? 'encrypted' : 'none'
  return [
    {
      id: message.id,
      authenticity: { kind, domain, of, pending: false },
      protection: { kind: encrypted ? 'encrypted' : 'none', usual },
      trackers: 0,
      remote: 0,
      receipt: false,
      showPictures: false,
      riskyFiles: [],
    },
  ]
}

const hourMs = 3_600_000

const said = (nowMs: number): Notification[] => [
  {
    id: 'n1',
    kind: 'new-message',
    createdAtMs: nowMs - hourMs,
    expiresAtMs: null,
    read: false,
    title: '陈丽华 Chen Lihua',
    text: '周五的会议改到下午三点可以吗？',
    accountId: 'university',
    goal: { kind: 'discussion', discussionId: 'with-lihua' },
    count: 1,
    advice: null,
  },
  {
    id: 'n2',
    kind: 'privacy-advice',
    createdAtMs: nowMs - 30 * hourMs,
    expiresAtMs: null,
    read: true,
    title: 'Amira can encrypt',
    text: 'Her key came with her last message. Encrypt what you write to her.',
    accountId: null,
    goal: { kind: 'none' },
    count: 1,
    advice: 'encrypt-by-default',
  },
]
