import type { PreparedMail } from '../ports.ts'
import type { IngestItem } from './item.ts'
import { ingestLimits } from './limits.ts'

/**
 * Both dates of a message, and the one that lists sort by: its own, or the received one where its own is absent, from
 * before e-mail, or more than a day later than it was received. The time of an import is the last resort: it says nothing
 * of the message, and is another one each time.
 */
export function datesOf(
  item: IngestItem,
  prepared: PreparedMail,
  nowMs: number,
): { dateMs: number; receivedMs: number; sortMs: number } {
  const latest = nowMs + ingestLimits.aheadMs
  const known = [item.receivedMs, prepared.topReceivedMs, prepared.dateMs, writtenMs(item)]
  const receivedMs = Math.trunc(known.find((ms) => ms !== null && ms > 0 && ms <= latest) ?? nowMs)
  const dateMs = Math.trunc(prepared.dateMs ?? receivedMs)
  const absurd = dateMs <= 0 || dateMs > receivedMs + ingestLimits.aheadMs
  return { dateMs, receivedMs, sortMs: absurd ? receivedMs : dateMs }
}

/** Archives without dates say 1980. */
const writtenMs = ({ fileMs = 0 }: IngestItem): number | null => (fileMs > ingestLimits.firstFileMs ? fileMs : null)
