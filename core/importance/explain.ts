import type { Contribution, ImportanceExplanation, MessageSummary } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import type { Judge, Judged } from './judged.ts'
import { maxExplained } from './limits.ts'
import { importanceRules } from './points.ts'

export function explainMessages(judged: readonly Judged[]): ImportanceExplanation[] {
  return judged.map(({ message, importance, spam, contributions }) => ({
    id: message.id,
    kind: 'message',
    version: importanceRules,
    importance,
    correction: message.correction,
    spam,
    contributions,
  }))
}

/**
 * A discussion is as important as its most important tenth is on average; so its reasons are the averages of theirs. Of a
 * very long one the newest thousand messages explain it.
 */
export async function explainDiscussions(
  context: CoreContext,
  ids: readonly string[],
  renew: Judge['renew'],
): Promise<ImportanceExplanation[]> {
  const explained: ImportanceExplanation[] = []
  for (const id of ids) {
    const most = await mostImportant(context, id)
    const judged = await renew(most.map((message) => message.id))
    const [summary] = await context.stores.discussions.get([id])
    if (summary === undefined || judged.length === 0) continue
    explained.push({
      id,
      kind: 'discussion',
      version: importanceRules,
      importance: summary.importance,
      correction: null,
      spam: Math.max(...judged.map(({ spam }) => spam)),
      contributions: averaged(judged, summary.importance),
    })
  }
  return explained
}

const pageSize = 500

async function mostImportant({ stores }: CoreContext, discussionId: string): Promise<MessageSummary[]> {
  const found: MessageSummary[] = []
  let cursor: string | undefined
  do {
    const page = await stores.discussions.messages({ discussionId, cursor, limit: pageSize })
    found.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined && found.length < maxExplained * 10)
  return found
    .toSorted((a, b) => b.importance - a.importance)
    .slice(0, Math.min(maxExplained, Math.max(1, Math.ceil(found.length / 10))))
}

/** By reason, in the order they are met; what rounding takes or gives stands beside them. */
function averaged(judged: readonly Judged[], importance: number): Contribution[] {
  const [only] = judged
  if (judged.length === 1 && only !== undefined && only.importance === importance) return only.contributions
  const reasons = new Map<string, Contribution[]>()
  for (const each of judged.flatMap(({ contributions }) => contributions)) {
    reasons.set(each.feature, [...(reasons.get(each.feature) ?? []), each])
  }
  reasons.delete('rounding')
  const mean = (points: readonly number[]): number => Math.round(points.reduce((a, b) => a + b, 0) / judged.length) + 0
  const shown = [...reasons].map(
    ([feature, each]): Contribution => ({
      feature,
      value: { messages: each.length, of: judged.length },
      points: mean(each.map(({ points }) => points)),
      of: mean(each.map(({ of }) => of)),
      advice: null,
    }),
  )
  const rest = importance - shown.reduce((sum, { points }) => sum + points, 0)
  return rest === 0 ? shown : [...shown, { feature: 'rounding', value: null, points: rest, of: 0, advice: null }]
}
