import type { IncomingHttpHeaders } from 'node:http'
import { Refusal } from './problems.ts'
import type { Tokens } from './tokens.ts'

export interface Asked {
  readonly method: string
  /** without the query */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly cookie: string | undefined
}

/** Paths of the API that need no token: the exchange of one, and the description, which holds no data. */
const openPaths: ReadonlySet<string> = new Set(['/api/session', '/api/openapi.json'])

/**
 * Refuses, with a `Refusal`, what does not come from this computer's own window or a program with the token:
 * - Host must be ours, or a foreign name that resolves to 127.0.0.1 could read answers (DNS rebinding);
 * - Origin, where there is one, must be ours; another port of this computer is the same site to a cookie, so
 *   Sec-Fetch-Site must not be `same-site` either (CSRF);
 * - a change made with the cookie must show that it comes from our page.
 */
export function guard(asked: Asked, port: number, tokens: Tokens): void {
  if (!isOwnHost(asked.headers.host, port)) {
    throw new Refusal(403, 'refused', 'This address is not served here. Open Caliopen by 127.0.0.1.')
  }
  const { origin } = asked.headers
  if (origin !== undefined && !isOwnOrigin(origin, port)) {
    throw new Refusal(403, 'refused', 'Another page asked for this. Caliopen answers its own window only.')
  }
  if (!asked.path.startsWith('/api/')) return
  const site = asked.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw new Refusal(403, 'refused', 'Another page asked for this. Caliopen answers its own window only.')
  }
  if (!openPaths.has(asked.path)) authenticate(asked, tokens)
}

function authenticate(asked: Asked, tokens: Tokens): void {
  const bearer = /^Bearer (\S{1,200})$/i.exec(asked.headers.authorization ?? '')?.[1]
  if (bearer !== undefined) {
    if (tokens.isBearer(bearer)) return
    throw new Refusal(401, 'auth', 'This token is not valid. “caliopen serve” prints the right one.')
  }
  if (asked.cookie === undefined || !tokens.isSession(asked.cookie)) {
    throw new Refusal(401, 'auth', 'This window is not signed in. Open Caliopen again from where you started it.')
  }
  const safe = asked.method === 'GET' || asked.method === 'HEAD'
  if (!safe && asked.headers.origin === undefined && asked.headers['sec-fetch-site'] !== 'same-origin') {
    throw new Refusal(403, 'refused', 'A change must come from Caliopen’s own page or carry the token.')
  }
}

const ownNames: readonly string[] = ['127.0.0.1', 'localhost', '[::1]']

function isOwnHost(host: string | undefined, port: number): boolean {
  return ownNames.some((name) => host === `${name}:${port}` || (port === 80 && host === name))
}

function isOwnOrigin(origin: string, port: number): boolean {
  return ownNames.some((name) => origin === `http://${name}:${port}` || (port === 80 && origin === `http://${name}`))
}
