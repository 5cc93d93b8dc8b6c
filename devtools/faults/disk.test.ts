import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { open, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { operations } from '../../core/defs/index.ts'
import { openStores } from '../../storage/directory/index.ts'
import { ownMbox, ownMessage } from '../crash/own-mail.ts'
import { quickDirectory } from '../crash/quick-directory.ts'
import { storedMail } from '../crash/stored-mail.ts'
import { addAccount, caliopen, caliopenDone, startProgram } from '../e2e/program.ts'
import { labMail } from '../rig/index.ts'
import { type MailServer, serverState, startMailServer } from '../servers/index.ts'
import { createSmallDisk, type SmallDisk } from './small-disk.ts'

let folder: string
let disk: SmallDisk | null = null
beforeAll(async () => {
  folder = await quickDirectory('disk-')
})
afterEach(async () => {
  await disk?.remove()
  disk = null
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A failure as a person sees it: a sentence, where, and nothing of the program's insides. */
function expectWords(stderr: string, ...words: (string | RegExp)[]): void {
  for (const word of words) expect(stderr).toMatch(word)
  expect(stderr).not.toMatch(/\n\s+at |SQLITE_|undefined|\[object/)
}

async function imported(count: number): Promise<string> {
  const data = join(folder, `data-${createHash('sha256').update(String(performance.now())).digest('hex').slice(0, 8)}`)
  const file = join(folder, `${count}.mbox`)
  await writeFile(file, ownMbox(count))
  await caliopenDone(data, ['import', file])
  return data
}

describe('a full disk', () => {
  test('stops an import with plain words; what was in stays, and it goes on when there is room', async () => {
    const count = 3000
    const file = join(folder, 'many.mbox')
    await writeFile(file, ownMbox(count))
    disk = await createSmallDisk(5)
    const data = join(disk.directory, 'data')
    const stopped = await caliopen(data, ['import', file])
    expect(stopped.code).toBe(1)
    expectWords(stopped.stderr, /The disk is full\. .*free some space/)
    expect(stopped.documents.at(-1)).toMatchObject({ code: 'disk-full' })
    // still full: no command may harm anything, and each says why it cannot work
    const still = await caliopen(data, ['search', 'needle3'])
    if (still.code !== 0) expectWords(still.stderr, 'The disk is full')
    await disk.resize(200)
    const [kept] = await caliopenDone(data, ['stats'])
    expect(Number(kept?.['messages'])).toBeGreaterThan(0)
    expect((await storedMail(data)).faults.filter((fault) => !fault.startsWith('orphans'))).toEqual([])
    const [report] = await caliopenDone(data, ['import', file])
    const { imported: added, duplicates, failed } = operations.imports.run.output.parse(report)
    expect([added + duplicates, failed]).toEqual([count, []])
    expect((await caliopenDone(data, ['stats']))[0]).toMatchObject({ messages: count })
    expect(await caliopenDone(data, ['search', 'needle2999'])).toHaveLength(1)
    expect((await storedMail(data)).faults).toEqual([])
  })

  describe('and a mailbox on a server', () => {
    let lab: MailServer
    beforeAll(async () => {
      lab = await startMailServer({ users: 2 })
    })
    afterAll(() => lab?.remove())

    test('stops the sync with plain words; with room again it ends exactly as the server is', async () => {
      await lab.fill('u1@lab.test', 'INBOX', labMail(2500))
      disk = await createSmallDisk(4)
      const data = join(disk.directory, 'data')
      await addAccount(data, lab, 'u1@lab.test')
      const stopped = await caliopen(data, ['sync', '--once'])
      expect(stopped.code).toBe(1)
      expectWords(stopped.stderr, /The disk is full\. .*free some space/)
      await disk.resize(200)
      await caliopenDone(data, ['sync', '--once'])
      const stored = await storedMail(data)
      expect(stored.mirror).toEqual(await serverState(lab, 'u1@lab.test'))
      expect(stored.messages).toHaveLength(2500)
      expect(stored.faults.filter((fault) => !fault.startsWith('orphans'))).toEqual([])
    })
  })
})

describe('a data directory', () => {
  test('that may not be written is refused in words, on a read-only disk and where a file stands', async () => {
    disk = await createSmallDisk(5)
    const data = join(disk.directory, 'data')
    await writeFile(join(folder, 'one.mbox'), ownMbox(1))
    await caliopenDone(data, ['import', join(folder, 'one.mbox')])
    await disk.setReadOnly(true)
    const readOnly = await caliopen(data, ['stats'])
    expect(readOnly.code).toBe(1)
    expect(readOnly.documents).toMatchObject([{ code: 'refused' }])
    expectWords(readOnly.stderr, /permissions/)
    await disk.setReadOnly(false)
    expect((await caliopenDone(data, ['stats']))[0]).toMatchObject({ messages: 1 })
    const inTheWay = await caliopen(join(folder, 'one.mbox'), ['stats'])
    expect(inTheWay.code).toBe(1)
    expectWords(inTheWay.stderr, /one\.mbox.*Nothing was changed/)
  })

  test('of a newer version is refused, and not one byte of the messages is touched', async () => {
    const data = await imported(5)
    const database = await open(join(data, 'main.db'), 'r+')
    // the version of the data stands at byte 60 of the header
    await database.write(Buffer.from([0, 0, 0, 99]), 0, 4, 60)
    await database.close()
    const bytes = () => ['main.db', 'blobs.db'].map((name) => readFileSync(join(data, name)).toString('base64'))
    const before = bytes()
    for (const args of [['stats'], ['doctor'], ['import', join(folder, '5.mbox')]]) {
      const refused = await caliopen(data, args)
      expect(refused.code).toBe(1)
      expect(refused.documents).toMatchObject([{ code: 'version' }])
      expectWords(refused.stderr, /newer version of Caliopen.*untouched.*install that version/)
    }
    expect(bytes()).toEqual(before)
  })

  test('is open in one program at a time: the second is told which one has it', async () => {
    const data = await imported(3)
    const program = await startProgram(data)
    try {
      const second = await caliopen(data, ['stats'])
      expect(second.code).toBe(1)
      expect(second.documents).toMatchObject([{ code: 'locked' }])
      expectWords(
        second.stderr,
        new RegExp(`open in Caliopen.* \\(process ${program.child.pid}\\)`),
        /Nothing was changed/,
      )
    } finally {
      await program.stop()
    }
    expect((await caliopenDone(data, ['stats']))[0]).toMatchObject({ messages: 3 })
  })
})

test('a raw message that is missing is counted by doctor, and its text fails in words while all else works', async () => {
  const data = await imported(4)
  const { stores } = await openStores({ directory: data })
  const [victim] = (await stores.messages.list({ view: 'all', limit: 1 })).items
  await stores.blobs.remove(victim?.copies.map(({ blob }) => blob) ?? [])
  await stores.close()
  const id = victim?.id ?? ''
  const checked = await caliopen(data, ['doctor'])
  expect(checked.code).toBe(1)
  const { findings } = operations.system.doctor.output.parse(checked.documents[0])
  expect(findings.filter(({ ok }) => !ok)).toMatchObject([{ check: 'blobs', count: 1 }])
  expect(findings.find(({ check }) => check === 'blobs')?.message).toContain(id)
  const body = await caliopen(data, ['call', 'messages.body', JSON.stringify({ id })])
  expect(body.code).toBe(1)
  expect(z.object({ code: z.string() }).parse(body.documents[0]).code).toBe('corrupt')
  expectWords(body.stderr, /missing|damaged/)
  expect(await caliopenDone(data, ['search', 'needle1'])).toHaveLength(1)
  const out = join(folder, 'out')
  const exported = await caliopen(data, ['export', out, '--format', 'eml'])
  expect(exported.documents[0]).toMatchObject({ exported: 3 })
  // the same message once more brings its bytes back
  await writeFile(join(folder, 'again.eml'), ownMessage(3))
  await caliopenDone(data, ['import', join(folder, 'again.eml')])
  expect((await storedMail(data)).faults).toEqual([])
})

test('a raw message that is missing here and lies on a server comes back with the sync after doctor', async () => {
  const lab = await startMailServer({ users: 1 })
  try {
    const data = join(folder, 'fetched-again')
    await lab.fill('u1@lab.test', 'INBOX', labMail(12))
    await addAccount(data, lab, 'u1@lab.test')
    await caliopenDone(data, ['sync', '--once'])
    const before = await storedMail(data)
    const { stores } = await openStores({ directory: data })
    const { items } = await stores.messages.list({ view: 'all', limit: 5 })
    await stores.blobs.remove(items.flatMap(({ copies }) => copies.map(({ blob }) => blob)))
    await stores.close()
    const [checked] = (await caliopen(data, ['doctor'])).documents
    expect(JSON.stringify(checked)).toContain('5 of them lie on a server and come back with the next sync.')
    await caliopenDone(data, ['sync', '--once'])
    expect(await storedMail(data)).toEqual(before)
  } finally {
    await lab.remove()
  }
})
