import { safeStorage } from 'electron'

/** Seals secrets with the system's keychain: macOS Keychain, Windows DPAPI, Secret Service or KWallet. */
export interface Sealer {
  /** `unprotected`: the system has no keychain, and what is sealed could be opened by anybody who has the file */
  protection(): Promise<'protected' | 'unprotected' | 'none'>
  seal(secret: string): Promise<Uint8Array>
  /** fails where the keychain was refused or the file is of another computer */
  open(sealed: Uint8Array): Promise<{ readonly secret: string; readonly sealAgain: boolean }>
}

export function createKeychain(): Sealer {
  return {
    async protection() {
      if (!(await safeStorage.isAsyncEncryptionAvailable())) return 'none'
      // Linux without a Secret Service: Electron then uses a fixed password.
      const isLinux = process.platform === 'linux'
      return isLinux && safeStorage.getSelectedStorageBackend() === 'basic_text' ? 'unprotected' : 'protected'
    },
    seal: (secret) => safeStorage.encryptStringAsync(secret),
    async open(sealed) {
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(sealed))
      return { secret: result, sealAgain: shouldReEncrypt }
    },
  }
}
