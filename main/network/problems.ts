import { fail, type Problem, toProblem } from '../../core/defs/index.ts'

const certificate =
  /^(CERT_|ERR_TLS|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_SSL|EPROTO|PINNED_|HOSTNAME_|INVALID_CA|PATH_LENGTH)/
const unresolvable = /^(ENOTFOUND|EAI_)/
const silent = /^(ETIMEDOUT|CONNECT_TIMEOUT)$/

/** The code of Node's errors; '' where there is none. */
export function codeOf(thrown: unknown): string {
  const code: unknown = thrown instanceof Error ? Reflect.get(thrown, 'code') : undefined
  return typeof code === 'string' ? code : ''
}

/** How a connection failed, in words for the list of connections. */
export function connectionProblem(thrown: unknown, server: string): Problem {
  const code = codeOf(thrown)
  if (certificate.test(code))
    return fail('certificate', `${server} could not be trusted. Nothing was sent to it.`).problem
  if (unresolvable.test(code)) return fail('offline', `There is no way to find ${server} now.`).problem
  if (silent.test(code)) return fail('timeout', `${server} did not answer.`).problem
  if (code === 'ECONNREFUSED') return fail('offline', `Nothing answers at ${server}.`).problem
  const problem = toProblem(thrown)
  return problem.code === 'internal' ? fail('offline', `The connection to ${server} was lost.`).problem : problem
}

export const goneOffline = (server: string) =>
  fail(
    'offline',
    `Caliopen was set to work offline, so ${server} was not contacted. Go online first; nothing is lost.`,
    {
      server,
    },
  )
