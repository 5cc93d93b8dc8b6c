import type { Contribution, FacetScore, PrivacyIndex } from '../../defs/index.ts'
import type { Advice } from './advice.ts'
import type { ReasonName } from './names.ts'

type Value = Contribution['value']

/** One reason: `points` of `of`; advice only where points are missing. */
export const reason = (
  feature: ReasonName,
  value: Value,
  points: number,
  of: number,
  advice: Advice | null = null,
): Contribution => ({ feature, value, points, of, advice: points < of || of === 0 ? advice : null })

/** What is taken away, whatever else there is. */
export const loss = (feature: ReasonName, value: Value, points: number, advice: Advice): Contribution =>
  reason(feature, value, -points, 0, advice)

/**
 * A facet: the sum of its reasons, 0..100. Where the losses are more than there is to lose, what they could not take is a
 * reason of its own, so that the points always add up.
 */
export function facetOf(contributions: readonly Contribution[]): FacetScore {
  const sum = contributions.reduce((total, { points }) => total + points, 0)
  if (sum >= 0 && sum <= 100) return { score: sum, contributions: [...contributions] }
  const score = Math.min(100, Math.max(0, sum))
  return { score, contributions: [...contributions, reason('bounds', sum < 0 ? 'floor' : 'ceiling', score - sum, 0)] }
}

/** A share of the points, in whole ones, never rounded up. */
export const part = (of: number, share: number): number => Math.floor(of * Math.min(1, Math.max(0, share)))

export interface Judgement {
  readonly technic: FacetScore
  readonly context: FacetScore
  readonly comportment: FacetScore
}

/** It never rises when a facet falls, and one weak facet cannot hide behind two strong ones. */
export function indexOf({ technic, context, comportment }: Judgement): PrivacyIndex {
  return overallOf(technic.score, context.score, comportment.score)
}

export function overallOf(technic: number, context: number, comportment: number): PrivacyIndex {
  const mean = Math.round((technic + context + comportment) / 3)
  const weakest = Math.min(technic, context, comportment)
  return { technic, context, comportment, overall: Math.min(mean, weakest + 15) }
}
