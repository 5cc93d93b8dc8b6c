import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type CredentialOptions, type Keychain, openCredentials, type Sealer } from './index.ts'
import { findKeychain, works } from './keychain.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'credentials-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

const open = (options: Partial<CredentialOptions> = {}) =>
  openCredentials({ directory, keychain: null, passphraseCost: 10, ...options })
const vaultText = () => readFile(join(directory, 'credentials.vault'), 'utf8')

function fakeKeychain(): Keychain & { readonly secrets: Map<string, string>; locked: boolean } {
  const secrets = new Map<string, string>()
  const keychain = {
    secrets,
    locked: false,
    async get(id: string) {
      if (keychain.locked) throw new Error('locked')
      return secrets.get(id) ?? null
    },
    async set(id: string, secret: string) {
      if (keychain.locked) throw new Error('locked')
      secrets.set(id, secret)
    },
    async remove(id: string) {
      secrets.delete(id)
    },
  }
  return keychain
}

describe('without a keychain', () => {
  test('passwords survive a restart, encrypted, readable by the user alone, and it is said how well that protects', async () => {
    const credentials = await open()
    await credentials.set('a', 'pässword')
    expect(await (await open()).get('a')).toBe('pässword')
    expect(await vaultText()).not.toContain('pässword')
    for (const name of ['credentials.vault', 'credentials.key']) {
      expect((await stat(join(directory, name))).mode & 0o777).toBe(0o600)
    }
    expect(await credentials.describe()).toMatchObject({ kind: 'vault-key-file' })
    expect((await credentials.describe()).message).toContain('its key lies beside it')
    await credentials.remove('a')
    expect(await credentials.get('a')).toBeNull()
  })

  test('many changes at once all count', async () => {
    const credentials = await open()
    await Promise.all(Array.from({ length: 30 }, (_, index) => credentials.set(`a${index}`, `s${index}`)))
    expect(await credentials.get('a29')).toBe('s29')
    expect(await credentials.get('a0')).toBe('s0')
    expect((await readdir(directory)).filter((name) => name.endsWith('.new'))).toEqual([])
  })

  test('a damaged vault is told, and neither read nor written over', async () => {
    await (await open()).set('a', 'secret')
    const good = await vaultText()
    const damaged = good.replace(/"data":"(.{60})./, '"data":"$1/')
    for (const text of ['', 'not json', good.slice(0, good.length / 2), damaged]) {
      await writeFile(join(directory, 'credentials.vault'), text)
      const attempt = open().then((credentials) => credentials.set('b', 'x'))
      await expect(attempt).rejects.toMatchObject({ problem: { source: join(directory, 'credentials.vault') } })
      await expect(attempt).rejects.toMatchObject({ code: expect.stringMatching(/^(corrupt|locked)$/) })
      expect(await vaultText()).toBe(text)
    }
  })

  test('a vault of a newer program is left untouched', async () => {
    await (await open()).set('a', 'secret')
    await writeFile(join(directory, 'credentials.vault'), (await vaultText()).replace('"version":1', '"version":2'))
    await expect(open()).rejects.toMatchObject({ code: 'version' })
  })

  test('a lost key file is told as such', async () => {
    await (await open()).set('a', 'secret')
    await rm(join(directory, 'credentials.key'))
    await expect((await open()).get('a')).rejects.toMatchObject({ code: 'locked' })
  })
})

describe('with a passphrase', () => {
  test('it opens the vault, a wrong one does not and says so, and none neither', async () => {
    await (await open({ passphrase: 'correct horse' })).set('a', 'secret')
    const again = await open({ passphrase: 'correct horse' })
    expect(await again.get('a')).toBe('secret')
    expect(await again.describe()).toMatchObject({ kind: 'vault-passphrase' })
    await expect(open({ passphrase: 'wrong' })).rejects.toMatchObject({ code: 'locked' })
    await expect(open()).rejects.toMatchObject({ code: 'locked' })
    expect(await (await open({ passphrase: 'correct horse' })).get('a')).toBe('secret')
  })

  test('what a key file sealed before is sealed with the passphrase from then on, and the key file goes', async () => {
    await (await open()).set('a', 'secret')
    expect(await (await open({ passphrase: 'correct horse' })).get('a')).toBe('secret')
    expect(await readdir(directory)).toEqual(['credentials.vault'])
  })

  test('the same passphrase typed on another keyboard is the same', async () => {
    await (await open({ passphrase: 'Grüße' })).set('a', 'secret')
    expect(await (await open({ passphrase: 'Gru\u0308ße' })).get('a')).toBe('secret')
  })
})

describe('with a keychain', () => {
  test('passwords go there and nowhere else', async () => {
    const keychain = fakeKeychain()
    const credentials = await open({ keychain: async () => keychain })
    await credentials.set('a', 'secret')
    expect(keychain.secrets.get('a')).toBe('secret')
    expect(await readdir(directory)).toEqual(['credentials.in-keychain'])
    expect(await credentials.describe()).toMatchObject({ kind: 'keychain' })
  })

  test('what an earlier start kept in the vault is still found', async () => {
    await (await open()).set('a', 'secret')
    const keychain = fakeKeychain()
    const credentials = await open({ keychain: async () => keychain })
    expect(await credentials.get('a')).toBe('secret')
    await credentials.set('a', 'newer')
    expect(await credentials.get('a')).toBe('newer')
    await credentials.remove('a')
    expect(await credentials.get('a')).toBeNull()
  })

  test('a keychain that does not open is locked, never empty', async () => {
    const keychain = fakeKeychain()
    const credentials = await open({ keychain: async () => keychain })
    await credentials.set('a', 'secret')
    keychain.locked = true
    await expect(credentials.get('a')).rejects.toMatchObject({ code: 'locked' })
    const without = await open({ keychain: async () => null })
    await expect(without.get('a')).rejects.toMatchObject({ code: 'locked' })
    await without.set('a', 'entered again')
    expect(await without.get('a')).toBe('entered again')
  })

  test('one that only seems to work is not believed', async () => {
    expect(await works(fakeKeychain())).toBe(true)
    expect(await works({ ...fakeKeychain(), get: async () => null })).toBe(false)
    const locked = fakeKeychain()
    locked.locked = true
    expect(await works(locked)).toBe(false)
  })

  test('on this very machine, a keychain is found or not, but it is known within seconds', async () => {
    const found = await findKeychain()
    expect(found === null || (await works(found))).toBe(true)
  }, 10_000)
})

test('the sealer of the host serves, and takes over what a key file sealed', async () => {
  await (await open()).set('a', 'secret')
  const flip = (bytes: Uint8Array) => bytes.map((byte) => byte ^ 0x55)
  const sealer: Sealer = { seal: async (bytes) => flip(bytes), unseal: async (bytes) => flip(bytes) }
  const system = { sealer, message: 'Sealed by the system.' }
  expect(await (await open({ system })).get('a')).toBe('secret')
  await (await open({ system })).set('b', 'other')
  expect(await (await open({ system })).get('b')).toBe('other')
  expect(await (await open({ system })).describe()).toEqual({ kind: 'keychain', message: 'Sealed by the system.' })
  expect(await readdir(directory)).toEqual(['credentials.vault'])
})
