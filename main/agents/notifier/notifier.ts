import { type CoreEvent, type SyncStatus, toProblem } from '../../../core/defs/index.ts'
import type { Clock, Events, Logger, Notifications } from '../../../core/index.ts'

/** Mail of one fetch comes in several batches: told together when none came for so long. */
const quietMs = 1_500
/** A fetch that goes on and on is told in between. */
const longestWaitMs = 10_000
/** Advice is thought of when nobody waits for the disk, and then now and then: core gives one a day at most. */
const adviceAfterMs = 10 * 60_000
const adviceEveryMs = 3 * 3_600_000

export interface NotifierParts {
  readonly notifications: Notifications
  readonly events: Events
  readonly clock: Clock
  readonly logger: Logger
  /** address of an account; null when it is gone */
  addressOf(accountId: string): Promise<string | null>
  /** names of advice that would win most, the best first */
  advice(): Promise<readonly string[]>
}

type Fresh = Extract<CoreEvent, { type: 'messages.added' }>['fresh']

/** Turns what happens into what the user is told. Answers what ends it; what was about to be told is told first. */
export function startNotifier(parts: NotifierParts): { stop(): Promise<void> } {
  const { notifications, events, clock, logger } = parts
  const news = gather<Fresh[number]>(clock, (fresh) => later(() => notifications.newMessages(fresh)))
  const changed = gather<string | null>(clock, (ids) =>
    later(() => notifications.messagesChanged(ids.includes(null) ? null : ids.flatMap((id) => id ?? []))),
  )
  /** how each account was last told to be: `well` or a code, so that a sync that goes well costs nothing */
  const told = new Map<string, string>()
  let last: Promise<void> = Promise.resolve()

  /** One after the other: two at once would each replace what the other wrote. */
  function later(work: () => Promise<void>): void {
    last = last.then(work).catch((thrown: unknown) => {
      const { message, details } = toProblem(thrown)
      logger.warn('A notification could not be made', { details: details ?? message })
    })
  }

  async function syncChanged({ accountId, state, problem }: SyncStatus): Promise<void> {
    if (problem !== null && needsUser.has(problem.code)) {
      if (told.get(accountId) === problem.code) return
      const address = await parts.addressOf(accountId)
      if (address === null) return
      told.set(accountId, problem.code)
      await notifications.syncFailed({ id: accountId, address }, problem)
    } else if (state === 'idle' && problem === null && told.get(accountId) !== 'well') {
      told.set(accountId, 'well')
      await notifications.syncWell(accountId)
    }
  }

  const listen = (event: CoreEvent): void => {
    switch (event.type) {
      case 'messages.added':
        news.add(event.fresh)
        break
      case 'messages.changed':
      case 'messages.removed':
        changed.add(event.more ? [null] : event.messageIds)
        break
      case 'outbox.changed':
        later(() => notifications.outboxChanged(event.item.id))
        break
      case 'sync.changed':
        later(() => syncChanged(event.status))
        break
      case 'contacts.changed':
        later(() => notifications.contactsChanged(event.more ? null : event.contactIds))
        break
      case 'tasks.changed': {
        const { kind, state } = event.task
        if (kind !== 'import' || (state !== 'done' && state !== 'failed')) break
        later(() => notifications.importEnded(event.task))
      }
    }
  }

  const advise = (): void => later(async () => notifications.advise(await parts.advice()))
  const unsubscribe = events.subscribe(listen)
  const first = setTimeout(advise, adviceAfterMs).unref()
  const again = setInterval(advise, adviceEveryMs).unref()
  return {
    async stop() {
      unsubscribe()
      clearTimeout(first)
      clearInterval(again)
      news.flush()
      changed.flush()
      await last
    },
  }
}

/** What does not mend itself: a password, a certificate, a keychain, a server that says no. */
const needsUser: ReadonlySet<string> = new Set(['auth', 'certificate', 'locked', 'refused'])

/** Collects until it is quiet, or long enough. */
function gather<T>(clock: Clock, done: (items: T[]) => void) {
  let items: T[] = []
  let sinceMs = 0
  let timer: ReturnType<typeof setTimeout> | null = null
  const flush = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const gathered = items
    items = []
    if (gathered.length > 0) done(gathered)
  }
  return {
    flush,
    add(more: readonly T[]): void {
      if (more.length === 0) return
      if (items.length === 0) sinceMs = clock.nowMs()
      items.push(...more)
      if (timer !== null) clearTimeout(timer)
      const leftMs = sinceMs + longestWaitMs - clock.nowMs()
      timer = setTimeout(flush, Math.max(0, Math.min(quietMs, leftMs)))
    },
  }
}
