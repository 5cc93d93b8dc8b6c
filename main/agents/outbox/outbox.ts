import { type ErrorCode, fail, type OutboxItem, toProblem } from '../../../core/defs/index.ts'
import type { Clock, Departure, Events, Logger, Outbox, Random } from '../../../core/index.ts'
import type { Network } from '../../network/index.ts'
import { sendMail } from '../../protocols/smtp/index.ts'
import { backoffMs, fractionOf, type RunningTask, type Scheduler } from '../scheduler/index.ts'
import { type Alarm, createAlarm } from './alarm.ts'

export interface OutboxAgentDependencies {
  readonly outbox: Outbox
  readonly scheduler: Pick<Scheduler, 'run'>
  readonly clock: Clock
  readonly random: Random
  readonly events: Events
  readonly logger: Logger
  readonly network: Network
  /** another one in tests */
  readonly send?: typeof sendMail
  /** whether the server of an account holds a message with this Message-ID among what was sent; throws when offline */
  readonly findSent?: (accountId: string, messageId: string) => Promise<boolean>
}

export interface OutboxAgent {
  /** sees to what a kill left behind, then sends whatever is due, now and later */
  start(): Promise<void>
  /** the network is back: what waits for it is tried at once */
  wake(): Promise<void>
  /** resolves when nothing is being sent any more */
  idle(): Promise<void>
  /** resolves when nothing is being sent any more; what has not been handed over waits for the next start */
  stop(): Promise<void>
}

/** How long the end of the program waits for a server that is taking a message: most answer within a second. */
const graceMs = 10_000

/** What is wrong with the way and not with the message: the others of the account would fail alike, so they wait too. */
const waysBlocked: readonly ErrorCode[] = ['offline', 'timeout', 'certificate', 'auth', 'locked']

