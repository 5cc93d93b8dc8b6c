import type { TLSSocket } from 'node:tls'
import { type CertificateFacts, certificateFacts } from '../../../core/defs/index.ts'

/** SHA-256 of a certificate as we store it: lower-case hex without colons. */
export const normaliseFingerprint = (fingerprint: string): string => fingerprint.replaceAll(':', '').toLowerCase()

/** Empty before the handshake or for an anonymous server: never equal to a pin. */
export const fingerprintOf = (socket: TLSSocket): string =>
  normaliseFingerprint(socket.getPeerCertificate().fingerprint256 ?? '')

/**
 * Whether a fresh TLS connection may be used: with a pinned certificate the fingerprint alone decides, without one the
 * system's trust. Answers null, or an error with the `code` of Node and the facts of the certificate that was shown.
 * To be asked before anything is sent; the socket must have been opened without `rejectUnauthorized`.
 */
export function distrust(socket: TLSSocket, trustedCertificate: string | null): Error | null {
  if (trustedCertificate !== null) {
    return fingerprintOf(socket) === normaliseFingerprint(trustedCertificate)
      ? null
      : withFacts(socket, 'PINNED_CERTIFICATE_CHANGED')
  }
  return socket.authorized ? null : withFacts(socket, errorCode(socket.authorizationError))
}

/** Node answers the code as text, or an Error that carries it; its types know only the latter. */
function errorCode(reason: unknown): string {
  if (typeof reason === 'string') return reason
  const code: unknown = reason instanceof Error ? Reflect.get(reason, 'code') : undefined
  return typeof code === 'string' ? code : 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'
}

function withFacts(socket: TLSSocket, code: string): Error {
  const { subject, issuer, valid_to: validTo } = socket.getPeerCertificate()
  const certificate: CertificateFacts = {
    subject: nameOf(subject),
    issuer: nameOf(issuer),
    validUntilMs: Date.parse(validTo) || 0,
    fingerprint: fingerprintOf(socket),
  }
  return Object.assign(new Error(`certificate ${certificate.fingerprint}`), { code, certificate })
}

/** Certificates name people and machines in many fields, some of them more than once. */
function nameOf(name: object | undefined): string {
  const fields = ['CN', 'O', 'OU'].map((field): unknown => (name === undefined ? undefined : Reflect.get(name, field)))
  const [first = ''] = fields.flat().filter((part): part is string => typeof part === 'string' && part !== '')
  return first.slice(0, 200)
}

/** The facts that `distrust` put on an error, if it did. */
export function factsOn(thrown: unknown): CertificateFacts | undefined {
  const carried: unknown = thrown instanceof Error ? Reflect.get(thrown, 'certificate') : undefined
  return certificateFacts.safeParse(carried).data
}
