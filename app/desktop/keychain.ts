import { safeStorage } from 'electron'
import { fail } from '../../core/defs/index.ts'
import type { CredentialOptions, Sealer } from '../../main/credentials/index.ts'

/**
 * Seals the vault with the system's keychain: macOS Keychain, Windows DPAPI, Secret Service or KWallet. Undefined where
 * there is none that protects: Electron would then seal with a password that everybody knows (`basic_text`), and the
 * vault's own ways are better and say what they are.
 */
export async function openKeychain(): Promise<CredentialOptions['system']> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return undefined
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return undefined
  const sealer: Sealer = {
    seal: (bytes) => safeStorage.encryptStringAsync(Buffer.from(bytes).toString('base64')),
    async unseal(sealed) {
      try {
        const { result } = await safeStorage.decryptStringAsync(Buffer.from(sealed))
        return Buffer.from(result, 'base64')
      } catch (error) {
        throw fail('locked', 'The keychain did not open. Your messages are safe; unlock it and start Caliopen again.', {
          details: String(error),
        })
      }
    },
  }
  return { sealer, message: 'Passwords are sealed with the keychain of this computer.' }
}
