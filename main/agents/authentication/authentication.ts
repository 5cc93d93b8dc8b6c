import type { CoreEvent, Handlers, Operations } from '../../../core/defs/index.ts'
import type { Authentication, Clock, DueCheck, Events, Logger } from '../../../core/index.ts'
import type { Scheduler } from '../scheduler/index.ts'
import { type CheckOptions, checkAll, nothing, sum, type Tally } from './checker.ts'
import { agentLimits } from './limits.ts'
import { createQueue } from './queue.ts'
import { collect, dueOfWaiting, verifyNow } from './verify-now.ts'

export interface AuthenticationAgent {
  readonly handlers: Handlers<Operations['authentication']>
  /** from now on mail is checked by itself: what comes in at once, the rest behind it, newest first */
  start(): void
  stop(): Promise<void>
}

export interface AuthenticationAgentDependencies {
  readonly authentication: Authentication
  /** what was found changes what messages are judged to be */
  readonly rescore: (messageIds: readonly string[]) => Promise<void>
  readonly scheduler: Pick<Scheduler, 'run'>
  readonly events: Pick<Events, 'subscribe'>
  readonly clock: Clock
  readonly logger: Logger
}

const never = new AbortController().signal
/**
 * Checks what comes in, and what was there before in runs that can be seen and stopped. A run goes on where the last one
 * ended, since what is checked says so itself. Without the DNS nothing is lost: it is asked again, later each time.
 */
