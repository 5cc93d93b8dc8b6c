import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { limits } from './limits.ts'

/** Who may speak to this server. All of it lives in memory: a restart ends every session. */
export interface Tokens {
  /** for programs: `Authorization: Bearer …` */
  readonly bearer: string
  /** a new token that can be exchanged for a session, once */
  issueOneTime(): string
  /** the session's secret, or null if the token is unknown or used up */
  exchange(oneTime: string): string | null
  isBearer(token: string): boolean
  isSession(secret: string): boolean
}

export function createTokens(random: () => string = newSecret): Tokens {
  const bearer = random()
  const oneTime = new Set<string>()
  const sessions = new Set<string>()

  return {
    bearer,
    issueOneTime() {
      const token = random()
      remember(oneTime, token)
      return token
    },
    exchange(token) {
      if (!oneTime.delete(digest(token))) return null
      const secret = random()
      remember(sessions, secret)
      return secret
    },
    isBearer: (token) => timingSafeEqual(Buffer.from(digest(token)), Buffer.from(digest(bearer))),
    isSession: (secret) => sessions.has(digest(secret)),
  }
}

/** Digests are kept and compared, so that the time a comparison takes says nothing about the secret. */
function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

function remember(set: Set<string>, secret: string): void {
  set.add(digest(secret))
  const oldest = set.values().next()
  if (set.size > limits.sessions && !oldest.done) set.delete(oldest.value)
}

/** 256 bits, 43 characters of base64url */
function newSecret(): string {
  return randomBytes(32).toString('base64url')
}
