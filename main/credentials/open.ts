import { access, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure, fail } from '../../core/defs/index.ts'
import type { Credentials } from '../../core/index.ts'
import { writeAtomically } from './atomic-file.ts'
import { createKeyFileSealer } from './key-file-sealer.ts'
import { findKeychain, type Keychain } from './keychain.ts'
import { createPassphraseSealer } from './passphrase-sealer.ts'
import type { Sealer } from './sealer.ts'
import { createVault, readVaultFile, type Vault } from './vault.ts'

export interface CredentialOptions {
  /** the data directory; it must be there */
  readonly directory: string
  /** when given, the vault is sealed with it, whatever else there is */
  readonly passphrase?: string | undefined
  /** seals by means of the host (Electron's safeStorage), with the words that say how well that protects */
  readonly system?: { readonly sealer: Sealer; readonly message: string } | undefined
  /** how the keychain is found; `null` for none. Left out: the operating system's */
  readonly keychain?: (() => Promise<Keychain | null>) | null | undefined
  /** log2 of scrypt's N; lower in tests */
  readonly passphraseCost?: number | undefined
}

/**
 * Where passwords are kept: sealed with the passphrase when there is one, by the host's own means, in the system's
 * keychain, or, where there is nothing of that, in a vault whose key lies beside it; `describe` says plainly which.
 * Fails with `locked`, `corrupt` or `version` when what is there cannot be opened; nothing is changed then.
 */
export async function openCredentials(options: CredentialOptions): Promise<Credentials> {
  const paths = pathsIn(options.directory)
  const { passphrase = '' } = options
  if (passphrase !== '') return openWithPassphrase(options, passphrase)
  const file = await readVaultFile(paths.vault)
  if (file?.sealedBy === 'passphrase') {
    throw fail(
      'locked',
      'The stored passwords are sealed with a passphrase. They are safe. Start with the passphrase.',
      {
        source: paths.vault,
      },
    )
  }
  const keyed = createVault(paths.vault, createKeyFileSealer(paths.key), 'key-file')
  if (options.system !== undefined) {
    if (file?.sealedBy === 'key-file') await carryOver(keyed, paths, options.system.sealer, 'system')
    const vault = createVault(paths.vault, options.system.sealer, 'system')
    return fromVault(vault, 'keychain', options.system.message)
  }
  const { keychain: find = findKeychain } = options
  const keychain = find === null ? null : await find()
  if (keychain !== null) return fromKeychain(keychain, keyed, paths, file !== null)
  return fromVault(await guarded(keyed, paths), 'vault-key-file', keyFileMessage)
}

interface Paths {
  readonly vault: string
  readonly key: string
  /** there once a secret went into the keychain: a keychain that is gone then means locked, not empty */
  readonly marker: string
}

const pathsIn = (directory: string): Paths => ({
  vault: join(directory, 'credentials.vault'),
  key: join(directory, 'credentials.key'),
  marker: join(directory, 'credentials.in-keychain'),
})

const keyFileMessage =
  'Passwords are encrypted in a file of the data directory, but its key lies beside it: no keychain was found on this ' +
  'system. Other users cannot read them; programs that run as you can. Set a passphrase to seal them.'

async function openWithPassphrase(options: CredentialOptions, passphrase: string): Promise<Credentials> {
  const paths = pathsIn(options.directory)
  const sealer = createPassphraseSealer(passphrase, options.passphraseCost)
  const file = await readVaultFile(paths.vault)
  if (file?.sealedBy === 'key-file') {
    const keyed = createVault(paths.vault, createKeyFileSealer(paths.key), 'key-file')
    await carryOver(keyed, paths, sealer, 'passphrase')
  }
  const vault = createVault(paths.vault, sealer, 'passphrase')
  // a wrong passphrase is told now and not when the first mail is fetched
  if (file !== null) await vault.all()
  return fromVault(vault, 'vault-passphrase', 'Passwords are encrypted in a file that your passphrase opens.')
}

/** Seals anew what a key file sealed; the old key goes when the new file is on disk. */
async function carryOver(from: Vault, paths: Paths, sealer: Sealer, by: 'passphrase' | 'system'): Promise<void> {
  const secrets = await from.all()
  const data = Buffer.from(await sealer.seal(Buffer.from(JSON.stringify(secrets)))).toString('base64')
  const file = { format: 'caliopen-vault', version: 1, sealedBy: by, data }
  await writeAtomically(paths.vault, Buffer.from(`${JSON.stringify(file)}\n`))
  await rm(paths.key, { force: true })
}

function fromVault(
  vault: Vault,
  kind: 'keychain' | 'vault-passphrase' | 'vault-key-file',
  message: string,
): Credentials {
  const { get, set, remove } = vault
  return { get, set, remove, describe: async () => ({ kind, message }) }
}

/** What an earlier start without a keychain left in the vault is found, and moves when it is next set. */
function fromKeychain(keychain: Keychain, vault: Vault, { marker }: Paths, vaultThere: boolean): Credentials {
  const unlocked = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (thrown) {
      if (thrown instanceof Failure) throw thrown
      throw fail(
        'locked',
        'The keychain of this system does not open. Unlock it and try again; the passwords are safe.',
        {
          details: thrown instanceof Error ? thrown.message : String(thrown),
        },
      )
    }
  }
  return {
    get: (id) => unlocked(async () => (await keychain.get(id)) ?? (vaultThere ? vault.get(id) : null)),
    set: (id, secret) =>
      unlocked(async () => {
        await writeFile(marker, '')
        await keychain.set(id, secret)
        if (vaultThere) await vault.remove(id)
      }),
    remove: (id) =>
      unlocked(async () => {
        await keychain.remove(id)
        if (vaultThere) await vault.remove(id)
      }),
    describe: async () => ({ kind: 'keychain', message: 'Passwords are kept in the keychain of this system.' }),
  }
}

/** A password that is not in the vault may be in a keychain that does not open today: that is not the same as none. */
async function guarded(vault: Vault, { marker }: Paths): Promise<Vault> {
  const elsewhere = await access(marker).then(
    () => true,
    () => false,
  )
  if (!elsewhere) return vault
  return {
    ...vault,
    async get(id) {
      const secret = await vault.get(id)
      if (secret !== null) return secret
      throw fail(
        'locked',
        'The password of this account is in the keychain of this system, which does not open now. It is safe. Unlock the ' +
          'keychain and start again, or enter the password once more.',
      )
    },
  }
}
