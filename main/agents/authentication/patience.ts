import type { Authentication } from '../../../core/index.ts'
import { agentLimits } from './limits.ts'

/**
 * How long a person waits for a command: `withinMs`, and less when the DNS has not answered anything for some seconds.
 * Without a limit there is none.
 */
export function patience(
  authentication: Pick<Authentication, 'answersHeard'>,
  withinMs: number | undefined,
): { readonly signal: AbortSignal; end(): void } {
  const giveUp = new AbortController()
  if (withinMs === undefined) return { signal: giveUp.signal, end: () => undefined }
  const heardBefore = authentication.answersHeard
  const all = setTimeout(() => giveUp.abort(), withinMs)
  const first = setTimeout(
    () => {
      if (authentication.answersHeard === heardBefore) giveUp.abort()
    },
    Math.min(withinMs, agentLimits.patienceMs),
  )
  return {
    signal: giveUp.signal,
    end() {
      clearTimeout(all)
      clearTimeout(first)
    },
  }
}
