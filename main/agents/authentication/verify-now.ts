import type { Handlers, Operations } from '../../../core/defs/index.ts'
import type { Authentication, DueCheck } from '../../../core/index.ts'
import { type CheckOptions, sum, type Tally } from './checker.ts'
import { agentLimits } from './limits.ts'
import { patience } from './patience.ts'
import type { createQueue } from './queue.ts'

type VerifyInput = Parameters<Handlers<Operations['authentication']>['verify']>[0]
type VerifyOutput = Awaited<ReturnType<Handlers<Operations['authentication']>['verify']>>

export interface VerifyDependencies {
  readonly authentication: Authentication
  readonly queue: ReturnType<typeof createQueue>
  check(due: readonly DueCheck[], options: CheckOptions): Promise<Tally>
  /** told when there is nothing left to look at */
  onWalked(): void
}

/** Operation `authentication.verify`: checks what was asked for, and answers when that is done or the time is over. */
export async function verifyNow(
  dependencies: VerifyDependencies,
  { messageIds, only, withinMs }: VerifyInput,
  signal: AbortSignal,
): Promise<VerifyOutput> {
  const { authentication, queue, check } = dependencies
  const allowed = await authentication.mayAsk()
  const wait = patience(authentication, withinMs)
  const options: CheckOptions = { signal, ...wait, inSilence: only === 'new' ? 'go-on' : 'stop' }
  const said = async ({ checked, left }: Tally): Promise<VerifyOutput> => ({
    checked,
    left,
    pending: await authentication.pendingCount(),
    mayAsk: allowed === 'yes',
  })
  try {
    if (messageIds !== undefined) {
      return await said(await check(await authentication.due(messageIds, { again: true }), options))
    }
    const missed = queue.takeMissed()
    const fresh = await check(await authentication.due(queue.take()), options)
    // offline only what is new is looked at: the rest would not know more afterwards
    if ((only === 'new' && !missed) || allowed === 'offline') return await said(fresh)
    const waiting = only === 'all' ? (await authentication.waiting(true)).ids : []
    const waited = await check(await dueOfWaiting(authentication, waiting), options)
    return await said(await checkAllThere(dependencies, sum(fresh, waited), options))
  } finally {
    wait.end()
  }
}

async function checkAllThere(
  { authentication, check, onWalked }: VerifyDependencies,
  before: Tally,
  options: CheckOptions,
): Promise<Tally> {
  let tally = before
  let next: string | null = null
  do {
    if (options.enough.aborted || tally.left > 0) return tally
    const found = await collect(authentication, next, options.signal)
    tally = sum(tally, await check(found.due, options))
    next = found.next
  } while (next !== null)
  if (tally.left > 0) return tally
  await authentication.walk.noteDone()
  onWalked()
  return tally
}

/** Those that are gone, or need no check any more, wait no longer. */
export async function dueOfWaiting(authentication: Authentication, ids: readonly string[]): Promise<DueCheck[]> {
  const due = await authentication.due(ids, { again: true })
  const found = new Set(due.map(({ id }) => id))
  await authentication.forget(ids.filter((id) => !found.has(id)))
  return due
}

/** Pages of the walk until there are enough to check for one run. */
export async function collect(
  authentication: Authentication,
  from: string | null,
  signal: AbortSignal,
): Promise<{ readonly due: DueCheck[]; readonly next: string | null }> {
  const due: DueCheck[] = []
  let next = from
  do {
    signal.throwIfAborted()
    const page = await authentication.walk.page(next)
    due.push(...page.due)
    next = page.next
  } while (next !== null && due.length < agentLimits.aRun)
  return { due, next }
}
