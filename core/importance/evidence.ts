import { z } from 'zod'
import type { Feature } from '../defs/index.ts'

/** By its headers: people who talk, one to many alike, or a machine. */
export type Bulk = 'list' | 'newsletter' | 'automatic'

export interface Verdict {
  /** 0..1 */
  readonly spam: number
  /** the headers that say so, in lower case */
  readonly by: readonly string[]
}

/** The names under which these facts are kept among the features of a message (doc/importance.md). */
export const featureNames = { verdict: 'spam-verdict', words: 'spam-words', bulk: 'bulk-mail' } as const

const verdictValue = z.object({ spam: z.number().min(0).max(1), by: z.array(z.string()) })
const wordsValue = z.number().min(0).max(1)
const bulkValue = z.enum(['list', 'newsletter', 'automatic'])

/** The strongest of them: another one can only raise suspicion. */
export function verdictOf(features: readonly Feature[]): Verdict {
  let strongest: Verdict = { spam: 0, by: [] }
  for (const { name, value } of features) {
    const parsed = name === featureNames.verdict ? verdictValue.safeParse(value) : null
    if (parsed?.success === true && (strongest.by.length === 0 || parsed.data.spam > strongest.spam)) {
      strongest = parsed.data
    }
  }
  return strongest
}

/** What the classifier said of its words; null if it was not asked. */
export function wordsVerdictOf(features: readonly Feature[]): number | null {
  const parsed = wordsValue.safeParse(features.find(({ name }) => name === featureNames.words)?.value)
  return parsed.success ? parsed.data : null
}

export function bulkOf(features: readonly Feature[]): Bulk | null {
  const parsed = bulkValue.safeParse(features.find(({ name }) => name === featureNames.bulk)?.value)
  return parsed.success ? parsed.data : null
}
