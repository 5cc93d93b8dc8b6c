import type { PendingCheck } from '../defs/index.ts'
import type { CoreContext, Verified } from '../ports.ts'
import type { Allowed, Checked } from './due.ts'
import { isPending, settled } from './facts.ts'
import { checkLimits, retryAfterMs } from './limits.ts'

export interface Outcome extends Checked {
  /** null: nothing to wait for */
  readonly wait: PendingCheck | null
}

/** How a check ends: done, or to be tried again at a time. */
export function outcomeOf(
  { due, verified }: Checked,
  before: PendingCheck | null,
  allowed: Allowed,
  nowMs: number,
): Outcome {
  if (!isPending(verified)) return { due, verified, wait: null }
  if (allowed === 'switched-off') return { due, verified: switchedOff(verified), wait: null }
  // offline nothing was asked: that is no try, and the way back online calls for all who wait
  const attempts = (before?.attempts ?? 0) + (allowed === 'yes' ? 1 : 0)
  if (attempts >= checkLimits.attempts) return { due, verified: settled(verified), wait: null }
  const afterMs = allowed === 'yes' ? (retryAfterMs[attempts - 1] ?? retryAfterMs.at(-1) ?? 0) : 0
  const wait = { id: due.id, attempts, sinceMs: before?.sinceMs ?? nowMs, retryAtMs: nowMs + afterMs }
  return { due, verified, wait }
}

/** What the DNS was not asked for, because the user does not want that. */
function switchedOff(verified: Verified): Verified {
  const { dkim, spf, dmarc, arc, ...rest } = settled(verified)
  const said = <F extends Verified['dkim']>(fact: F, before: F): F =>
    before.result === 'pending' ? { ...fact, reason: 'switched-off' } : fact
  return {
    ...rest,
    dkim: said(dkim, verified.dkim),
    spf: said(spf, verified.spf),
    dmarc: said(dmarc, verified.dmarc),
    arc: said(arc, verified.arc),
  }
}

export async function readTries({ stores }: CoreContext, ids: readonly string[]): Promise<Map<string, PendingCheck>> {
  const found = await Promise.all(ids.map((id) => stores.records.get('pendingCheck', id, { priority: 'batch' })))
  return new Map(found.flatMap((each) => (each === null ? [] : [[each.id, each] as const])))
}
