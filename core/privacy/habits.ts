import type { Message } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import { addressKey } from './address.ts'
import { type Evidence, type Habits, habitMessages, habitsOf, isEncrypted, noHabits } from './judge/index.ts'
import { privacyLimits } from './limits.ts'

export interface HabitBook {
  /** as they are kept; `noHabits` of whom nothing is known */
  of(addresses: readonly string[]): Promise<ReadonlyMap<string, Habits>>
  /** worked out by the messages that are stored now, over all addresses of one person */
  workOut(addresses: readonly string[]): Promise<Habits>
  /** the user's own habits, by the latest messages in Sent */
  workOutOwn(): Promise<Habits>
  /** works out the habits at each address and keeps them; answers those that are others now */
  renew(addresses: readonly string[]): Promise<string[]>
}

const batch = { priority: 'batch' } as const

/** Habits are kept by address, and worked out anew by a background job: a message is judged by what is kept. */
export function createHabitBook({ stores }: CoreContext): HabitBook {
  const kept = new Map<string, Habits>()

  function keep(address: string, habits: Habits): void {
    if (kept.size >= privacyLimits.keptHabits) kept.delete(kept.keys().next().value ?? '')
    kept.set(address, habits)
  }

  async function read(address: string): Promise<Habits> {
    const known = kept.get(address)
    if (known !== undefined) return known
    const record = await stores.records.get('habit', address, batch)
    const { id: _, ...habits } = record ?? { id: address, ...noHabits }
    keep(address, habits)
    return habits
  }

  async function workOut(addresses: readonly string[]): Promise<Habits> {
    const ids = await latestWith(addresses)
    const evidence = await evidenceOf(ids, new Set(addresses))
    const exchange = await stores.scores.correspondents(addresses, batch)
    return habitsOf(evidence, {
      written: exchange.reduce((sum, { written }) => sum + written, 0),
      received: exchange.reduce((sum, { received }) => sum + received, 0),
    })
  }

  async function latestWith(addresses: readonly string[]): Promise<string[]> {
    const sets: string[] = []
    let cursor: string | undefined
    do {
      const page = await stores.participantSets.byAddresses(addresses, cursor, 500, batch)
      sets.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined && sets.length < privacyLimits.sets)
    if (sets.length === 0) return []
    // others' messages that the person is only addressed in are among them
    return (await stores.participantSets.messagesOf(sets, undefined, habitMessages * 2, batch)).items
  }

  async function evidenceOf(ids: readonly string[], addresses: ReadonlySet<string>): Promise<Evidence[]> {
    const [messages, features] = await Promise.all([
      stores.messages.get(ids, batch),
      stores.scores.features(ids, batch),
    ])
    const featuresOf = (id: string) => features.get(id) ?? []
    const encrypted = new Set(
      messages.flatMap((message) =>
        message.messageId !== null && !message.own && isEncrypted(featuresOf(message.id)) ? [message.messageId] : [],
      ),
    )
    return messages.flatMap((message) => {
      if (!message.own && !addresses.has(authorOf(message))) return []
      const { id, own, sortMs: dateMs } = message
      return [
        {
          id,
          own,
          dateMs,
          features: featuresOf(id),
          answersEncrypted: message.inReplyTo.some((to) => encrypted.has(to)),
        },
      ]
    })
  }

  return {
    async of(addresses) {
      return new Map(await Promise.all(addresses.map(async (address) => [address, await read(address)] as const)))
    },
    workOut,
    async workOutOwn() {
      const { items } = await stores.messages.list({ view: 'role:sent', limit: habitMessages }, batch)
      const features = await stores.scores.features(
        items.map(({ id }) => id),
        batch,
      )
      const sent = items.map(({ id, sortMs }) => ({
        id,
        dateMs: sortMs,
        own: false,
        features: features.get(id) ?? [],
        answersEncrypted: false,
      }))
      const answers = await evidenceOf(await ownAnswers(items), new Set())
      const { answersInClear } = habitsOf(answers, { written: 0, received: 0 })
      return { ...habitsOf(sent, { written: 0, received: 0 }), answersInClear }
    },
    async renew(addresses) {
      const changed: string[] = []
      for (const address of addresses) {
        const now = await workOut([address])
        const before = await read(address)
        if (JSON.stringify(now) === JSON.stringify(before)) continue
        await stores.commit({ recordPuts: [{ noun: 'habit', value: { id: address, ...now } }] }, batch)
        keep(address, now)
        changed.push(address)
      }
      return changed
    },
  }

  /** The user's sent messages that answer something, and what they answer. */
  async function ownAnswers(sent: readonly Message[]): Promise<string[]> {
    const answered = [...new Set(sent.flatMap(({ inReplyTo }) => inReplyTo))]
    const parents = answered.length === 0 ? [] : await stores.messages.byMessageIds(answered, batch)
    return [
      ...new Set([
        ...sent.filter(({ inReplyTo }) => inReplyTo.length > 0).map(({ id }) => id),
        ...parents.map(({ id }) => id),
      ]),
    ]
  }
}

export function authorOf({ participants }: Pick<Message, 'participants'>): string {
  const from = participants.find(({ type }) => type === 'from') ?? participants.find(({ type }) => type === 'sender')
  return addressKey(from?.address ?? '')
}
