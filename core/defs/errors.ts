import { z } from 'zod'

/** Every way an operation can fail. Each code has its section in doc/errors.md, and the reverse. */
export const errorCodes = [
  'invalid',
  'not-found',
  'conflict',
  'offline',
  'auth',
  'certificate',
  'refused',
  'limit',
  'timeout',
  'cancelled',
  'unsupported',
  'locked',
  'version',
  'corrupt',
  'disk-full',
  'internal',
] as const

export const errorCode = z.enum(errorCodes)
export type ErrorCode = z.output<typeof errorCode>

/** The certificate that a server showed and that was not trusted. `fingerprint`: SHA-256, lower-case hex. */
export const certificateFacts = z.object({
  subject: z.string(),
  issuer: z.string(),
  validUntilMs: z.number().int(),
  fingerprint: z.string(),
})
export type CertificateFacts = z.output<typeof certificateFacts>

/**
 * A failure as it crosses every boundary. `message` is for a person: what happened, what is safe, what to do.
 * The other fields are facts for a machine; `details` is the technical line, never a stack trace.
 */
export const problem = z.object({
  code: errorCode,
  message: z.string(),
  /** host:port of the server that answered or did not */
  server: z.string().optional(),
  /** file, and byte offset in it, that the failure is about */
  source: z.string().optional(),
  offset: z.number().int().nonnegative().optional(),
  /** the input field, as a path (`imap.host`) */
  field: z.string().optional(),
  certificate: certificateFacts.optional(),
  /** the state now, when a patch was stale */
  current: z.unknown().optional(),
  details: z.string().optional(),
})
export type Problem = z.output<typeof problem>

/** The only error that core, storage and protocols throw on purpose; interfaces map `problem` once each. */
export class Failure extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.message)
    this.name = 'Failure'
    this.problem = problem
  }

  get code(): ErrorCode {
    return this.problem.code
  }
}

export const fail = (code: ErrorCode, message: string, facts: Omit<Problem, 'code' | 'message'> = {}): Failure =>
  new Failure({ code, message, ...facts })

/** Turns whatever was thrown into a Problem: unknown errors become `internal` with their message as details. */
export function toProblem(thrown: unknown): Problem {
  if (thrown instanceof Failure) return thrown.problem
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    return { code: 'cancelled', message: 'This was stopped before it was done. Nothing was lost.' }
  }
  const details = thrown instanceof Error ? thrown.message : String(thrown)
  return { code: 'internal', message: 'Something went wrong inside Caliopen. Your messages are safe.', details }
}
