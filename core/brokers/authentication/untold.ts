import type { AuthenticationFact, AuthenticationReason } from '../../defs/index.ts'
import type { Verified } from '../../ports.ts'

/** Nothing can be said of a message, and why. */
export function untold(reason: AuthenticationReason): Verified {
  const fact: AuthenticationFact = { result: 'unknown', domain: null, aligned: false, reason, by: null }
  return { dkim: fact, spf: fact, dmarc: fact, arc: fact, provider: {}, tls: null }
}
