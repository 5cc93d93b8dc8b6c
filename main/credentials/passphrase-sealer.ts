import { randomBytes, scrypt } from 'node:crypto'
import { fail } from '../../core/defs/index.ts'
import { decrypt, encrypt, type Sealer } from './sealer.ts'

/**
 * scrypt (RFC 7914) with N = 2^17, r = 8, p = 1, as OWASP recommends: 128 MB and some 0.4 s for each guess. The exponent
 * stands in the file, so that it can grow.
 */
const defaultCost = 17
/** A file that asks for more than 1 GB was not written by us. */
const maxCost = 20
const saltBytes = 16
const blockSize = 8

/** Seals with a key made of a passphrase: cost ‖ salt ‖ sealed. The key is made once for a salt. */
export function createPassphraseSealer(passphrase: string, cost: number = defaultCost): Sealer {
  const keys = new Map<string, Promise<Buffer>>()
  const keyFor = (salt: Uint8Array, log2: number): Promise<Buffer> => {
    const name = `${log2}:${Buffer.from(salt).toString('hex')}`
    const key = keys.get(name) ?? makeKey(passphrase.normalize('NFKC'), salt, log2)
    keys.set(name, key)
    return key
  }
  let own: { salt: Uint8Array; log2: number } | null = null

  return {
    async seal(bytes) {
      own ??= { salt: randomBytes(saltBytes), log2: cost }
      const sealed = encrypt(await keyFor(own.salt, own.log2), bytes)
      return Buffer.concat([Uint8Array.of(own.log2), own.salt, sealed])
    },
    async unseal(sealed) {
      const log2 = sealed[0] ?? 0
      if (sealed.length <= saltBytes || log2 < 1 || log2 > maxCost) {
        throw fail('corrupt', 'The file with the passwords does not begin as it should. It was left as it is.')
      }
      const salt = sealed.subarray(1, 1 + saltBytes)
      const key = await keyFor(salt, log2)
      const bytes = decrypt(
        key,
        sealed.subarray(1 + saltBytes),
        'The passphrase is not the one that the passwords were sealed with. Nothing was changed. Give the right one.',
      )
      own = { salt, log2 }
      return bytes
    },
  }
}

function makeKey(passphrase: string, salt: Uint8Array, log2: number): Promise<Buffer> {
  const N = 2 ** log2
  const options = { N, r: blockSize, p: 1, maxmem: 128 * N * blockSize * 2 }
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, 32, options, (error, key) => (error === null ? resolve(key) : reject(error)))
  })
}
