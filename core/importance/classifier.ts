import type { Words } from './words.ts'

/** How often each word stood in junk and in good mail, and how many there were of both. */
export interface SpamCounts {
  readonly junk: number
  readonly good: number
  countsOf(word: number): { readonly junk: number; readonly good: number } | undefined
}

/** Strength and value of what is believed of a word that was never seen (Robinson). */
const priorStrength = 0.45
const prior = 0.5
/** Words nearer to the middle than this say nothing and are left out. */
const dull = 0.1
/** Fewer telling words than this do not settle it, however telling: most words of a short message were met by chance. */
const enoughClues = 8

/**
 * How likely a message with these words is junk, 0..1; 0.5 when they say nothing. Gary Robinson's combination of word
 * probabilities (“A statistical approach to the spam problem”, Linux Journal 107, 2003) by Fisher's method, as SpamBayes
 * made it known: unlike plain naive Bayes it says that it does not know when evidence is thin or stands on both sides.
 */
export function junkProbability(words: Words, counts: SpamCounts): number {
  if (counts.junk === 0 || counts.good === 0) return prior
  let logJunk = 0
  let logGood = 0
  let used = 0
  for (const word of words) {
    const seen = counts.countsOf(word)
    if (seen === undefined) continue
    const chance = wordProbability(seen, counts)
    if (Math.abs(chance - prior) < dull) continue
    logJunk += Math.log(chance)
    logGood += Math.log(1 - chance)
    used += 1
  }
  if (used === 0) return prior
  const junk = 1 - chiSquareTail(-2 * logGood, 2 * used)
  const good = 1 - chiSquareTail(-2 * logJunk, 2 * used)
  return prior + ((junk - good) / 2) * Math.min(1, used / enoughClues)
}

function wordProbability(seen: { readonly junk: number; readonly good: number }, counts: SpamCounts): number {
  const inJunk = Math.min(1, seen.junk / counts.junk)
  const inGood = Math.min(1, seen.good / counts.good)
  const share = inJunk / (inJunk + inGood)
  const times = seen.junk + seen.good
  return (priorStrength * prior + times * share) / (priorStrength + times)
}

/** The chance that a chi-square of `freedom` (even) degrees of freedom is above `value`. */
function chiSquareTail(value: number, freedom: number): number {
  const half = value / 2
  let logTerm = -half
  let sum = Math.exp(logTerm)
  for (let i = 1; i < freedom / 2; i += 1) {
    logTerm += Math.log(half) - Math.log(i)
    sum += Math.exp(logTerm)
  }
  return Math.min(1, sum)
}
