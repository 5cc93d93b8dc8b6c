import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { blob } from '../contracts/suite/fixtures.ts'
import { openSqliteStores } from '../sqlite/index.ts'
import { packedLimitBytes } from './index.ts'

const root = mkdtempSync(join(tmpdir(), 'caliopen-blobs-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('large blobs', () => {
  const large = blob(randomBytes(packedLimitBytes + 1), 'raw')
  const fileOf = (directory: string) => join(directory, 'blobs', large.hash.slice(0, 2), large.hash)

  test('lie in files of their own, small ones do not', async () => {
    const directory = mkdtempSync(join(root, 'data-'))
    const stores = await openSqliteStores({ directory })
    await stores.blobs.put([large, blob(randomBytes(packedLimitBytes - 1), 'raw')])
    const files = readdirSync(join(directory, 'blobs'), { recursive: true }).map(String)
    expect(files.filter((name) => name.length > 2)).toEqual([join(large.hash.slice(0, 2), large.hash)])
    expect(readFileSync(fileOf(directory)).equals(large.bytes)).toBe(true)
    await stores.blobs.remove([large.hash])
    expect(readdirSync(join(directory, 'blobs', large.hash.slice(0, 2)))).toEqual([])
    await stores.close()
  })

  test('whose file was damaged or lost are told as corrupt; one that was lost can be put again', async () => {
    const directory = mkdtempSync(join(root, 'data-'))
    const stores = await openSqliteStores({ directory })
    await stores.blobs.put([large])
    writeFileSync(fileOf(directory), randomBytes(100))
    await expect(stores.blobs.get(large.hash)).rejects.toMatchObject({
      problem: { code: 'corrupt', source: large.hash },
    })
    rmSync(fileOf(directory))
    await expect(stores.blobs.get(large.hash)).rejects.toMatchObject({ problem: { code: 'corrupt' } })
    await stores.blobs.put([large])
    expect(Buffer.from((await stores.blobs.get(large.hash)) ?? []).equals(large.bytes)).toBe(true)
    await stores.close()
  })

  test('left half written by a kill are neither found nor kept', async () => {
    const directory = mkdtempSync(join(root, 'data-'))
    const stores = await openSqliteStores({ directory })
    mkdirSync(join(directory, 'blobs', large.hash.slice(0, 2)), { recursive: true })
    writeFileSync(fileOf(directory), large.bytes)
    writeFileSync(`${fileOf(directory)}.tmp`, 'half')
    expect(await stores.blobs.get(large.hash)).toBeNull()
    const orphans = (await stores.doctor(true)).find((found) => found.check === 'orphans')
    expect(orphans).toMatchObject({ ok: false, count: 2, repaired: true })
    expect(readdirSync(join(directory, 'blobs', large.hash.slice(0, 2)))).toEqual([])
    await stores.close()
  })
})

describe('a blob that claims to be small', () => {
  test('cannot fill the memory when it is unpacked', async () => {
    const stores = await openSqliteStores({ directory: mkdtempSync(join(root, 'data-')) })
    const bomb = blob(Buffer.alloc(50_000_000))
    await stores.blobs.put([{ ...bomb, sizeBytes: 1000 }])
    await expect(stores.blobs.get(bomb.hash)).rejects.toMatchObject({ problem: { code: 'corrupt' } })
    await stores.close()
  })
})
