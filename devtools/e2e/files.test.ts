import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateDemo } from '../../main/demo/index.ts'
import { caliopen, caliopenDone, freshDirectory, removeDirectory } from './program.ts'

let data: string
let files: string
beforeAll(async () => {
  data = await freshDirectory()
  files = await freshDirectory()
})
afterAll(async () => {
  await removeDirectory(data)
  await removeDirectory(files)
})

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const corpora = process.env['CALIOPEN_CORPORA'] ?? fileURLToPath(new URL('../../../shared/corpora', import.meta.url))

/** Hashes of every file beneath a folder whose name ends so. */
function hashesBeneath(folder: string, endings: readonly string[]): Set<string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return new Set(
    names
      .filter((name) => endings.some((ending) => name.endsWith(ending)))
      .map((name) => hash(readFileSync(join(folder, name)))),
  )
}

describe('mail files', () => {
  test('are imported, found and exported again byte for byte', async () => {
    const sample = [...generateDemo(Date.UTC(2026, 10, 24))].slice(0, 60)
    for (const [number, { raw }] of sample.entries()) await writeFile(join(files, `${number}.eml`), raw)
    const [report] = await caliopenDone(data, ['import', files])
    expect(report).toEqual({ imported: 60, duplicates: 0, failed: [] })
    expect((await caliopenDone(data, ['import', files]))[0]).toEqual({ imported: 0, duplicates: 60, failed: [] })
    expect((await caliopenDone(data, ['stats']))[0]).toMatchObject({ messages: 60 })
    const hits = await caliopenDone(data, ['search', 'mietvertrag'])
    expect(hits.length).toBeGreaterThan(0)
    for (const format of ['eml', 'maildir', 'mbox']) {
      const out = await freshDirectory()
      const [done] = await caliopenDone(data, ['export', out, '--format', format])
      expect(done).toMatchObject({ exported: 60, failed: [] })
      if (format === 'eml') expect(hashesBeneath(out, ['.eml'])).toEqual(new Set(sample.map(({ raw }) => hash(raw))))
      if (format === 'maildir')
        expect(hashesBeneath(out, [':2,', ':2,S', ':2,F', ':2,RS', ':2,FRS'])).toEqual(
          new Set(sample.map(({ raw }) => hash(raw))),
        )
      if (format === 'mbox') {
        const again = await freshDirectory()
        const [back] = await caliopenDone(again, ['import', out])
        expect(back).toMatchObject({ imported: 60, failed: [] })
        await removeDirectory(again)
      }
      await removeDirectory(out)
    }
  })

  test('of other people, all of them, come back byte for byte', async () => {
    if (!existsSync(corpora)) {
      console.warn(`The corpora are not at ${corpora}: only our own messages were compared.`)
      return
    }
    const own = await freshDirectory()
    const out = await freshDirectory()
    const expected = hashesBeneath(corpora, ['.eml', '.raw'])
    const [report] = await caliopenDone(own, ['import', corpora])
    expect(report).toMatchObject({ failed: [] })
    await caliopenDone(own, ['export', out, '--format', 'eml'])
    expect(hashesBeneath(out, ['.eml'])).toEqual(expected)
    await removeDirectory(own)
    await removeDirectory(out)
  })

  test('that are not there or no mail are told with their place, and end with 1', async () => {
    const missing = await caliopen(data, ['import', join(files, 'nope.mbox')])
    expect(missing.code).toBe(1)
    expect(missing.stderr).toContain('nope.mbox')
    expect(missing.stderr).not.toMatch(/\n\s+at /)
    await writeFile(join(files, 'broken.mbox'), Buffer.from([0, 1, 2, 3]))
    const [report] = (await caliopen(data, ['import', join(files, 'broken.mbox')])).documents
    expect(report).toMatchObject({ imported: 0, failed: [{ offset: 0, code: 'invalid' }] })
  })

  test('show their source, and an id that is not there is an error', async () => {
    const [hit] = await caliopenDone(data, ['search', 'mietvertrag', '--limit', '1'])
    const shown = await caliopen(data, ['show', String(hit?.['id'])])
    expect(shown.documents[0]).toMatchObject({ id: hit?.['id'] })
    expect((await caliopen(data, ['show', 'nope'])).code).toBe(1)
    expect((await caliopen(data, ['wat'])).code).toBe(2)
  })
})
