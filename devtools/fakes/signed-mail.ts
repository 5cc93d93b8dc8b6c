import { generateKeyPairSync } from 'node:crypto'
import { dkimSign } from 'mailauth/lib/dkim/sign.js'

/** A domain that signs its mail, and what it publishes. */
export interface Signer {
  readonly domain: string
  readonly selector: string
  /** `s1._domainkey.example.org` */
  readonly keyName: string
  /** the TXT record there */
  readonly keyRecord: string
  /** the message with a signature on top */
  sign(raw: string | Uint8Array, options?: SignOptions): Promise<Uint8Array>
}

export interface SignOptions {
  readonly algorithm?: 'rsa-sha256' | 'rsa-sha1'
  readonly canonicalization?: string
  /** an l= tag: how many bytes of the body are signed */
  readonly bodyBytes?: number
  readonly expiresAtMs?: number
}

export function createSigner(domain: string, { selector = 's1', bits = 2048 } = {}): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  return {
    domain,
    selector,
    keyName: `${selector}._domainkey.${domain}`,
    keyRecord: `v=DKIM1; k=rsa; p=${key}`,
    async sign(raw, options = {}) {
      const bytes = Buffer.from(raw)
      const identity = { signingDomain: domain, selector, privateKey: pem }
      const { signatures, errors } = await dkimSign(bytes, {
        ...identity,
        algorithm: options.algorithm ?? 'rsa-sha256',
        canonicalization: options.canonicalization ?? 'relaxed/relaxed',
        signTime: new Date(1_700_000_000_000),
        ...(options.expiresAtMs === undefined ? {} : { expires: new Date(options.expiresAtMs) }),
        signatureData: [
          {
            ...identity,
            ...(options.bodyBytes === undefined ? {} : { maxBodyLength: options.bodyBytes }),
          },
        ],
      })
      const [error] = errors
      if (error !== undefined) throw error.err
      return Buffer.concat([Buffer.from(signatures), bytes])
    },
  }
}

/** The strings of a TXT record, which hold 255 characters each. */
export const textStrings = (record: string): string[] => record.match(/.{1,255}/g) ?? []
