import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fail } from '../../core/defs/index.ts'
import { isMissing, writeAtomically } from './atomic-file.ts'
import { decrypt, encrypt, type Sealer } from './sealer.ts'

const keyBytes = 32

/**
 * Seals with a random key in a file beside the vault, readable by the user alone (0600). That keeps passwords out of
 * backups of the vault and from other users, not from programs of the same user: `describe` says so.
 */
export function createKeyFileSealer(path: string): Sealer {
  const read = async (): Promise<Buffer | null> => {
    try {
      const key = await readFile(path)
      if (key.length === keyBytes) return key
      throw fail('corrupt', `The key file of the passwords has a wrong length. It was left as it is.`, { source: path })
    } catch (thrown) {
      if (isMissing(thrown)) return null
      throw thrown
    }
  }
  return {
    async seal(bytes) {
      let key = await read()
      if (key === null) {
        key = randomBytes(keyBytes)
        await writeAtomically(path, key)
      }
      return encrypt(key, bytes)
    },
    async unseal(sealed) {
      const key = await read()
      if (key === null) {
        throw fail('locked', 'The key file of the stored passwords is missing. Put it back, or enter them again.', {
          source: path,
        })
      }
      return decrypt(key, sealed, 'The key file is not the one that the passwords were sealed with. Put it back.')
    },
  }
}
