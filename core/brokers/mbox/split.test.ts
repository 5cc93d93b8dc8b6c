import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quoteFrom, unquoteFrom } from './quoting.ts'
import { type MboxMessage, splitMbox } from './split.ts'

async function* pieces(file: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(file, 'latin1')
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function split(file: string, size = 7): Promise<MboxMessage[]> {
  const found: MboxMessage[] = []
  for await (const message of splitMbox(pieces(file, size))) found.push(message)
  return found
}

const texts = (messages: readonly MboxMessage[]) => messages.map(({ bytes }) => bytes?.toString('latin1'))
const fromLine = 'From ana@example.org Thu Jan  1 00:00:01 2015\n'

test('messages come out as they went in, with their place and delivery time', async () => {
  const file = `${fromLine}Subject: one\n\nBody\n\n${fromLine}Subject: two\n\nBody two\n\n`
  const messages = await split(file)
  expect(texts(messages)).toEqual(['Subject: one\n\nBody\n', 'Subject: two\n\nBody two\n'])
  expect(messages.map(({ offset }) => offset)).toEqual([0, file.indexOf('From ana', 5)])
  expect(messages[0]?.receivedMs).toBe(Date.UTC(2015, 0, 1, 0, 0, 1))
})

test('a sentence that begins with From does not end a message', async () => {
  const file = `${fromLine}Subject: one\n\nHello\n\nFrom here on it rains.\nFrom 10:30 to 2015 it was dry.\n\n${fromLine}Subject: two\n\nB\n`
  expect(await split(file)).toHaveLength(2)
})

test('mboxrd and mboxo quoting is undone, mboxcl2 is left alone', async () => {
  const quoted = `${fromLine}Subject: one\n\n>From me\n>>From you\n\n`
  expect(texts(await split(quoted))).toEqual(['Subject: one\n\nFrom me\n>From you\n'])
  const body = `Hello\n\n${fromLine}Subject: quoted\n\n>From is kept\n`
  const counted = `${fromLine}Subject: one\nContent-Length: ${body.length}\n\n${body}\n${fromLine}Subject: two\n\nB\n`
  expect(texts(await split(counted))).toEqual([
    `Subject: one\nContent-Length: ${body.length}\n\n${body}`,
    'Subject: two\n\nB\n',
  ])
})

test('a Content-Length that lies is not believed', async () => {
  const file = `${fromLine}Content-Length: 3\nSubject: one\n\nlonger than that\n\n${fromLine}Content-Length: 99999\nSubject: two\n\nB\n`
  expect(await split(file)).toHaveLength(2)
})

test('CRLF files, a bare From_ line and a cut end are read', async () => {
  const file = 'From ana@example.org\r\nSubject: one\r\n\r\nBody\r\n\r\nFrom - Sat Feb 03 10:00:00 2018\r\nSubject: tw'
  expect(texts(await split(file))).toEqual(['Subject: one\r\n\r\nBody\r\n', 'Subject: tw'])
})

test('any message survives quoting, joining and splitting, whatever the chunks', async () => {
  const line = fc.constantFrom('', 'text', 'From ', 'From you 10:00 2015', '>From x', '>>From', 'Subject: x', '\t')
  const message = fc.array(line, { maxLength: 8 }).map((lines) => `Subject: s\n\n${lines.join('\n')}\n`)
  await fc.assert(
    fc.asyncProperty(
      fc.array(message, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 40 }),
      async (messages, size) => {
        const file = messages.map((text) => `${fromLine}${quoteFrom(Buffer.from(text)).toString()}\n`).join('')
        expect(texts(await split(file, size))).toEqual(messages)
      },
    ),
    { numRuns: 200 },
  )
})

test('unquoting undoes quoting for any bytes', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('From ', '>', '\n', 'a', 'F')), (parts) => {
      const bytes = Buffer.from(parts.join(''))
      expect(unquoteFrom(quoteFrom(bytes))).toEqual(bytes)
    }),
  )
})