/** Sends what is due in the outbox: one message at a time an account, accounts beside each other. */
export function createOutboxAgent(dependencies: OutboxAgentDependencies): OutboxAgent {
  const { outbox, scheduler, clock, random, events, logger, network, send = sendMail, findSent } = dependencies
  const stopping = new AbortController()
  const busy = new Map<string, Promise<void>>()
  const held = new Map<string, number>()
  let unsubscribe: () => void = () => undefined

  const alarm: Alarm = createAlarm(clock, async () => {
    if (stopping.signal.aborted) return null
    try {
      await settleLeftOvers()
      const filed = await fileCopies()
      for (const item of await outbox.waiting()) if (leavesAtMs(item) <= clock.nowMs()) begin(item.accountId)
      // an account that is being seen to rings when it is done
      const later = (await outbox.waiting()).filter((item) => !busy.has(item.accountId)).map(leavesAtMs)
      return Math.min(...later, filed ? Number.POSITIVE_INFINITY : clock.nowMs() + waitMs('internal', 3))
    } catch (thrown) {
      logger.error('The outbox could not be looked through', { details: toProblem(thrown).message })
      return clock.nowMs() + waitMs('internal', 3)
    }
  })

  const leavesAtMs = (item: OutboxItem): number => Math.max(item.sendAtMs, held.get(item.accountId) ?? 0)
  const waitMs = (code: ErrorCode, failures: number): number => backoffMs(failures, code, fractionOf(random.id()))

  function begin(accountId: string): void {
    if (busy.has(accountId)) return
    const job = { key: `outbox:${accountId}`, kind: 'outbox' as const, label: 'Outbox', accountId }
    const run = scheduler
      .run(job, (task) => sendAll(accountId, task), stopping.signal)
      .catch((thrown: unknown) => {
        const problem = toProblem(thrown)
        held.set(accountId, clock.nowMs() + waitMs(problem.code, 1))
        logger.warn('The outbox could not be sent', { accountId, code: problem.code, details: problem.details })
      })
      .finally(() => {
        busy.delete(accountId)
        alarm.ring()
      })
    busy.set(accountId, run)
  }

  async function sendAll(accountId: string, task: RunningTask): Promise<void> {
    const own = (await outbox.waiting()).filter((item) => item.accountId === accountId)
    const items = own.filter((item) => leavesAtMs(item) <= clock.nowMs())
    for (const [done, item] of items.entries()) {
      task.signal.throwIfAborted()
      if (leavesAtMs(item) > clock.nowMs()) return
      task.report({ step: item.subject, done, total: items.length })
      const departure = await outbox.begin(item.id)
      if (departure !== null) await sendOne(departure, task.signal)
    }
    task.report({ done: items.length, total: items.length })
  }

  async function sendOne({ item, bytes, ...login }: Departure, signal: AbortSignal): Promise<void> {
    const patience = patient(signal)
    try {
      const mail = { from: item.envelopeFrom, to: item.envelopeTo, bytes }
      const result = await send(login, mail, {
        line: network.line({ kind: 'send-mail', accountId: item.accountId }),
        signal: patience.signal,
        onHandingOver: async () => {
          await outbox.handingOver(item.id)
          patience.begin()
        },
      })
      if (result.kind === 'unknown') {
        await settle(await outbox.handlers.get({ id: item.id }, { priority: 'batch' }))
        return
      }
      if (result.kind === 'later') {
        const { problem } = result
        const retryAtMs = clock.nowMs() + (problem.code === 'cancelled' ? 0 : waitMs(problem.code, item.attempts))
        await outbox.finish(item.id, { kind: 'later', problem, retryAtMs })
        if (waysBlocked.includes(problem.code)) held.set(item.accountId, retryAtMs)
        return
      }
      const outcome = result.kind === 'sent' ? result : { kind: 'refused' as const, problem: result.problem }
      const after = await outbox.finish(item.id, outcome)
      if (after.state === 'sent') await fileCopy(after)
    } finally {
      patience.end()
    }
  }

  async function settleLeftOvers(): Promise<void> {
    for (const item of await outbox.sending()) if (!busy.has(item.accountId)) await settle(item)
  }

  async function settle(item: OutboxItem): Promise<void> {
    const ask = typeof item.handingOverAtMs === 'number' && findSent !== undefined
    const found = ask ? await findSent(item.accountId, item.messageId).catch(() => null) : null
    const after = await outbox.settle(item.id, found)
    if (after.state === 'failed')
      logger.warn('A message may have been sent before the connection broke', { id: item.id })
  }

  /** false if a copy could not be filed and has to be tried again */
  async function fileCopies(): Promise<boolean> {
    let all = true
    for (const item of await outbox.unfiled()) if (!busy.has(item.accountId)) all = (await fileCopy(item)) && all
    return all
  }

  async function fileCopy(item: OutboxItem): Promise<boolean> {
    try {
      return (await outbox.fileSent(item.id)).filed
    } catch (thrown) {
      logger.warn('The copy of a sent message is not in Sent yet', { id: item.id, details: toProblem(thrown).message })
      return false
    }
  }

  return {
    async start() {
      unsubscribe = events.subscribe((event) => {
        if (event.type === 'outbox.changed' && event.item.state === 'waiting') {
          // somebody has just asked for it: the way is tried again, however it was a moment ago
          if (event.item.problem === null) held.clear()
          alarm.ring()
        }
        if (event.type === 'accounts.changed') void hurry()
        if (event.type === 'settings.changed' && !event.settings.goneOffline) alarm.ring()
      })
      await outbox.sweep()
      await alarm.ring()
    },
    wake: hurry,
    async idle() {
      while (busy.size > 0) await Promise.all(busy.values())
    },
    async stop() {
      unsubscribe()
      stopping.abort(fail('cancelled', 'The program is ending. What waits in the outbox is kept.'))
      await alarm.stop()
      await Promise.all(busy.values())
    },
  }

  async function hurry(): Promise<void> {
    held.clear()
    await outbox.hurry()
    await alarm.ring()
  }
}

/** A signal that follows another one, but late once a server is taking the message: breaking off then makes doubt. */
function patient(signal: AbortSignal) {
  const controller = new AbortController()
  let handingOver = false
  let timer: NodeJS.Timeout | undefined
  const follow = () => {
    if (!handingOver) controller.abort(signal.reason)
    else timer = setTimeout(() => controller.abort(signal.reason), graceMs)
  }
  if (signal.aborted) follow()
  else signal.addEventListener('abort', follow, { once: true })
  return {
    signal: controller.signal,
    begin: () => {
      handingOver = true
    },
    end: () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', follow)
    },
  }
}
