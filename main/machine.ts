import { hash, randomBytes } from 'node:crypto'
import type { Clock, Hash, Random } from '../core/index.ts'

/** RFC 4648 base32 in lower case: safe in file names and addresses, and hard to misread. */
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

export const systemClock: Clock = { nowMs: () => Date.now() }

export const systemRandom: Random = {
  id() {
    const bits = [...randomBytes(17)].map((byte) => byte.toString(2).padStart(8, '0')).join('')
    return Array.from({ length: 26 }, (_, at) => alphabet[Number.parseInt(bits.slice(at * 5, at * 5 + 5), 2)]).join('')
  },
}

export const sha256: Hash = (input) => hash('sha256', input)

/** Milliseconds that local time is ahead of UTC at a moment, as this computer's time zone has it. */
export const localZone = (ms: number): number => -new Date(ms).getTimezoneOffset() * 60_000

/** The language of this computer, BCP 47: names are sorted by it, and numbers without a country are of its country. */
export const localLanguage: string = new Intl.DateTimeFormat().resolvedOptions().locale
