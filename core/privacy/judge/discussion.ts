import type { FacetScore, PrivacyIndex } from '../../defs/index.ts'
import { facetOf, indexOf, type Judgement, reason } from './facet.ts'

export interface JudgedMessage extends Judgement {
  readonly id: string
}

/**
 * The index of a discussion: each facet is that of the message where it is weakest, with that message's reasons, so that
 * a discussion is never better than its weakest message. Null for none.
 */
export function judgeDiscussion(messages: readonly JudgedMessage[]): (Judgement & { readonly weakest: string }) | null {
  const weakest = lowest(messages, (message) => weakness(indexOf(message)))
  if (weakest === null) return null
  const facet = (name: 'technic' | 'context' | 'comportment'): FacetScore => {
    const { id, [name]: found } = lowest(messages, (message) => message[name].score) ?? weakest
    return facetOf([...found.contributions, reason('weakest-message', id, 0, 0, 'look-at-weakest')])
  }
  return {
    weakest: weakest.id,
    technic: facet('technic'),
    context: facet('context'),
    comportment: facet('comportment'),
  }
}

/** What messages are put in order by: the overall index, and among equals how much there is in all. */
export const weakness = ({ overall, technic, context, comportment }: PrivacyIndex): number =>
  overall * 1000 + technic + context + comportment

/** Among equals by id: the order in which they come says nothing. */
function lowest(messages: readonly JudgedMessage[], scoreOf: (message: JudgedMessage) => number): JudgedMessage | null {
  let found: JudgedMessage | null = null
  for (const message of messages) {
    const difference = found === null ? -1 : scoreOf(message) - scoreOf(found)
    if (found === null || difference < 0 || (difference === 0 && message.id < found.id)) found = message
  }
  return found
}
