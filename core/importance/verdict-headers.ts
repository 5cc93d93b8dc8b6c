import type { Verdict } from './evidence.ts'

export interface Header {
  /** lower case */
  readonly name: string
  readonly value: string
}

/** What a header says: 0..1, or null when it says nothing that is understood. */
type Reader = (value: string) => number | null

/** A filter that has decided is believed this much; one that is quite sure says so by its score. */
const decided = 0.8
/** No filter is never wrong. */
const most = 0.99
/** Longer values are no verdict. */
const maxValueUnits = 2_000

/**
 * The headers in which mail servers and their filters say what they hold of a message. Who sent it may have written any
 * of them: so they only ever raise suspicion, and one that says “good” says nothing.
 */
const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  // SpamAssassin and whoever took over its headers (Rspamd, Fastmail, Kolab, Proxmox …)
  ['x-spam-flag', (value) => (/^yes\b|^true\b/i.test(value) ? decided : null)],
  ['x-spam', (value) => (/^yes\b|^true\b|^spam\b/i.test(value) ? decided : null)],
  ['x-spam-status', readStatus],
  ['x-spam-score', (value) => scored(numberIn(value), 5)],
  ['x-spam-level', (value) => scored(/^[*+sx]*/i.exec(value)?.[0].length ?? null, 5)],
  // Rspamd: `default: True [17.20 / 15.00]; …`
  ['x-spamd-result', readRspamd],
  ['x-spamd-bar', (value) => scored(/^\+*/.exec(value)?.[0].length ?? null, 6)],
  ['x-rspamd-score', (value) => scored(numberIn(value), 6)],
  ['x-rspamd-action', (value) => (/^(add header|rewrite subject|soft reject|reject)/i.test(value) ? decided : null)],
  // Microsoft: -1..9, 5 and 6 are spam, 7 to 9 certainly
  ['x-ms-exchange-organization-scl', (value) => ofScl(numberIn(value))],
  ['x-forefront-antispam-report', readForefront],
  ['x-microsoft-antispam-mailbox-delivery', (value) => (/\bdest:J\b/i.test(value) ? decided : null)],
  // Google Workspace
  ['x-gm-spam', (value) => (/^1\b/.test(value) ? decided : null)],
  ['x-gm-phishy', (value) => (/^1\b/.test(value) ? decided : null)],
  // GMX and Web.de, OVH, Yahoo, Mimecast, Barracuda, Proofpoint (iCloud), Proton
  ['x-gmx-antispam', (value) => ((numberIn(value) ?? 0) >= 1 ? decided : null)],
  ['x-ui-filterresults', (value) => (/^junk\b/i.test(value) ? decided : null)],
  ['x-vr-spamstate', (value) => (/^spam/i.test(value) ? decided : null)],
  ['x-yahoofilteredbulk', (value) => (value === '' ? null : decided)],
  ['x-mimecast-spam-score', (value) => scored(numberIn(value), 28)],
  ['x-barracuda-spam-status', (value) => (/^yes\b/i.test(value) ? decided : null)],
  ['x-barracuda-spam-flag', (value) => (/^yes\b/i.test(value) ? decided : null)],
  ['x-proofpoint-spam-details', (value) => scored(numberIn(/\bscore=(\S+)/i.exec(value)?.[1] ?? ''), 50)],
  ['x-pm-spam-action', (value) => (/^spam\b/i.test(value) ? decided : null)],
  // filters that learn by themselves: Bogofilter, SpamBayes, DSPAM
  ['x-bogosity', (value) => (/^(spam|yes)\b/i.test(value) ? decided : null)],
  ['x-spambayes-classification', (value) => (/^spam\b/i.test(value) ? decided : null)],
  ['x-dspam-result', (value) => (/^(spam|blacklisted|virus)\b/i.test(value) ? decided : null)],
])

/** Names of the headers that are read, for whoever reads header blocks. */
export const verdictHeaders: readonly string[] = [...readers.keys()]

/** The highest of what the headers say; null if none of them is there. */
export function readVerdict(headers: readonly Header[]): Verdict | null {
  let spam = 0
  const by = new Set<string>()
  for (const { name, value } of headers) {
    const reader = readers.get(name)
    if (reader === undefined || value.length > maxValueUnits) continue
    const said = reader(value.trim())
    if (said === null) continue
    by.add(name)
    spam = Math.max(spam, Math.min(most, said))
  }
  return by.size === 0 ? null : { spam: Math.round(spam * 1000) / 1000, by: [...by].sort() }
}

/** A score in proportion to the one from which the filter calls it spam: half of certainty there. Below zero is good. */
function scored(score: number | null, threshold: number): number | null {
  if (score === null || !(threshold > 0)) return null
  return score <= 0 ? null : Math.min(most, score / (2 * threshold))
}

/** `Yes, score=15.2 required=5.0 tests=…`; older ones say `hits=` */
function readStatus(value: string): number | null {
  const score = numberIn(/\b(?:score|hits)=(\S+)/i.exec(value)?.[1] ?? '')
  const required = numberIn(/\brequired=(\S+)/i.exec(value)?.[1] ?? '') ?? 5
  const byScore = scored(score, required)
  return /^yes\b|^true\b/i.test(value) ? Math.max(decided, byScore ?? 0) : byScore
}

function readRspamd(value: string): number | null {
  const match = /:\s*(true|false)\b[^[]{0,60}\[\s*(-?[\d.]+)\s*\/\s*([\d.]+)/i.exec(value)
  if (match === null) return null
  const byScore = scored(numberIn(match[2] ?? ''), numberIn(match[3] ?? '') ?? 15)
  return /^true$/i.test(match[1] ?? '') ? Math.max(decided, byScore ?? 0) : byScore
}

/** Exchange Online: SFV SPM (spam), SKS (by a rule), SKB (blocked sender); else the level. */
function readForefront(value: string): number | null {
  const verdict = /\bSFV:([A-Z]+)/i.exec(value)?.[1]?.toUpperCase() ?? ''
  const byLevel = ofScl(numberIn(/\bSCL:(-?\d+)/i.exec(value)?.[1] ?? ''))
  return ['SPM', 'SKS', 'SKB'].includes(verdict) ? Math.max(decided, byLevel ?? 0) : byLevel
}

function ofScl(level: number | null): number | null {
  if (level === null || level < 1) return null
  return level >= 7 ? 0.95 : level >= 5 ? decided : level / 15
}

/** The number that a value begins with. */
function numberIn(value: string): number | null {
  const text = /^\s*\(?\s*([+-]?\d{1,6}(?:\.\d{1,6})?)/.exec(value)?.[1]
  return text === undefined ? null : Number(text)
}
