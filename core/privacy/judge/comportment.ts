import type { Contribution, FacetScore } from '../../defs/index.ts'
import { facetOf, loss, part, reason } from './facet.ts'
import type { Habits, MessageFacts, PersonFacts } from './facts.ts'

const points = { encrypts: 20, signs: 15, key: 15, proven: 15, quiet: 15, mutual: 20 } as const
/** Of the points that always answering encrypted messages in the clear takes. */
const mostLost = 16

/**
 * Habits, theirs and the user's: those of the one on the message who keeps the fewest. A message to nobody else is the
 * user's own affair, if it surely is the user's.
 */
export function judgeComportment({ author, others, own, listId }: MessageFacts): FacetScore {
  if (author === null && own !== 'sent') return facetOf([reason('nobody-known', true, 0, 100, 'check-sender')])
  if (author === null && listId !== null) return facetOf([reason('list', true, 0, 100)])
  const people = author === null ? others : [author, ...others]
  return people.length > 0 ? comportmentOf(weakest(people)) : facetOf([reason('only-you', true, 100, 100)])
}

export const comportmentOf = ({ key, habits, address }: Pick<PersonFacts, 'key' | 'habits' | 'address'>): FacetScore =>
  facetOf([
    fifths('encrypts', habits.encrypts, points.encrypts),
    fifths('signs', habits.signs, points.signs),
    keyOf(key, habits),
    fifths('proven', habits.proven, points.proven),
    fifths('quiet', habits.quiet, points.quiet),
    reason('mutual', habits.mutual, part(points.mutual, habits.mutual / 4), points.mutual, 'write-back'),
    ...answers(habits),
    reason('person', address, 0, 0),
  ])

function fifths(feature: keyof typeof points, level: number, of: number): Contribution {
  const advice = feature === 'encrypts' ? 'ask-for-key' : feature === 'signs' ? 'ask-to-sign' : null
  return reason(feature, `${level} of 4`, part(of, level / 4), of, advice)
}

function keyOf(key: PersonFacts['key'], { offersKey }: Habits): Contribution {
  const of = points.key
  if (key === 'compared') return reason('key', 'compared', of, of)
  if (key === 'stored') return reason('key', 'stored', 12, of, 'compare-key')
  return offersKey ? reason('key', 'offered', 8, of, 'compare-key') : reason('key', 'none', 0, of, 'ask-for-key')
}

const answers = ({ answersInClear }: Habits): Contribution[] =>
  answersInClear === 0
    ? []
    : [loss('answers-in-the-clear', `${answersInClear} of 4`, part(mostLost, answersInClear / 4), 'answer-encrypted')]

/** By score, and among equals by address, so that the order of the people says nothing. */
function weakest(people: readonly PersonFacts[]): PersonFacts {
  const scored = people.map((person) => ({ person, score: comportmentOf(person).score }))
  const lowest = scored.reduce((low, one) =>
    one.score < low.score || (one.score === low.score && one.person.address < low.person.address) ? one : low,
  )
  return lowest.person
}
