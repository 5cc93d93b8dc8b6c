import type { CertificateFacts } from '../../../core/defs/index.ts'

/** Why a certificate is not trusted, by the code that Node gives the reason. */
export function certificateReason(code: string, server: string): string {
  if (code === 'CERT_HAS_EXPIRED') return `The certificate of ${server} has expired.`
  if (code === 'CERT_NOT_YET_VALID')
    return `The certificate of ${server} is not valid yet; check this computer's clock.`
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return `The certificate of ${server} belongs to another name.`
  if (code === 'PINNED_CERTIFICATE_CHANGED') {
    return `The certificate of ${server} is not the one that you chose to trust: it was renewed, or somebody is in between.`
  }
  if (/SELF_SIGNED/.test(code)) return `The certificate of ${server} is signed by itself, so nobody vouches for it.`
  if (/^(EPROTO|ERR_SSL)/.test(code)) return `No secure connection to ${server} came about: is this port meant for TLS?`
  return `Nobody whom this computer trusts vouches for the certificate of ${server}.`
}

/** What a person needs to compare: who, until when, and the fingerprint as servers' owners print it. */
export function certificateWords({ subject, issuer, validUntilMs, fingerprint }: CertificateFacts): string {
  const until = new Date(validUntilMs).toISOString().slice(0, 10)
  const pairs = fingerprint.toUpperCase().replaceAll(/(..)(?=.)/g, '$1:')
  return `It was made out to “${subject}” by “${issuer}”, until ${until}. SHA-256: ${pairs}.`
}
