import type { Authentication } from '../../../core/index.ts'
import { agentLimits } from './limits.ts'

/**
 * How long a person waits for a command: `withinMs` in all, and not at all for a DNS that has not answered anything for
 * some seconds. Without a limit there is none.
 */
export function patience(
  authentication: Pick<Authentication, 'answersHeard'>,
  withinMs: number | undefined,
): { readonly enough: AbortSignal; readonly giveUp: AbortSignal; end(): void } {
  const enough = new AbortController()
  const giveUp = new AbortController()
  const signals = { enough: enough.signal, giveUp: giveUp.signal }
  if (withinMs === undefined) return { ...signals, end: () => undefined }
  const heardBefore = authentication.answersHeard
  const all = setTimeout(() => {
    enough.abort()
    giveUp.abort()
  }, withinMs)
  const first = setTimeout(() => {
    if (authentication.answersHeard === heardBefore) giveUp.abort()
  }, agentLimits.patienceMs)
  return {
    ...signals,
    end() {
      clearTimeout(all)
      clearTimeout(first)
    },
  }
}
