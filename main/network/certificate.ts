import type { TLSSocket } from 'node:tls'
import type { CertificateFacts, ConnectionProtection } from '../../core/defs/index.ts'
import { networkLimits } from './limits.ts'

/** SHA-256 of a certificate as we store it: lower-case hex without colons. */
export const normaliseFingerprint = (fingerprint: string): string => fingerprint.replaceAll(':', '').toLowerCase()

/** The certificate that the other side showed; null before the handshake or for an anonymous server. */
export function certificateOf(socket: TLSSocket): CertificateFacts | null {
  const { subject, issuer, valid_to: validTo, fingerprint256 } = socket.getPeerCertificate()
  if (fingerprint256 === undefined) return null
  return {
    subject: nameOf(subject),
    issuer: nameOf(issuer),
    validUntilMs: Date.parse(validTo) || 0,
    fingerprint: normaliseFingerprint(fingerprint256),
  }
}

/** How a connection is protected, once its handshake is done. */
export function protectionOf(socket: TLSSocket): ConnectionProtection {
  // Undefined when the socket broke down meanwhile, whatever the types of Node say.
  const cipher = socket.getCipher() as { readonly name: string } | undefined
  return {
    protocol: socket.getProtocol() ?? '',
    cipher: cipher?.name ?? '',
    certificate: certificateOf(socket),
  }
}

/** Certificates name people and machines in many fields, some of them more than once. */
function nameOf(name: object | undefined): string {
  const fields = ['CN', 'O', 'OU'].map((field): unknown => (name === undefined ? undefined : Reflect.get(name, field)))
  const [first = ''] = fields.flat().filter((part): part is string => typeof part === 'string' && part !== '')
  return first.slice(0, networkLimits.certificateWords)
}
