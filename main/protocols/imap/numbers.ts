import { labelMark } from '../../../core/keywords/index.ts'
import { imapLimits } from './limits.ts'

/** A count or UID as a server says it, made an integer of 32 bits; nonsense becomes 0. */
export function boundedUid(value: unknown): number {
  const number = typeof value === 'bigint' ? Number(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number) || number < 0) return 0
  return Math.min(Math.floor(number), imapLimits.maxUid)
}

export const isUid = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= imapLimits.maxUid

/** UIDs as a sequence set, runs joined (`1:4,7`); any order, doubles are fine. */
export function sequenceSet(uids: readonly number[]): string {
  const sorted = [...new Set(uids)].sort((a, b) => a - b)
  const runs: string[] = []
  for (let at = 0; at < sorted.length; ) {
    let end = at
    while (sorted[end + 1] === (sorted[end] ?? 0) + 1) end += 1
    runs.push(at === end ? `${sorted[at]}` : `${sorted[at]}:${sorted[end]}`)
    at = end + 1
  }
  return runs.join(',')
}

/**
 * Flags, keywords and labels (marked as such) as we keep them: sorted, each once, bounded, without \Recent, which belongs
 * to the session.
 */
export function readFlags(flags: Iterable<string> | undefined, labels: Iterable<string> = []): string[] {
  const kept = new Set<string>()
  for (const flag of [...(flags ?? []), ...[...labels].map((label) => `${labelMark}${label}`)]) {
    if (kept.size >= imapLimits.maxFlags) break
    if (flag.length <= imapLimits.maxFlagLength && flag.toLowerCase() !== '\\recent') kept.add(canonical(flag))
  }
  return [...kept].sort()
}

const system = ['\\Seen', '\\Flagged', '\\Answered', '\\Draft', '\\Deleted', '$Forwarded', '$Junk', '$NotJunk']
const canonicalNames = new Map(system.map((flag) => [flag.toLowerCase(), flag]))
/** Flags do not differ by case (RFC 9051 2.3.2); the usual ones are kept in their usual spelling. */
const canonical = (flag: string): string => canonicalNames.get(flag.toLowerCase()) ?? flag
