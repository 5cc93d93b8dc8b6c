import { type CertificateFacts, certificateFacts } from '../../../core/defs/index.ts'
import { certificateOf, normaliseFingerprint, type TLSSocket } from '../../network/index.ts'

/**
 * Whether a fresh TLS connection may be used: with a pinned certificate the fingerprint alone decides, without one the
 * system's trust. Answers null, or an error with the `code` of Node and the facts of the certificate that was shown.
 * To be asked before anything is sent; the socket must have been opened without `rejectUnauthorized`.
 */
export function distrust(socket: TLSSocket, trustedCertificate: string | null): Error | null {
  if (trustedCertificate !== null) {
    // No certificate (an anonymous server) is never equal to a pin.
    return certificateOf(socket)?.fingerprint === normaliseFingerprint(trustedCertificate)
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
  const certificate = certificateOf(socket)
  if (certificate === null) return Object.assign(new Error('no certificate'), { code })
  return Object.assign(new Error(`certificate ${certificate.fingerprint}`), { code, certificate })
}

/** The facts that `distrust` put on an error, if it did. */
export function factsOn(thrown: unknown): CertificateFacts | undefined {
  const carried: unknown = thrown instanceof Error ? Reflect.get(thrown, 'certificate') : undefined
  return certificateFacts.safeParse(carried).data
}
