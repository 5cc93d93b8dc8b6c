import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { Failure, fail } from '../../core/defs/index.ts'
import { isMissing, writeAtomically } from './atomic-file.ts'
import type { Sealer } from './sealer.ts'

export const sealedBy = z.enum(['passphrase', 'key-file', 'system'])
export type SealedBy = z.output<typeof sealedBy>

const vaultFile = z.object({
  format: z.literal('caliopen-vault'),
  version: z.number().int(),
  sealedBy,
  data: z.base64(),
})
const contents = z.record(z.string(), z.string())

const version = 1

/** All secrets in one sealed file. Changes go one after the other, each of them the whole file anew. */
export interface Vault {
  get(id: string): Promise<string | null>
  set(id: string, secret: string): Promise<void>
  /** does nothing if it is not there */
  remove(id: string): Promise<void>
  /** every secret, to carry them elsewhere */
  all(): Promise<Readonly<Record<string, string>>>
}

/** Fails with `locked` (wrong or missing key), `corrupt` (the file is kept as it is) or `version`. */
export function createVault(path: string, sealer: Sealer, by: SealedBy): Vault {
  let queue: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = queue.then(work)
    queue = result.catch(() => undefined)
    return result
  }

  async function read(): Promise<Record<string, string>> {
    const file = await readVaultFile(path)
    if (file === null) return {}
    if (file.sealedBy !== by) throw sealedOtherwise(path, file.sealedBy)
    try {
      const bytes = await sealer.unseal(Buffer.from(file.data, 'base64'))
      return contents.parse(JSON.parse(Buffer.from(bytes).toString('utf8')))
    } catch (thrown) {
      throw unreadable(thrown, path)
    }
  }

  async function write(secrets: Record<string, string>): Promise<void> {
    const sealed = await sealer.seal(Buffer.from(JSON.stringify(secrets)))
    const data = Buffer.from(sealed).toString('base64')
    const file: z.output<typeof vaultFile> = { format: 'caliopen-vault', version, sealedBy: by, data }
    await writeAtomically(path, Buffer.from(`${JSON.stringify(file)}\n`))
  }

  return {
    get: (id) => inTurn(async () => (await read())[id] ?? null),
    all: () => inTurn(read),
    set: (id, secret) => inTurn(async () => write({ ...(await read()), [id]: secret })),
    remove: (id) =>
      inTurn(async () => {
        const { [id]: known, ...others } = await read()
        if (known !== undefined) await write(others)
      }),
  }
}

/** How the vault at this path is sealed; null if there is none. */
export async function readVaultFile(path: string): Promise<z.output<typeof vaultFile> | null> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (thrown) {
    if (isMissing(thrown)) return null
    throw thrown
  }
  const parsed = vaultFile.safeParse(parseJson(text))
  if (!parsed.success) {
    throw fail(
      'corrupt',
      'The file with the passwords cannot be read. It was left as it is, and your messages are safe. Put a good copy in ' +
        'its place, or move it away and enter the passwords again.',
      { source: path },
    )
  }
  if (parsed.data.version > version) {
    throw fail('version', 'The file with the passwords was written by a newer Caliopen. Use that one.', {
      source: path,
    })
  }
  return parsed.data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function sealedOtherwise(path: string, by: SealedBy): Failure {
  const key = { passphrase: 'a passphrase', 'key-file': 'a key file', system: 'the keychain of this system' }[by]
  return fail('locked', `The stored passwords are sealed with ${key}, which was not given. They are safe.`, {
    source: path,
  })
}

function unreadable(thrown: unknown, path: string): Failure {
  if (thrown instanceof Failure) return new Failure({ ...thrown.problem, source: path })
  return fail(
    'locked',
    'The stored passwords cannot be opened now. They are safe; unlock the keychain and try again.',
    {
      source: path,
      details: thrown instanceof Error ? thrown.message : String(thrown),
    },
  )
}
