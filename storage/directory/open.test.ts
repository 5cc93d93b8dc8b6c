import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { add, blob, message, noFlags, prepare } from '../contracts/suite/fixtures.ts'
import { openStores } from './index.ts'

const root = mkdtempSync(join(tmpdir(), 'caliopen-directory-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const fresh = () => mkdtempSync(join(root, 'data-'))

/** A directory with a hundred messages in it, closed again. */
async function filled(): Promise<string> {
  const directory = fresh()
  const { stores } = await openStores({ directory })
  await prepare(stores)
  const flags = { ...noFlags, flagged: true }
  for (let from = 0; from < 100; from += 20) {
    const texts = Array.from({ length: 20 }, (_, i) => blob(`raw ${from + i}`))
    await stores.blobs.put(texts)
    const messages = texts.map(({ hash, sizeBytes }, i) =>
      message(`m${from + i}`, from + i, { flags, excerpt: 'x'.repeat(500), copies: [{ blob: hash, sizeBytes }] }),
    )
    await add(stores, 'archive', ...messages)
  }
  await stores.close()
  return directory
}

describe('a data directory', () => {
  test('is made where there is none, and holds what was stored when it is opened again', async () => {
    const directory = join(fresh(), 'deep', 'er')
    const first = await openStores({ directory })
    await prepare(first.stores)
    await add(first.stores, 'inbox', message('m1', 1))
    await first.stores.close()
    expect(JSON.parse(readFileSync(join(directory, 'format.json'), 'utf8'))).toEqual({ format: 1 })
    expect(statSync(directory).mode & 0o077).toBe(0)
    const second = await openStores({ directory })
    expect(second.rebuilt).toBeNull()
    expect((await second.stores.messages.list({ view: 'role:inbox', limit: 5 })).items).toHaveLength(1)
    await second.stores.close()
  })

  test('of a newer program is refused and left untouched', async () => {
    const directory = await filled()
    writeFileSync(join(directory, 'format.json'), '{"format":2}')
    const before = snapshot(directory)
    await expect(openStores({ directory })).rejects.toMatchObject({ problem: { code: 'version' } })
    expect(snapshot(directory)).toEqual(before)
  })

  test('opens for one program at a time, and tells the other which one has it', async () => {
    const directory = fresh()
    const { stores } = await openStores({ directory, program: 'caliopen serve' })
    const second = openStores({ directory })
    await expect(second).rejects.toMatchObject({
      problem: { code: 'locked', message: expect.stringContaining(`caliopen serve (process ${process.pid})`) },
    })
    await stores.close()
    await (await openStores({ directory })).stores.close()
  })

  test('is locked against another process, and free at once when that one is killed', async () => {
    const directory = fresh()
    const script = fileURLToPath(new URL('./crash-writer.ts', import.meta.url))
    const child = spawn(process.execPath, [script, directory], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    await expect(openStores({ directory })).rejects.toMatchObject({
      problem: { code: 'locked', message: expect.stringContaining(`crash-writer (process ${child.pid})`) },
    })
    child.kill('SIGKILL')
    await once(child, 'exit')
    await (await openStores({ directory })).stores.close()
  })

  test('that may not be made is refused in words', async () => {
    const file = join(fresh(), 'file')
    writeFileSync(file, '')
    await expect(openStores({ directory: join(file, 'data') })).rejects.toMatchObject({ problem: { code: 'refused' } })
  })
})

describe('a damaged database', () => {
  const damages: [string, (file: string) => void][] = [
    ['overwritten with something else', (file) => writeFileSync(file, 'not a database at all, '.repeat(2000))],
    ['cut in half', (file) => truncateSync(file, Math.floor(statSync(file).size / 2))],
    [
      'emptied of its first page',
      (file) => writeFileSync(file, Buffer.concat([Buffer.alloc(4096), readFileSync(file).subarray(4096)])),
    ],
  ]
  for (const [what, damage] of damages) {
    test(`${what} is kept aside and replaced by one that works; no raw message is lost`, async () => {
      const directory = await filled()
      const file = join(directory, 'main.db')
      damage(file)
      const damaged = readFileSync(file)
      const { stores, rebuilt } = await openStores({ directory })
      expect(rebuilt?.keptAt).toMatch(/main\.db\.corrupt-\d{8}T\d{6}Z$/)
      expect(readFileSync(rebuilt?.keptAt ?? '').equals(damaged)).toBe(true)
      await add(stores, 'inbox', message('after', 1)).catch(() => prepare(stores))
      expect((await stores.blobs.size()).count).toBe(100)
      expect(Buffer.from((await stores.blobs.get(blob('raw 7').hash)) ?? []).toString()).toBe('raw 7')
      expect((await stores.doctor(true)).find((found) => found.check === 'orphans')).toMatchObject({ count: 0 })
      await stores.close()
      await finishRebuild(directory)
    })
  }

  test('gives back the records and places that can still be read', async () => {
    const directory = await filled()
    const file = join(directory, 'main.db')
    const bytes = readFileSync(file)
    bytes.fill(0xff, bytes.byteLength - 12_288, bytes.byteLength - 4096)
    writeFileSync(file, bytes)
    writeFileSync(`${file}.suspect`, '')
    const { stores, rebuilt } = await openStores({ directory })
    expect(rebuilt).not.toBeNull()
    expect(await stores.records.get('account', 'a')).toMatchObject({ address: 'a@example.org' })
    expect(await stores.records.count('mailbox')).toBe(5)
    const places = (await rebuilt?.places(200)) ?? []
    const known = places.filter((place) => place.mailboxIds.includes('archive') && place.flags.flagged)
    expect(known.length).toBeGreaterThan(50)
    expect(places).toHaveLength(100)
    await stores.close()
  })

  test('met while running is told as corrupt, and looked into at the next start', async () => {
    const directory = await filled()
    const file = join(directory, 'main.db')
    const bytes = readFileSync(file)
    for (let page = 1; page < bytes.byteLength / 4096; page++) bytes.fill(0xee, page * 4096, page * 4096 + 64)
    writeFileSync(file, bytes)
    const first = await openStores({ directory }).catch((thrown: unknown) => thrown)
    if (typeof first === 'object' && first !== null && 'stores' in first) {
      const { stores, rebuilt } = first as Awaited<ReturnType<typeof openStores>>
      if (rebuilt === null) {
        await expect(stores.messages.list({ view: 'role:archive', limit: 50 })).rejects.toMatchObject({
          problem: { code: 'corrupt' },
        })
      }
      await stores.close().catch(() => {})
    }
    const second = await openStores({ directory })
    expect(readdirSync(directory).some((name) => name.includes('.corrupt-'))).toBe(true)
    await prepare(second.stores).catch(() => {})
    expect((await second.stores.blobs.size()).count).toBe(100)
    await second.stores.close()
  })

  test('that somebody took away leaves the raw messages to be ingested again', async () => {
    const directory = await filled()
    rmSync(join(directory, 'main.db'))
    const { stores, rebuilt } = await openStores({ directory })
    expect(rebuilt?.keptAt).toBeNull()
    await stores.close()
    await finishRebuild(directory)
  })

  test('a sound one that was under suspicion is simply opened', async () => {
    const directory = await filled()
    writeFileSync(join(directory, 'main.db.suspect'), '')
    const { stores, rebuilt } = await openStores({ directory })
    expect(rebuilt).toBeNull()
    expect(readdirSync(directory)).not.toContain('main.db.suspect')
    await stores.close()
  })
})

/** Takes the messages off the list, as an ingest would, with a kill (an end without more ado) half-way. */
async function finishRebuild(directory: string): Promise<void> {
  const first = await openStores({ directory })
  expect(await first.rebuilt?.left()).toBe(100)
  const half = (await first.rebuilt?.places(50)) ?? []
  await first.rebuilt?.done(half.map((place) => place.blob))
  await first.stores.close()
  const second = await openStores({ directory })
  const rest = (await second.rebuilt?.places(500)) ?? []
  expect(new Set([...half, ...rest].map((place) => place.blob)).size).toBe(100)
  await second.rebuilt?.done(rest.map((place) => place.blob))
  await second.stores.close()
  const third = await openStores({ directory })
  expect(third.rebuilt).toBeNull()
  await third.stores.close()
}

/** Names, sizes and times of everything in a directory. */
function snapshot(directory: string): string[] {
  return readdirSync(directory, { recursive: true })
    .map(String)
    .sort()
    .map((name) => {
      const { size, mtimeMs } = statSync(join(directory, name))
      return `${name} ${size} ${mtimeMs}`
    })
}
