import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type FileMessage, findSources } from './index.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caliopen-files-'))
})
afterEach(() => rm(folder, { recursive: true }))

const letter = (subject: string) => `From: ana@example.org\r\nSubject: ${subject}\r\n\r\nHello\r\n`
const fromLine = 'From ana@example.org Thu Jan  1 00:00:01 2015\n'

async function put(path: string, content: string | Buffer): Promise<string> {
  const file = join(folder, path)
  await mkdir(join(file, '..'), { recursive: true })
  await writeFile(file, content)
  return file
}

/** `mailbox: subject [flags]` of each message, `mailbox: code at offset` of each failure. */
async function readAll(path: string, fromOffset = 0): Promise<string[]> {
  const lines: string[] = []
  for await (const source of findSources(path)) {
    for await (const message of source.messages(fromOffset)) lines.push(`${source.mailboxPath}: ${describe(message)}`)
  }
  return lines
}

function describe(message: FileMessage): string {
  if (message.kind === 'failure') return `${message.problem.code} at ${message.problem.offset}`
  const subject = /^Subject: (.*?)\r?$/m.exec(Buffer.from(message.bytes).toString())?.[1]
  return [subject, ...message.flags].join(' ')
}

test('a Maildir comes with its flags and subfolders, whatever the info separator', async () => {
  await put('Mail/cur/1420070401.a.host:2,RS', letter('read'))
  await put('Mail/cur/1420070402.b.host;2,F', letter('starred'))
  await put('Mail/new/1420070403.c.host', letter('new'))
  await put('Mail/tmp/1420070404.d.host', letter('half'))
  await put('Mail/.Lists.R&AOk-seau/cur/1420070405.e.host:2,', letter('below'))
  expect(await readAll(join(folder, 'Mail'))).toEqual([
    'Mail: read \\Answered \\Seen',
    'Mail: starred \\Flagged',
    'Mail: new',
    'Mail/Lists/Réseau: below',
  ])
})

test('a folder is searched for messages and mbox files, and what is no mail is passed over', async () => {
  await put('Box/one.eml', letter('one'))
  await put('Box/notes.txt', 'Subject: not mail, but notes')
  await put('Box/index.msf', 'x')
  await put('Box/Old.mbox', `${fromLine}Subject: two\nStatus: RO\n\nBody\n\n${fromLine}Subject: three\n\nBody\n`)
  await put('Box/deep/Inbox', `${fromLine}Subject: four\nX-Mozilla-Status: 0005\n\nBody\n`)
  expect(await readAll(join(folder, 'Box'))).toEqual([
    'Box/Old: two \\Seen',
    'Box/Old: three',
    'Box/deep/Inbox: four \\Seen \\Flagged',
    'Box: one',
  ])
})

test('reading an mbox goes on in the middle', async () => {
  const first = `${fromLine}Subject: one\n\nBody\n\n`
  const file = await put('x.mbox', `${first}${fromLine}Subject: two\n\nBody\n`)
  expect(await readAll(file, first.length)).toEqual(['x: two'])
})

test('a binary file named as an mbox is one failure with its place', async () => {
  const file = await put('broken.mbox', Buffer.from([0, 1, 2, 255, 254, 0]))
  expect(await readAll(file)).toEqual(['broken: invalid at 0'])
})

test('a path where nothing is says so', async () => {
  await expect(readAll(join(folder, 'nope'))).rejects.toMatchObject({ code: 'not-found' })
})

test('a zip archive holds messages and mbox files; a damaged one keeps what could be read', async () => {
  const zip = storedZip({
    'mail/one.eml': letter('one'),
    'readme.txt': 'hello',
    'Old.mbox': `${fromLine}Subject: two\n\nBody\n`,
  })
  expect(await readAll(await put('all.zip', zip))).toEqual(['all: one', 'all: two'])
  expect(await readAll(await put('cut.zip', zip.subarray(0, zip.length - 30)))).toEqual(['cut: invalid at 0'])
})

/** The smallest archive there is: entries stored as they are (APPNOTE 4.3). */
function storedZip(files: Readonly<Record<string, string>>): Buffer {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(files)) {
    const data = Buffer.from(content)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt32LE(crc32(data), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(data.length, 18)
    common.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), data])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, place, Buffer.from(name)]))
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(central.length, 4)
  end.writeUInt16LE(central.length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06', 'latin1'), end])
}
