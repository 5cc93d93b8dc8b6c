import type { Feature, MessageSummary } from '../defs/index.ts'
import type { CoreContext, Verified } from '../ports.ts'
import { checkedBy } from './facts.ts'
import { checkLimits } from './limits.ts'
import { readTrust, type Trust } from './trust.ts'

/** Whether the DNS may be asked. */
export type Allowed = 'yes' | 'offline' | 'switched-off'

/** A message that is to be checked, and by what. */
export interface DueCheck {
  readonly id: string
  readonly sizeBytes: number
  readonly blob: string
  readonly receivedMs: number
  readonly trust: Trust
}

export interface Checked {
  readonly due: DueCheck
  readonly verified: Verified
}

/** What was checked without the DNS is checked again when it may be asked. */
export const rulesOf = ({ rules }: Trust, allowed: Allowed): string =>
  allowed === 'switched-off' ? `${rules}:off` : rules

/** Those of these messages that have still to be checked; `again`: those that wait for an answer too. */
export async function dueAmong(
  context: CoreContext,
  messages: readonly MessageSummary[],
  allowed: Allowed,
  again: boolean,
): Promise<DueCheck[]> {
  const candidates = messages.filter(isToCheck)
  if (candidates.length === 0) return []
  const [rows, trustOf] = await Promise.all([
    context.stores.scores.features(
      candidates.map(({ id }) => id),
      { priority: 'batch' },
    ),
    readTrust(context),
  ])
  return candidates.flatMap(({ id, sizeBytes, receivedMs, mailboxIds, copies }) => {
    const [copy] = copies
    const trust = trustOf(mailboxIds)
    if (copy === undefined || isChecked(rows.get(id) ?? [], trust, again, allowed)) return []
    return [{ id, sizeBytes, blob: copy.blob, receivedMs, trust }]
  })
}

/** Own mail is signed on its way, and drafts have not been on any. */
const isToCheck = ({ own, flags, bodyState, sizeBytes }: MessageSummary): boolean =>
  !own && !flags.draft && bodyState !== 'pending' && sizeBytes <= checkLimits.messageBytes

function isChecked(row: readonly Feature[], trust: Trust, again: boolean, allowed: Allowed): boolean {
  const by = checkedBy(row)
  if (by === null || (again && by.pending)) return false
  return by.rules === trust.rules || by.rules === rulesOf(trust, allowed)
}
