import type { PrivacyIndex } from '../../core/defs/index.ts'

/** Importance goes from -10 to 10; a `levels` array counts messages at each of them. */
export const lowestLevel = -10
export const levelCount = 21

/** How much a strong facet may hide a weak one: overall is never further above the weakest than this. */
const maxAboveWeakest = 15

/** The rounded mean of the most important tenth, at least one message. `levels`: how many messages at -10, -9 … 10. */
export function importanceOf(levels: readonly number[]): number {
  const wanted = Math.max(1, Math.ceil(levels.reduce((sum, count) => sum + count, 0) / 10))
  let left = wanted
  let sum = 0
  for (let i = levels.length - 1; i >= 0 && left > 0; i--) {
    const taken = Math.min(left, levels[i] ?? 0)
    sum += taken * (i + lowestLevel)
    left -= taken
  }
  return Math.round(sum / wanted) + 0 // never -0
}

/** Where a message counts among the levels; what is out of range counts as the nearest. */
export function levelIndex(importance: number): number {
  return Math.min(Math.max(Math.round(importance), lowestLevel), -lowestLevel) - lowestLevel
}

/**
 * The index of what is made of several scored messages: the lowest of each facet, and overall by the same rule as a
 * message's, but at most that of the weakest message, whatever rule that one was scored by.
 */
export function weakestOf(scores: Iterable<PrivacyIndex>): PrivacyIndex | null {
  const lowest = lowestOf(scores)
  return lowest === null ? null : { ...lowest, overall: Math.min(lowest.overall, overallOf(lowest)) }
}

/** The lowest of each, overall like the facets. */
export function lowestOf(scores: Iterable<PrivacyIndex>): PrivacyIndex | null {
  let lowest: PrivacyIndex | null = null
  for (const each of scores) {
    if (lowest === null) lowest = { ...each }
    else {
      lowest = {
        technic: Math.min(lowest.technic, each.technic),
        context: Math.min(lowest.context, each.context),
        comportment: Math.min(lowest.comportment, each.comportment),
        overall: Math.min(lowest.overall, each.overall),
      }
    }
  }
  return lowest
}

function overallOf({ technic, context, comportment }: PrivacyIndex): number {
  const mean = Math.round((technic + context + comportment) / 3)
  return Math.min(mean, Math.min(technic, context, comportment) + maxAboveWeakest)
}
