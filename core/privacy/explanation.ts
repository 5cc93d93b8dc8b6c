import type { Contribution, FacetScore, Feature, PrivacyExplanation } from '../defs/index.ts'
import { indexOf, type Judgement, pendingChecks, privacyRules } from './judge/index.ts'

/** A judgement as it is told: with the words that the user does not want to hear now left out. */
export function explanationOf(
  kind: PrivacyExplanation['kind'],
  id: string,
  judged: Judgement,
  more: {
    readonly silenced: ReadonlySet<string>
    readonly features?: readonly Feature[]
    readonly bodyPending?: boolean
    readonly weakest?: string
  },
): PrivacyExplanation {
  const told = (facet: FacetScore): FacetScore => ({
    score: facet.score,
    contributions: facet.contributions.map((one) => quiet(one, more.silenced)),
  })
  return {
    id,
    kind,
    version: privacyRules,
    overall: indexOf(judged).overall,
    technic: told(judged.technic),
    context: told(judged.context),
    comportment: told(judged.comportment),
    weakestMessageId: more.weakest ?? null,
    pending: [...(more.bodyPending === true ? ['body'] : []), ...pendingChecks(more.features ?? [])],
  }
}

const quiet = (one: Contribution, silenced: ReadonlySet<string>): Contribution =>
  one.advice !== null && silenced.has(one.advice) ? { ...one, advice: null } : one
