import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { fail } from '../../core/defs/index.ts'

/**
 * Encrypts and decrypts the vault as a whole. The system's own (Electron's safeStorage, say) fits as well as ours.
 * `unseal` fails with `locked` when the key is not the one that sealed, with `corrupt` when the bytes were changed.
 */
export interface Sealer {
  seal(bytes: Uint8Array): Promise<Uint8Array>
  unseal(sealed: Uint8Array): Promise<Uint8Array>
}

/** AES-256-GCM (NIST SP 800-38D): a fresh 96-bit nonce for every write, a 128-bit tag. */
const nonceBytes = 12
const tagBytes = 16
const checkBytes = 16

/** check ‖ nonce ‖ tag ‖ encrypted. The check tells a wrong key from changed bytes; it is derived, so it gives nothing away. */
export function encrypt(key: Uint8Array, bytes: Uint8Array): Uint8Array {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', derive(key, 'encrypt', 32), nonce)
  const encrypted = Buffer.concat([cipher.update(bytes), cipher.final()])
  return Buffer.concat([derive(key, 'check', checkBytes), nonce, cipher.getAuthTag(), encrypted])
}

/** `wrongKey` is the message for a person when another key sealed this. */
export function decrypt(key: Uint8Array, sealed: Uint8Array, wrongKey: string): Uint8Array {
  const start = checkBytes + nonceBytes + tagBytes
  if (sealed.length < start) throw fail('corrupt', 'The file with the passwords is too short. It was left as it is.')
  if (!timingSafeEqual(sealed.subarray(0, checkBytes), derive(key, 'check', checkBytes))) throw fail('locked', wrongKey)
  const nonce = sealed.subarray(checkBytes, checkBytes + nonceBytes)
  const decipher = createDecipheriv('aes-256-gcm', derive(key, 'encrypt', 32), nonce)
  decipher.setAuthTag(sealed.subarray(checkBytes + nonceBytes, start))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(start)), decipher.final()])
  } catch {
    throw fail('corrupt', 'The file with the passwords was changed from outside. It was left as it is.')
  }
}

/** HKDF (RFC 5869), so that one key serves two purposes without one telling of the other. */
const derive = (key: Uint8Array, purpose: string, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', key, new Uint8Array(), `caliopen vault ${purpose}`, length))
