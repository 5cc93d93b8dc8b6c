import type { RecordPut } from '../../storage/contracts/index.ts'
import { touched } from '../events/index.ts'
import type { CoreContext, NameAnswer, NameType } from '../ports.ts'
import { readSettings } from '../settings/index.ts'
import { createKeptAnswers } from './answers.ts'
import { type Allowed, type Checked, type DueCheck, dueAmong, rulesOf } from './due.ts'
import { withFacts } from './facts.ts'
import { checkLimits } from './limits.ts'
import { outcomeOf, readTries } from './outcome.ts'
import { createWalk, type Walk } from './walk.ts'

/**
 * The checking of signatures and senders. What is found becomes features of the message; nothing here decides when it is
 * done (main/agents/authentication does), and nothing is asked of the DNS but through `context.names`.
 */
export interface Authentication {
  /** whether the DNS may be asked: not when the user is offline or has switched it off */
  mayAsk(): Promise<Allowed>
  /** those of these messages that have still to be checked, in the order given; `again`: those that wait too */
  due(ids: readonly string[], options?: { readonly again?: boolean }): Promise<DueCheck[]>
  /**
   * Checks one message without writing anything; null when its bytes are not here. When `giveUp` is aborted, questions
   * that are open count as unanswered.
   */
  check(
    due: DueCheck,
    options?: { readonly giveUp?: AbortSignal; readonly signal?: AbortSignal },
  ): Promise<Checked | null>
  /** writes what was found, and when to try again; answers how many wait for an answer */
  settle(checked: readonly Checked[]): Promise<number>
  /** over all messages that there are */
  readonly walk: Walk
  /** messages whose time to try again has come (`all`: or not), and when the next one's does (null: none waits) */
  waiting(all?: boolean): Promise<{ readonly ids: string[]; readonly nextMs: number | null }>
  /** those that wait no longer: they are gone, or need no check any more */
  forget(ids: readonly string[]): Promise<void>
  pendingCount(): Promise<number>
  /** answers of the DNS since the start: whether there is anybody there */
  readonly answersHeard: number
  trim(signal?: AbortSignal): Promise<number>
}

const batch = { priority: 'batch' } as const

export function createAuthentication(context: CoreContext): Authentication {
  const { stores, clock, names, verifier } = context
  const answers = createKeptAnswers(context)
  let answersHeard = 0

  async function mayAsk(): Promise<Allowed> {
    const { goneOffline, verifyMail } = await readSettings(context)
    return !verifyMail ? 'switched-off' : goneOffline ? 'offline' : 'yes'
  }

  async function lookup(name: string, type: NameType, giveUp?: AbortSignal): Promise<NameAnswer> {
    if (giveUp?.aborted === true) return silence
    if ((await mayAsk()) !== 'yes') return { kind: 'unreachable', reason: 'offline' }
    const answer = await untilGivenUp(names.lookup(name, type), giveUp)
    if (answer.kind !== 'unreachable') answersHeard++
    return answer
  }

  return {
    mayAsk,
    get answersHeard() {
      return answersHeard
    },

    async due(ids, { again = false } = {}) {
      const found: DueCheck[] = []
      for (let from = 0; from < ids.length; from += checkLimits.page) {
        const messages = await stores.messages.get(ids.slice(from, from + checkLimits.page), batch)
        found.push(...(await dueAmong(context, messages, await mayAsk(), again)))
      }
      return found
    },

    async check(due, { giveUp, signal } = {}) {
      const raw = await stores.blobs.get(due.blob)
      if (raw === null) return null
      const { receivedMs, trust } = due
      const question = { receivedMs, authservIds: trust.authservIds, hosts: trust.hosts }
      const ask = (name: string, type: NameType) =>
        answers.ask(receivedMs, name, type, (asked, of) => lookup(asked, of, giveUp))
      return { due, verified: await verifier.verify(raw, question, ask, { signal }) }
    },

    async settle(checked) {
      const puts: RecordPut[] = answers.takeUnwritten()
      if (checked.length === 0 && puts.length === 0) return 0
      const ids = checked.map(({ due }) => due.id)
      const [rows, tries, count] = await Promise.all([
        stores.scores.features(ids, batch),
        readTries(context, ids),
        stores.records.count('pendingCheck', undefined, batch),
      ])
      const allowed = await mayAsk()
      const ended = checked.map((each) => outcomeOf(each, tries.get(each.due.id) ?? null, allowed, clock.nowMs()))
      const room = Math.max(0, checkLimits.waiting - count + tries.size)
      const waiting = ended.flatMap(({ wait }) => wait ?? []).slice(0, room)
      const features = ended.map(({ due, verified, wait }) => {
        // one that finds no room in line has not been checked: the next walk comes by it
        const rules = wait === null || waiting.includes(wait) ? rulesOf(due.trust, allowed) : 'no room in line'
        return { messageId: due.id, features: withFacts(rows.get(due.id) ?? [], verified, rules) }
      })
      await stores.commit(
        {
          features,
          recordPuts: [...puts, ...waiting.map((value): RecordPut => ({ noun: 'pendingCheck', value }))],
          recordRemoves: ended
            .filter(({ due, wait }) => wait === null && tries.has(due.id))
            .map(({ due }) => ({ noun: 'pendingCheck', id: due.id })),
        },
        batch,
      )
      // what was waited for stands in open windows as such, whether it changes the score or not
      const awaited = ids.filter((id) => tries.has(id))
      if (awaited.length > 0) {
        const { messageIds, more } = touched(awaited, [], [])
        context.events.emit({ type: 'privacy.changed', messageIds, more })
      }
      return waiting.length
    },

    walk: createWalk(context, mayAsk),

    async waiting(all = false) {
      const nowMs = clock.nowMs()
      const ids: string[] = []
      let nextMs: number | null = null
      let cursor: string | undefined
      do {
        const page = await stores.records.list('pendingCheck', { cursor, limit: 500 }, batch)
        for (const { id, retryAtMs } of page.items) {
          if (all || retryAtMs <= nowMs) ids.push(id)
          else nextMs = Math.min(nextMs ?? retryAtMs, retryAtMs)
        }
        cursor = page.nextCursor ?? undefined
      } while (cursor !== undefined)
      return { ids, nextMs }
    },

    async forget(ids) {
      if (ids.length === 0) return
      await stores.commit({ recordRemoves: ids.map((id) => ({ noun: 'pendingCheck', id })) }, batch)
    },

    pendingCount: () => stores.records.count('pendingCheck', undefined, batch),
    trim: (signal) => answers.trim(signal),
  }
}

const silence: NameAnswer = { kind: 'unreachable', reason: 'no-answer' }

/** What comes after nobody waits is not looked at; the network remembers it. */
async function untilGivenUp(answer: Promise<NameAnswer>, giveUp?: AbortSignal): Promise<NameAnswer> {
  if (giveUp === undefined) return answer
  const { promise, resolve } = Promise.withResolvers<NameAnswer>()
  const stop = (): void => resolve(silence)
  giveUp.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([answer, promise])
  } finally {
    giveUp.removeEventListener('abort', stop)
  }
}
