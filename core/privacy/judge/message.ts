import type { Feature } from '../../defs/index.ts'
import { judgeComportment } from './comportment.ts'
import { judgeContext } from './context.ts'
import type { Judgement } from './facet.ts'
import type { MessageFacts } from './facts.ts'
import { judgeTechnic } from './technic.ts'

/**
 * The version of the rules: raised whenever the same features and facts would be judged otherwise, or components would
 * find other features. All that is stored is then judged again.
 */
export const privacyRules = 1

/**
 * The index of a message with every reason. Pure: the same features and facts give the same answer, in whatever order the
 * features come.
 */
export function judgeMessage(features: readonly Feature[], facts: MessageFacts): Judgement {
  const ordered = inOrder(features)
  return {
    technic: judgeTechnic(ordered, facts),
    context: judgeContext(ordered, facts),
    comportment: judgeComportment(facts),
  }
}

function inOrder(features: readonly Feature[]): Feature[] {
  const keyOf = ({ origin, value }: Feature): string => `${origin} ${JSON.stringify(value)}`
  return [...features].sort((a, b) => {
    if (a.name !== b.name) return a.name < b.name ? -1 : 1
    const [left, right] = [keyOf(a), keyOf(b)]
    return left < right ? -1 : left > right ? 1 : 0
  })
}
