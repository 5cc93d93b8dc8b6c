import { z } from 'zod'
import { componentsVersion } from '../components/version.ts'
import type { AddressBook } from '../discussions/index.ts'
import type { CoreContext } from '../ports.ts'
import { addressKey } from './address.ts'
import type { HabitBook } from './habits.ts'
import { privacyRules } from './judge/index.ts'
import type { People } from './people.ts'
import type { Scoring } from './scoring.ts'

/** What is to be done anew behind the scenes, a piece at a time; main/agents/scoring drives it. */
export interface PrivacyBackground {
  /** messages that no rules of now have scored yet */
  staleCount(): Promise<number>
  /** scores so many of them; answers how many there were: 0 when none is left */
  scoreStale(limit: number): Promise<number>
  /** whether components find other things now than what is stored was found by */
  componentsChanged(): Promise<boolean>
  /** reads so many messages again for what the components of now find; answers how many: 0 when all are done */
  readAgain(limit: number): Promise<number>
  /** told when there is something for `settlePeople` */
  onPeople(listener: () => void): void
  /** people whose habits or standing may be others now */
  waitingPeople(): number
  /**
   * Works out the habits of some of them, and scores anew what they take part in; answers how many messages that were.
   * Goes on where it was when it is called again.
   */
  settlePeople(limit: number, signal: AbortSignal): Promise<number>
}

const batch = { priority: 'batch' } as const
const checkpointId = 'privacy-people'
const componentsId = 'privacy-components'
const componentsSchema = z.object({ version: z.number().int(), after: z.string().nullable() })
/** More people than that at once (an import of years) are found by a walk over all participant sets instead. */
const mostWaiting = 20_000

export function createBackground(
  context: CoreContext,
  {
    book,
    people,
    habits,
    scoring,
  }: {
    readonly book: Pick<AddressBook, 'onChange'>
    readonly people: People
    readonly habits: HabitBook
    readonly scoring: Scoring
  },
): PrivacyBackground {
  const { stores, events, clock, logger } = context
  /** by address: whether all their messages are to be scored anew, whatever their habits are */
  const waiting = new Map<string, boolean>()
  const listeners = new Set<() => void>()
  let restored: Promise<void> | null = null
  let stuckAt: string | undefined

  function add(addresses: Iterable<string>, anyway: boolean, ownToo = false): void {
    const own = people.own()
    for (const address of addresses) {
      const key = addressKey(address)
      if (key === '' || (own.has(key) && !ownToo) || (waiting.size >= mostWaiting && !waiting.has(key))) continue
      waiting.set(key, anyway || waiting.get(key) === true)
    }
    if (waiting.size > 0) for (const listener of listeners) listener()
  }

  async function addPeopleOf(messageIds: readonly string[]): Promise<void> {
    const messages = await stores.messages.get(messageIds, batch)
    add(
      messages.flatMap(({ participants }) => participants.slice(0, 200).map(({ address }) => address)),
      false,
    )
  }

  people.onChange((addresses) => add(addresses, true))
  // whose an address is, or that it is the user's own now
  book.onChange((addresses) => add(addresses, true, true))
  events.subscribe((event) => {
    if (event.type !== 'messages.added' && event.type !== 'messages.removed') return
    if (event.type === 'messages.added') {
      addPeopleOf(event.messageIds).catch((thrown: unknown) =>
        logger.warn('People of new mail were not noted', { details: String(thrown) }),
      )
    }
  })

  async function restore(): Promise<void> {
    const kept = await stores.records.get('checkpoint', checkpointId, batch)
    const state = Array.isArray(kept?.state) ? kept.state : []
    for (const address of state) if (typeof address === 'string') waiting.set(address, true)
  }

  /** A program that ends in the middle goes on with them at the next start. */
  async function keep(): Promise<void> {
    const state = [...waiting.keys()]
    const value = { id: checkpointId, updatedAtMs: clock.nowMs(), state }
    if (state.length === 0) await stores.commit({ recordRemoves: [{ noun: 'checkpoint', id: checkpointId }] }, batch)
    else await stores.commit({ recordPuts: [{ noun: 'checkpoint', value }] }, batch)
  }

  async function scoreMessagesOf(addresses: readonly string[], signal: AbortSignal): Promise<number> {
    let scored = 0
    let setsFrom: string | undefined
    do {
      const sets = await stores.participantSets.byAddresses(addresses, setsFrom, 200, batch)
      let from: string | undefined
      do {
        if (sets.items.length === 0) break
        signal.throwIfAborted()
        const page = await stores.participantSets.messagesOf(
          sets.items.map(({ id }) => id),
          from,
          500,
          batch,
        )
        await scoring.rescore(page.items)
        scored += page.items.length
        from = page.nextCursor ?? undefined
      } while (from !== undefined)
      setsFrom = sets.nextCursor ?? undefined
    } while (setsFrom !== undefined)
    return scored
  }

  async function componentsState(): Promise<{ readonly version: number; readonly after: string | null } | null> {
    const kept = await stores.records.get('checkpoint', componentsId, batch)
    const parsed = componentsSchema.safeParse(kept?.state)
    return parsed.success ? parsed.data : null
  }

  const keepComponents = async (version: number, after: string | null): Promise<void> => {
    const value = { id: componentsId, updatedAtMs: clock.nowMs(), state: { version, after } }
    await stores.commit({ recordPuts: [{ noun: 'checkpoint', value }] }, batch)
  }

  return {
    async componentsChanged() {
      const state = await componentsState()
      // what has no features yet is read for them anyway
      if (state === null) await keepComponents(componentsVersion, null)
      return state !== null && (state.version !== componentsVersion || state.after !== null)
    },
    async readAgain(limit) {
      const state = await componentsState()
      const after = state?.version === -componentsVersion ? state.after : null
      const ids = await stores.messages.walk(after, limit, batch)
      await scoring.rescore(ids, { reread: true })
      // a version below zero: under way to it
      if (ids.length === 0) await keepComponents(componentsVersion, null)
      else await keepComponents(-componentsVersion, ids.at(-1) ?? null)
      return ids.length
    },
    staleCount: () => stores.scores.staleCount(privacyRules, batch),
    async scoreStale(limit) {
      const ids = await stores.scores.stale(privacyRules, limit, batch)
      if (ids[0] !== undefined && ids[0] === stuckAt) {
        logger.error('A message cannot be scored; the others behind it wait for the next start', { id: ids[0] })
        return 0
      }
      stuckAt = ids[0]
      await scoring.rescore(ids)
      return ids.length
    },
    onPeople: (listener) => void listeners.add(listener),
    waitingPeople: () => waiting.size,
    async settlePeople(limit, signal) {
      restored ??= restore()
      await Promise.all([restored, people.ready()])
      const some = [...waiting].slice(0, limit)
      await keep()
      const changed = await habits.renew(some.map(([address]) => address))
      const affected = new Set([...changed, ...some.flatMap(([address, anyway]) => (anyway ? [address] : []))])
      const scored = affected.size === 0 ? 0 : await scoreMessagesOf([...affected], signal)
      for (const [address, anyway] of some) if (waiting.get(address) === anyway) waiting.delete(address)
      if (waiting.size === 0) await keep()
      return scored
    },
  }
}
