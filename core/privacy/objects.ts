import { fail, type PrivacyIndex } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import type { HabitBook } from './habits.ts'
import {
  type ContactFacts,
  type JudgedMessage,
  type Judgement,
  judgeContact,
  judgeDevice,
  judgeDiscussion,
  judgeOwn,
  weakness,
} from './judge/index.ts'
import { privacyLimits } from './limits.ts'
import type { People } from './people.ts'
import type { createPlaces } from './places.ts'
import type { Scoring } from './scoring.ts'

export interface ObjectsNeeds {
  readonly people: People
  readonly habits: HabitBook
  readonly places: ReturnType<typeof createPlaces>
  readonly scoring: Scoring
}

type Told = Judgement & { readonly weakest?: string }

export interface ObjectJudge {
  contact(id: string): Promise<Told>
  discussion(id: string): Promise<Told>
  device(): Promise<Told>
  own(): Promise<Told>
}

/** The indexes of everything that is no message, worked out when they are asked for. */
export function createObjectJudge(context: CoreContext, needs: ObjectsNeeds): ObjectJudge {
  return {
    contact: (id) => contactOf(id, needs),
    discussion: (id) => discussionOf(context, id, needs),
    device: () => deviceOf(context, needs),
    own: () => ownOf(context, needs),
  }
}

async function contactOf(id: string, { people, habits }: ObjectsNeeds): Promise<Told> {
  await people.ready()
  const contact = people.contact(id)
  if (contact === undefined) throw fail('not-found', 'This contact is not here any more. Nothing was changed.')
  const facts: ContactFacts = {
    id,
    standing: contact.confirmed ? 'confirmed' : 'met',
    key: contact.key,
    keyExpired: contact.keyExpired,
    otherWays: contact.otherWays,
    habits: await habits.workOut(contact.addresses),
  }
  return judgeContact(facts)
}

const respects = {
  technic: ({ technic }: PrivacyIndex) => technic,
  context: ({ context }: PrivacyIndex) => context,
  comportment: ({ comportment }: PrivacyIndex) => comportment,
  overall: weakness,
} as const
type Respect = keyof typeof respects
type Weakest = Map<Respect, { readonly id: string; readonly score: number }>
const allRespects: readonly Respect[] = ['technic', 'context', 'comportment', 'overall']

/** By what is kept of each message, the weakest in each respect are found, and these are judged and explained. */
async function discussionOf({ stores }: CoreContext, id: string, { scoring, places }: ObjectsNeeds): Promise<Told> {
  const weakest: Weakest = new Map()
  const hidden: Weakest = new Map()
  let cursor: string | undefined
  let seen = 0
  do {
    const page = await stores.discussions.messages({ discussionId: id, cursor, limit: 500 })
    const known = await places.read(page.items.flatMap(({ mailboxIds }) => mailboxIds))
    for (const { id: messageId, privacy, mailboxIds } of page.items) {
      if (privacy === null) continue
      const roles = mailboxIds.map((mailboxId) => known.mailbox(mailboxId)?.role)
      const isHidden = roles.every((role) => role === 'junk' || role === 'trash')
      const into = isHidden ? hidden : weakest
      for (const respect of allRespects) note(into, respect, messageId, respects[respect](privacy))
    }
    seen += page.items.length
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined && seen < privacyLimits.discussionMessages)
  const found = [...(weakest.size > 0 ? weakest : hidden).values()]
  const judged = await scoring.judge([...new Set(found.map((one) => one.id))])
  const whole = judgeDiscussion(judged.map(({ message, ...rest }): JudgedMessage => ({ ...rest, id: message.id })))
  if (whole === null)
    throw fail('not-found', 'Nothing in this discussion has been judged yet, or it is not here any more.')
  return whole
}

function note(into: Weakest, respect: Respect, id: string, score: number): void {
  const before = into.get(respect)
  if (before === undefined || score < before.score || (score === before.score && id < before.id)) {
    into.set(respect, { id, score })
  }
}

async function deviceOf({ stores, credentials }: CoreContext, { places }: ObjectsNeeds): Promise<Told> {
  const accounts = (await places.read()).accounts()
  const servers = accounts.flatMap(({ imap, smtp }) => [imap, smtp]).filter((server) => server !== null)
  return judgeDevice({
    credentials: (await credentials.describe()).kind,
    servers: servers.length,
    serversByTls: servers.filter(({ security }) => security !== 'none').length,
    trustedByHand: accounts.filter(({ trustedCertificate }) => trustedCertificate !== null).length,
    accounts: accounts.length,
    shownDomains: await stores.records.count('shownDomain'),
    silencedAdvice: await stores.records.count('silencedAdvice'),
  })
}

async function ownOf({ stores }: CoreContext, { people, habits, places }: ObjectsNeeds): Promise<Told> {
  await people.ready()
  const accounts = (await places.read()).accounts()
  const sending = accounts.flatMap(({ smtp }) => (smtp === null ? [] : [smtp]))
  const written = await stores.scores.writtenTo(privacyLimits.ownPeople)
  const own = [...people.own()].flatMap((address) => people.contactsAt(address)).filter((contact) => contact.own)
  return judgeOwn({
    habits: await habits.workOutOwn(),
    accounts: sending.length,
    accountsByTls: sending.filter(({ security }) => security !== 'none').length,
    trustedProviders: Math.min(
      sending.length,
      accounts.filter(({ trustedAuthservIds }) => trustedAuthservIds.length > 0).length,
    ),
    ownKey: own.some(({ key }) => key !== 'none'),
    people: written.length,
    contacts: written.filter(({ address }) => people.standingOf(address) === 'confirmed').length,
    withKey: written.filter(({ address }) => people.keyOf(address) !== 'none').length,
  })
}
