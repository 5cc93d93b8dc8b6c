import { readdirSync } from 'node:fs'
import { cp, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { operations } from '../../core/defs/index.ts'
import { ownMbox } from '../crash/own-mail.ts'
import { quickDirectory } from '../crash/quick-directory.ts'
import { type StoredMail, storedMail } from '../crash/stored-mail.ts'
import { caliopen, caliopenDone } from '../e2e/program.ts'

const count = 300
/** a page of SQLite */
const page = 4096

let folder: string
/** a data directory with messages in two mailboxes, stars and a draft, to be copied and damaged */
let whole: string
let before: StoredMail

const call = (data: string, operation: string, input: unknown) =>
  caliopenDone(data, ['call', operation, JSON.stringify(input)])

beforeAll(async () => {
  folder = await quickDirectory('recovery-')
  whole = join(folder, 'whole')
  await writeFile(join(folder, 'inbox.mbox'), ownMbox(count))
  await caliopenDone(whole, ['import', join(folder, 'inbox.mbox')])
  const [listed] = await call(whole, 'messages.list', { view: 'all', limit: 100 })
  const { items } = z.object({ items: z.array(z.object({ id: z.string() })) }).parse(listed)
  const ids = items.map(({ id }) => id)
  await call(whole, 'messages.archive', { target: { messageIds: ids } })
  await call(whole, 'messages.setFlags', { target: { messageIds: ids.slice(50, 80) }, set: { flagged: true } })
  await call(whole, 'drafts.create', { content: { subject: 'Half a letter', text: 'Dear' } })
  before = await storedMail(whole)
  expect(before.messages).toHaveLength(count)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

let copies = 0
async function damagedBy(damage: (file: string) => Promise<void>): Promise<string> {
  copies += 1
  const data = join(folder, `copy-${copies}`)
  await cp(whole, data, { recursive: true })
  await damage(join(data, 'main.db'))
  return data
}

async function overwrite(file: string, pages: readonly number[], from: number, bytes: number): Promise<void> {
  const handle = await open(file, 'r+')
  for (const number of pages) await handle.write(Buffer.alloc(bytes, 0xa5), 0, bytes, number * page + from)
  await handle.close()
}

const keptIn = (data: string): string[] => readdirSync(data).filter((name) => /\.corrupt-\w+$/.test(name))
const hashes = (lines: readonly string[]): string[] => lines.map((line) => line.slice(0, line.indexOf(' '))).sort()

/** Every message is there once, can be found, and doctor agrees. */
async function expectWhole(data: string): Promise<void> {
  const after = await storedMail(data)
  expect(hashes(after.messages)).toEqual(hashes(before.messages))
  for (const n of [0, 149, 299]) expect(await caliopenDone(data, ['search', `needle${n}`])).toHaveLength(1)
  const [checked] = await caliopenDone(data, ['doctor'])
  const { findings } = operations.system.doctor.output.parse(checked)
  expect(findings.filter(({ ok }) => !ok)).toEqual([])
  expect(findings.find(({ check }) => check === 'recovery')?.message).toContain(keptIn(data)[0] ?? 'a kept copy')
}

describe('a damaged database', () => {
  test.each([
    ['cut in half', async (file: string) => truncate(file, Math.floor((await stat(file)).size / 2 / page) * page)],
    ['without its header', (file: string) => overwrite(file, [0], 0, 100)],
    ['of noise', async (file: string) => writeFile(file, Buffer.alloc((await stat(file)).size, 'noise'))],
  ])('%s is told, kept, and every message is back with the next command', async (_, damage) => {
    const data = await damagedBy(damage)
    const damaged = await readFile(join(data, 'main.db'))
    const next = await caliopen(data, ['search', 'needle7'])
    expect(next.code).toBe(0)
    expect(next.documents).toHaveLength(1)
    expect(next.stderr).toContain('The database was damaged. No stored message is lost')
    const [kept, ...others] = keptIn(data)
    expect(others).toEqual([])
    expect(next.stderr).toContain(kept)
    expect((await readFile(join(data, kept ?? ''))).equals(damaged)).toBe(true)
    await expectWhole(data)
    expect((await caliopen(data, ['stats'])).stderr).not.toContain('damaged')
  })

  test('with pages overwritten is told by the command that meets it, and the next one has it rebuilt', async () => {
    let met = 0
    for (const round of [1, 2, 3]) {
      const data = await damagedBy(async (file) => {
        const pages = Math.floor((await stat(file)).size / page)
        const hit = Array.from({ length: 12 }, (_, n) => 2 + ((n * 37 + round * 101) % (pages - 2)))
        await overwrite(file, hit, 0, 200)
      })
      const first = await caliopen(data, ['doctor'])
      expect(first.code === 0 || /damaged/.test(first.stderr + JSON.stringify(first.documents))).toBe(true)
      const second = await caliopen(data, ['stats'])
      if (second.stderr.includes('The database was damaged') || first.stderr.includes('The database was damaged'))
        met += 1
      await expectWhole(data)
    }
    expect(met).toBe(3)
  })

  /** Pages of the database that do not hold these words: what stood on a page that is gone is gone. */
  async function pagesWithout(file: string, words: string): Promise<number[]> {
    const bytes = await readFile(file)
    const pages = Array.from({ length: Math.floor(bytes.length / page) }, (_, at) => at)
    return pages.filter((at) => !bytes.subarray(at * page, (at + 1) * page).includes(words))
  }

  test('gives back mailboxes, stars and drafts as far as they can be read', async () => {
    const data = await damagedBy(async (file) => {
      const pages = await pagesWithout(file, 'Half a letter')
      const middle = Math.floor(pages.length / 2)
      await overwrite(file, pages.slice(middle, middle + 3), 0, page)
      await writeFile(`${file}.suspect`, '')
    })
    const next = await caliopen(data, ['call', 'drafts.list', '{}'])
    expect(next.stderr).toContain('The database was damaged')
    expect(JSON.stringify(next.documents)).toContain('Half a letter')
    const after = await storedMail(data)
    const same = after.messages.filter((line) => before.messages.includes(line))
    expect(same.length).toBeGreaterThan(count * 0.9)
  })

  test('that was being rebuilt when the program was killed goes on with the next command, and doubles nothing', async () => {
    const data = await damagedBy((file) => overwrite(file, [0], 0, 100))
    for (const afterMs of [400, 700, 900, 1100]) await caliopen(data, ['stats'], '', { killAfterMs: afterMs })
    expect((await caliopen(data, ['stats'])).documents[0]).toMatchObject({ messages: count })
    expect(keptIn(data)).toHaveLength(1)
    await expectWhole(data)
  })

  test.each([
    ['that somebody took away', (file: string) => rm(file)],
    ['cut to nothing', (file: string) => truncate(file, 0)],
    ['cut to its first bytes', (file: string) => truncate(file, 100)],
  ])('%s is made anew from the messages', async (_, damage) => {
    const data = await damagedBy(damage)
    const next = await caliopen(data, ['stats'])
    expect(next.stderr).toMatch(/The database was (gone|damaged)\. No stored message is lost/)
    expect(next.documents[0]).toMatchObject({ messages: count })
  })
})

describe('a damaged store of raw messages', () => {
  test.each([
    ['without its header', (file: string) => overwrite(file, [0], 0, 100), false],
    [
      'of which a part is overwritten',
      (file: string) =>
        overwrite(
          file,
          [...Array(8).keys()].map((n) => 16 + n),
          0,
          page,
        ),
      true,
    ],
    ['cut short', async (file: string) => truncate(file, Math.floor((await stat(file)).size / 2 / page) * page), true],
  ])('%s is told and kept, what can be read of it stays, and the rest is named', async (_, damage, salvageable) => {
    const data = await damagedBy(async (file) => damage(file.replace('main.db', 'blobs.db')))
    // at once, or when it is met: then the next start has looked at all of it
    const answers = [await caliopen(data, ['doctor', '--check-only']), await caliopen(data, ['stats'])]
    const told = answers.map(({ stderr }) => stderr).join('')
    expect(told).toContain('The stored messages were damaged.')
    expect(told).toContain('blobs.db.corrupt-')
    expect(await caliopenDone(data, ['search', 'needle7', '--limit', '1'])).toHaveLength(1)
    const [checked] = (await caliopen(data, ['doctor'])).documents
    const { findings } = operations.system.doctor.output.parse(checked)
    const missing = findings.find(({ check }) => check === 'blobs')
    expect(missing?.message).toMatch(/raw messages? (is|are) missing \(“Round \d+”, id \w+/)
    if (salvageable) expect(missing?.count).toBeLessThan(count)
    // the mailbox file once more brings everything back
    await caliopenDone(data, ['import', join(folder, 'inbox.mbox')])
    expect((await storedMail(data)).faults).toEqual([])
  })
})
