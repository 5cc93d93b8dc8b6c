import { type ErrorCode, Failure, type Problem, toProblem } from '../../../core/defs/index.ts'

/** One status for each code. `auth` is a mail server's refusal: our own 401 is given by the guard. */
const statusOf: Readonly<Record<ErrorCode, number>> = {
  invalid: 400,
  'not-found': 404,
  conflict: 409,
  offline: 503,
  auth: 422,
  certificate: 502,
  refused: 502,
  limit: 413,
  timeout: 504,
  cancelled: 499,
  unsupported: 501,
  locked: 423,
  version: 409,
  corrupt: 500,
  'disk-full': 507,
  internal: 500,
}

const titleOf: Readonly<Record<ErrorCode, string>> = {
  invalid: 'Not understood',
  'not-found': 'Not there',
  conflict: 'Changed meanwhile',
  offline: 'No connection',
  auth: 'Not signed in',
  certificate: 'Certificate not trusted',
  refused: 'Refused',
  limit: 'Too large or too many',
  timeout: 'No answer in time',
  cancelled: 'Stopped',
  unsupported: 'Not supported',
  locked: 'Locked',
  version: 'Another version',
  corrupt: 'Damaged',
  'disk-full': 'Disk full',
  internal: 'Internal error',
}

/** RFC 9457 problem details; the members of `Problem` are extension members, so that a client gets them whole. */
export interface ProblemDocument extends Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
}

export const problemMediaType = 'application/problem+json'

/** `status` overrides the table where the interface itself refuses (host, origin, token). */
export function problemDocument(problem: Problem, status = statusOf[problem.code]): ProblemDocument {
  const type = `urn:caliopen:error:${problem.code}`
  return { type, title: titleOf[problem.code], status, detail: problem.message, ...problem }
}

/** A refusal by this interface, before any operation is reached. */
export class Refusal extends Error {
  readonly document: ProblemDocument

  constructor(status: number, code: ErrorCode, message: string) {
    super(message)
    this.document = problemDocument({ code, message }, status)
  }
}

/** What Fastify itself refuses, by its status. */
const bodyRefusals: Readonly<Record<number, { readonly code: ErrorCode; readonly message: string }>> = {
  400: { code: 'invalid', message: 'The body is not valid JSON. Nothing was done.' },
  413: { code: 'limit', message: 'This is larger than Caliopen takes in one piece. Nothing was done.' },
  415: { code: 'unsupported', message: 'Send the body as application/json. Nothing was done.' },
  429: { code: 'limit', message: 'Too many attempts. Wait a minute and try again.' },
}

/** Whatever was thrown, as a document. Never a stack trace. */
export function documentOf(thrown: unknown): ProblemDocument {
  if (thrown instanceof Refusal) return thrown.document
  if (thrown instanceof Failure) return problemDocument(thrown.problem)
  const status = thrown instanceof Error ? Number(Reflect.get(thrown, 'statusCode')) : 0
  const refusal = bodyRefusals[status]
  if (refusal !== undefined) return problemDocument(refusal, status)
  return problemDocument(toProblem(thrown))
}
