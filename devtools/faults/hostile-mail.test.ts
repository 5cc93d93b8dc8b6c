import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operations } from '../../core/defs/index.ts'
import { hashOf, ownMbox, ownMessage } from '../crash/own-mail.ts'
import { quickDirectory } from '../crash/quick-directory.ts'
import { storedMail } from '../crash/stored-mail.ts'
import { caliopen, caliopenDone } from '../e2e/program.ts'
import { hugeMail, manyHeadersMail, manyPartsMail, manyRecipientsMail, nestedMail } from './hostile-mail.ts'

let folder: string
beforeAll(async () => {
  folder = await quickDirectory('hostile-')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const megabyte = 1024 * 1024
const hostile: [name: string, bytes: () => string | Buffer, word: string][] = [
  ['10,000 parts within each other', () => nestedMail(10_000), 'bottomword'],
  ['10,000 parts beside each other', () => manyPartsMail(10_000), 'hostile'],
  ['100,000 header lines', () => manyHeadersMail(100_000), 'headerword'],
  ['a million recipients', () => manyRecipientsMail(1_000_000), 'recipientword'],
  ['60 MB', () => hugeMail(60 * megabyte), 'hugeword'],
]

describe('a message of', () => {
  test.each(hostile)(
    '%s goes in, is listed, read, found and exported byte for byte; others go on',
    async (name, make) => {
      const [, , word] = hostile.find(([other]) => other === name) ?? []
      const mail = join(folder, name.replaceAll(/\W/g, '-'))
      await mkdir(mail)
      const bytes = Buffer.from(make())
      await writeFile(join(mail, 'a-before.eml'), ownMessage(1))
      await writeFile(join(mail, 'b-hostile.eml'), bytes)
      await writeFile(join(mail, 'c-after.eml'), ownMessage(2))
      const data = join(mail, 'data')
      const [report] = await caliopenDone(data, ['import', mail])
      expect(report).toEqual({ imported: 3, duplicates: 0, failed: [] })
      const [page] = await caliopenDone(data, ['call', 'messages.list', '{"view":"all"}'])
      const { items } = operations.messages.list.output.parse(page)
      expect(items).toHaveLength(3)
      const message = items.find(({ subject }) => subject.startsWith('Hostile'))
      expect(message?.participants.find(({ type }) => type === 'from')?.address).toBe('mallory@example.net')
      const [answer] = await caliopenDone(data, ['call', 'messages.body', JSON.stringify({ id: message?.id })])
      const body = operations.messages.body.output.parse(answer)
      // read as far as is safe: the text, or a plain word about why there is none
      expect(body.text.includes(word ?? '') || body.problem !== null || name.includes('beside')).toBe(true)
      if (body.problem !== null) expect(body.problem).not.toMatch(/\n|Error|undefined/)
      expect((await caliopenDone(data, ['search', 'from:mallory'])).map(({ id }) => id)).toEqual([message?.id])
      if (body.text.includes(word ?? '')) expect(await caliopenDone(data, ['search', word ?? ''])).toHaveLength(1)
      expect(await caliopenDone(data, ['search', 'needle2'])).toHaveLength(1)
      const out = join(mail, 'out')
      expect((await caliopenDone(data, ['export', out, '--format', 'eml']))[0]).toMatchObject({
        exported: 3,
        failed: [],
      })
      const exported = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.eml'))
      expect(exported.map((file) => hashOf(readFileSync(join(out, file)))).sort()).toEqual(
        [hashOf(bytes), hashOf(ownMessage(1)), hashOf(ownMessage(2))].sort(),
      )
      expect((await storedMail(data)).faults).toEqual([])
      await rm(mail, { recursive: true })
    },
  )
})

describe('a mailbox file', () => {
  test('that was cut short gives every whole message, and what is left of the last', async () => {
    const whole = ownMbox(30)
    const file = join(folder, 'cut.mbox')
    await writeFile(file, whole.slice(0, whole.lastIndexOf('From sender') + 250))
    const data = join(folder, 'cut')
    expect((await caliopenDone(data, ['import', file]))[0]).toMatchObject({ imported: 30, failed: [] })
    expect(await caliopenDone(data, ['search', 'needle28'])).toHaveLength(1)
  })

  test('with noise in its middle gives the messages on both sides of it', async () => {
    const noise = Buffer.from(Array.from({ length: 5000 }, (_, n) => (n * 7919) % 256))
    const file = join(folder, 'noisy.mbox')
    await writeFile(file, Buffer.concat([Buffer.from(ownMbox(10)), noise, Buffer.from(`\n${ownMbox(20)}`)]))
    const data = join(folder, 'noisy')
    await caliopenDone(data, ['import', file])
    for (const n of [0, 8, 15, 19])
      expect((await caliopenDone(data, ['search', `needle${n}`])).length).toBeGreaterThan(0)
    expect((await storedMail(data)).faults).toEqual([])
  })

  test.each([
    ['that is no mailbox at all', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 255, 254])],
    ['that is empty', Buffer.alloc(0)],
  ])('%s is told with its name, and harms nothing', async (_, bytes) => {
    const file = join(folder, 'wrong.mbox')
    await writeFile(file, bytes)
    const data = join(folder, 'wrong')
    const answer = await caliopen(data, ['import', file])
    const told = answer.stderr + JSON.stringify(answer.documents)
    expect(told).toContain('wrong.mbox')
    expect(told).not.toMatch(/\n\s+at /)
    expect((await caliopenDone(data, ['stats']))[0]).toMatchObject({ messages: 0 })
  })
})
