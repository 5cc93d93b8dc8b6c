import { z } from 'zod'
import type { RecordPut } from '../../storage/contracts/index.ts'
import { fail, type Message, type MessageSummary } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import type { Knowledge } from './knowledge.ts'
import { discussionLimits as limits } from './limits.ts'
import { type GroupPlan, planGroups } from './plan.ts'
import type { GroupedMail } from './posting-addresses.ts'
import { tellMoved } from './regroup.ts'
import type { Turns } from './turns.ts'

/** Raised with the rules of participant sets: every message is then looked at anew. */
const rules = 1

export interface ReviewProgress {
  readonly step: 'latest' | 'rest'
  readonly done: number
  readonly total: number
}

/** Puts messages into their sets that were stored before there were sets, or whose author has become the user since. */
export interface Review {
  /** whether there is anything to look at */
  needed(): Promise<boolean>
  /** goes on where it was stopped; answers when every message is where it should be */
  run(signal: AbortSignal, onProgress: (progress: ReviewProgress) => void): Promise<void>
}

const checkpointId = 'discussions'
/** The latest first, as lists show them; then what stands in no list. `cursor`: where the next page begins. */
const savedState = z.object({
  rules: z.number().int(),
  /** hash of the user's own addresses */
  own: z.string(),
  step: z.enum(['latest', 'rest', 'done']),
  cursor: z.string().nullable(),
  done: z.number().int(),
})
type State = z.output<typeof savedState>

interface ReviewPage {
  readonly messages: readonly MessageSummary[]
  readonly next: State
}

const batch = { priority: 'batch' } as const

export function createReview(context: CoreContext, knowledge: Knowledge, alone: Turns): Review {
  const { stores, clock, hash } = context

  async function state(): Promise<State> {
    await knowledge.ready()
    const own = hash([...knowledge.book.own()].sort().join('\n'))
    const saved = savedState.safeParse((await stores.records.get('checkpoint', checkpointId))?.state)
    const fits = saved.success && saved.data.rules === rules && saved.data.own === own
    return fits ? saved.data : { rules, own, step: 'latest', cursor: null, done: 0 }
  }

  const saved = (state: State): RecordPut => ({
    noun: 'checkpoint',
    value: { id: checkpointId, updatedAtMs: clock.nowMs(), state },
  })

  async function pageAt(now: State): Promise<ReviewPage> {
    const limit = limits.messagesAtOnce
    if (now.step === 'latest') {
      const page = await stores.messages.list({ view: 'all', cursor: now.cursor ?? undefined, limit }, batch)
      const done = now.done + page.items.length
      const next =
        page.nextCursor === null ? { step: 'rest' as const, cursor: null, done: 0 } : { cursor: page.nextCursor, done }
      return { messages: page.items, next: { ...now, ...next } }
    }
    const ids = await stores.messages.walk(now.cursor, limit, batch)
    const last = ids.at(-1)
    if (last === undefined) return { messages: [], next: { ...now, step: 'done', cursor: null } }
    const next = { ...now, cursor: last, done: now.done + ids.length }
    return { messages: await stores.messages.get(ids, batch), next }
  }

  return {
    needed: async () => (await state()).step !== 'done',

    async run(signal, onProgress) {
      const source = createMailSource(context, knowledge)
      const { messages: total } = await stores.stats()
      for (;;) {
        signal.throwIfAborted()
        const now = await alone(async () => {
          const before = await state()
          if (before.step === 'done') return before
          const { messages, next } = await pageAt(before)
          await place(context, knowledge, await source.mails(messages), saved(next))
          return next
        })
        if (now.step === 'done') return
        onProgress({ step: now.step, done: now.done, total: Math.max(total, now.done) })
      }
    },
  }
}

/** In a turn. Messages that were changed meanwhile are read again. */
async function place(
  context: CoreContext,
  knowledge: Knowledge,
  given: readonly GroupedMail[],
  checkpoint: RecordPut,
): Promise<void> {
  let mails = given
  for (let attempt = 1; ; attempt++) {
    const plan = await planGroups(context, knowledge, mails, [])
    const patches = mails.flatMap(({ message }) => placePatch(message, plan) ?? [])
    const changes = {
      ...plan.changes,
      messagePatches: [...plan.changes.messagePatches, ...patches],
      recordPuts: [...plan.changes.recordPuts, checkpoint],
    }
    const result = await context.stores.commit(changes, batch)
    if (result.ok) {
      plan.kept()
      tellMoved(context, [...plan.moved, ...patches.flatMap(({ id }) => plan.places.get(id)?.discussionId ?? [])])
      return
    }
    if (attempt >= limits.attempts) {
      throw fail('conflict', 'Messages were changed again and again while they were sorted. It is tried again later.', {
        details: `${result.conflict.noun} ${result.conflict.id}`,
      })
    }
    mails = await again(context, mails)
  }
}

async function again({ stores }: CoreContext, mails: readonly GroupedMail[]): Promise<GroupedMail[]> {
  const now = new Map((await stores.messages.get(mails.map(({ message }) => message.id))).map((one) => [one.id, one]))
  return mails.flatMap((mail) => {
    const message = now.get(mail.message.id)
    return message === undefined ? [] : [{ ...mail, message }]
  })
}

function placePatch({ id, participantSetId, own }: Message, { places }: GroupPlan) {
  const place = places.get(id)
  if (place === undefined || (place.participantSetId === participantSetId && place.own === own)) return null
  const { participantSetId: setId, own: isOwn } = place
  return { id, from: { participantSetId, own }, set: { participantSetId: setId, own: isOwn } }
}

/** Stored messages as grouping is given them. What their headers say of a list's address is read once a list. */
function createMailSource({ stores, reader, logger }: CoreContext, { posting }: Knowledge) {
  const asked = new Set<string>()
  let junk: ReadonlySet<string> | null = null

  async function junkMailboxes(): Promise<ReadonlySet<string>> {
    const found = new Set<string>()
    let cursor: string | undefined
    do {
      const page = await stores.records.list('mailbox', { cursor, limit: limits.setsAtOnce })
      for (const { id, role } of page.items) if (role === 'junk') found.add(id)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    return found
  }

  async function readPost({ copies }: Message): Promise<string | null> {
    const blob = copies[0]?.blob
    try {
      const bytes = blob === undefined ? null : await stores.blobs.get(blob)
      if (bytes === null) return null
      const [head] = await reader.prepare([{ bytes, headersOnly: true }], batch)
      return head?.listPost ?? null
    } catch (thrown) {
      logger.warn('The headers of a list could not be read again', { blob, details: String(thrown) })
      return null
    }
  }

  return {
    async mails(messages: readonly MessageSummary[]): Promise<GroupedMail[]> {
      junk ??= await junkMailboxes()
      const known = new Set(posting.lists())
      const mails: GroupedMail[] = []
      for (const message of messages) {
        const { listId, mailboxIds } = message
        const isJunk = mailboxIds.length > 0 && mailboxIds.every((id) => junk?.has(id))
        const ask = listId !== null && !isJunk && !known.has(listId) && !asked.has(listId) && message.copies.length > 0
        if (ask) asked.add(listId)
        const post = ask ? await readPost(message) : null
        mails.push({ message, lists: listId === null ? [] : [{ listId, post }], junk: isJunk })
      }
      return mails
    },
  }
}