export function createAuthenticationAgent(dependencies: AuthenticationAgentDependencies): AuthenticationAgent {
  const { authentication, rescore, scheduler, events, clock, logger } = dependencies
  const stopping = new AbortController()
  const queue = createQueue()
  const away = { untilMs: 0, times: 0 }
  let walkAfter: string | null | 'not begun' = 'not begun'
  /** all that there was is checked; what comes in is checked as it comes */
  let walked = false
  /** counted, so that one that was begun before something changed does not count as done */
  let walks = 0
  let timer: ReturnType<typeof setTimeout> | null = null
  let wakeAtMs = Number.POSITIVE_INFINITY
  let started = false
  let turn: Promise<unknown> = Promise.resolve()
  let running = 0

  /** One at a time: two runs would check the same messages. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    running++
    const next = turn.then(work, work).finally(() => {
      running--
    })
    turn = next.catch(() => undefined)
    return next
  }

  function wakeIn(ms: number): void {
    const atMs = clock.nowMs() + ms
    if (!started || stopping.signal.aborted || atMs >= wakeAtMs) return
    if (timer !== null) clearTimeout(timer)
    wakeAtMs = atMs
    timer = setTimeout(() => {
      timer = null
      wakeAtMs = Number.POSITIVE_INFINITY
      inTurn(round).catch((thrown: unknown) => {
        if (!stopping.signal.aborted) logger.warn('Mail was not checked', { reason: String(thrown) })
        wakeIn(agentLimits.awayMs)
      })
    }, ms)
    timer.unref()
  }

  /** A few are checked without a word; more is a task that can be followed and stopped. */
  async function check(due: readonly DueCheck[], options: CheckOptions): Promise<Tally> {
    if (due.length <= agentLimits.quietly) return checkAll(authentication, due, rescore, options)
    const job = { key: 'authentication', kind: 'maintenance' as const, label: 'Checking who really sent your mail' }
    const work: Parameters<typeof scheduler.run<Tally>>[1] = (task) => {
      let done = 0
      task.report({ step: job.label, done, total: due.length })
      return checkAll(authentication, due, rescore, {
        ...options,
        signal: task.signal,
        onChecked: (count) => {
          done += count
          task.report({ done })
        },
      })
    }
    return scheduler.run(job, work, options.signal)
  }

  /** So many in a row had no answer that nobody seems to be there: old mail waits, ever longer, until there is one. */
  function noteAway({ left }: Tally, heardBefore: number): void {
    if (authentication.answersHeard > heardBefore) Object.assign(away, { untilMs: 0, times: 0 })
    else if (left > 0) {
      const ms = Math.min(agentLimits.awayMaxMs, agentLimits.awayMs * 2 ** away.times)
      Object.assign(away, { untilMs: clock.nowMs() + ms, times: away.times + 1 })
    }
  }

  /** What is due by now: first what came in, then what waits, then old mail, as much as one run takes. */
  async function round(): Promise<void> {
    const signal = stopping.signal
    const heardBefore = authentication.answersHeard
    if (queue.takeMissed()) walkAgain(null)
    const patient = { signal, enough: never, giveUp: never, inSilence: 'stop' as const }
    await check(await authentication.due(queue.take()), { ...patient, inSilence: 'go-on' })
    const allowed = clock.nowMs() < away.untilMs ? 'offline' : await authentication.mayAsk()
    let tally = nothing
    let nextMs: number | null = null
    if (allowed === 'yes') {
      const waiting = await authentication.waiting()
      tally = await check(await dueOfWaiting(authentication, waiting.ids), patient)
      nextMs = waiting.nextMs
    }
    // what a provider says, and whether the body is the one that was signed, is found without the DNS
    if (allowed !== 'offline' && tally.left === 0) tally = sum(tally, await walkOn(patient))
    noteAway(tally, heardBefore)
    schedule(nextMs, allowed !== 'offline')
  }

  function schedule(nextMs: number | null, mayWalk: boolean): void {
    const nowMs = clock.nowMs()
    if (queue.size > 0) wakeIn(0)
    else if (away.untilMs > nowMs) wakeIn(away.untilMs - nowMs)
    else if (mayWalk && walkAfter !== 'not begun') wakeIn(agentLimits.nextRunMs)
    wakeIn(
      Math.max(1_000, Math.min(nextMs === null ? agentLimits.walkEveryMs : nextMs - nowMs, agentLimits.walkEveryMs)),
    )
  }

  function onWalked(): void {
    walkAfter = 'not begun'
    walked = true
  }

  const whenWalked = (number: number) => (): void => {
    if (number === walks) onWalked()
  }

  function walkAgain(from: null | 'not begun'): void {
    walks++
    walkAfter = from
    walked = false
  }

  async function walkOn(options: CheckOptions): Promise<Tally> {
    if (walked) return nothing
    if (walkAfter === 'not begun') {
      walked = await authentication.walk.isDone()
      if (walked) return nothing
      walkAfter = null
    }
    const number = walks
    const { due, next } = await collect(authentication, walkAfter, options.signal)
    const tally = await check(due, options)
    if (tally.left > 0 || number !== walks) return tally
    walkAfter = next ?? 'not begun'
    if (next === null) {
      onWalked()
      await authentication.walk.noteDone()
      await authentication.trim(options.signal)
    }
    return tally
  }

  const unsubscribe = events.subscribe((event: CoreEvent) => {
    switch (event.type) {
      case 'messages.added':
      case 'messages.changed':
        queue.add(event)
        return wakeIn(event.type === 'messages.added' && event.fresh.length > 0 ? 0 : agentLimits.calmMs)
      case 'settings.changed':
        Object.assign(away, { untilMs: 0, times: 0 })
        walkAgain('not begun')
        return wakeIn(0)
      case 'accounts.changed':
        walkAgain('not begun')
        return wakeIn(agentLimits.calmMs)
      default:
    }
  })

  return {
    handlers: {
      verify: (input, { signal = never }) =>
        inTurn(() =>
          verifyNow(
            { authentication, queue, check, onWalked: whenWalked(walks) },
            input,
            AbortSignal.any([signal, stopping.signal]),
          ),
        ),
      status: async () => ({
        pending: await authentication.pendingCount(),
        mayAsk: (await authentication.mayAsk()) === 'yes',
        running: running > 0,
      }),
    },
    start() {
      started = true
      wakeIn(agentLimits.walkAfterMs)
    },
    async stop() {
      stopping.abort()
      unsubscribe()
      if (timer !== null) clearTimeout(timer)
      await turn
      // so that the next start need not look at everything to know that
      if (walked) await authentication.walk.noteDone()
    },
  }
}
