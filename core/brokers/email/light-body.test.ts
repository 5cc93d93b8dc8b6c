import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mailPart, prepareMail } from './index.ts'
import { lightenBody } from './light-body.ts'

const part = fc.record({
  head: fc.constantFrom(
    'Content-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: base64',
    'Content-Transfer-Encoding: BASE64 \r\nContent-Type: application/zip\r\nContent-Disposition: attachment',
    'Content-Type: text/plain',
    'Content-Type: text/plain; name=source.txt\r\nContent-Disposition: attachment',
    'Content-Type: application/octet-stream; name=winmail.dat\r\nContent-Transfer-Encoding: base64',
    'Content-Type: message/rfc822',
    'Content-Type: application/pdf',
  ),
  bytes: fc.integer({ min: 0, max: 20_000 }),
  end: fc.constantFrom('', '=', '==', '\r\n', '\r\nnot base64!', '\r\n\r\nAAAA', '--inner', '\r\n--inner\r\n'),
})

const encode = (bytes: number, end: string): string =>
  Buffer.alloc(bytes, 'caliopen').toString('base64').replace(/.{76}/g, '$&\r\n') + end

/** A part that quotes the source of a mail with a file in it: there is no part of that in this message. */
const quoted = (text: string): string =>
  `--inner\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n${text}\r\n--inner--`

test('files that are not read through have the size that they have when they are opened', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(part, fc.boolean()), { minLength: 1, maxLength: 4 }), async (parts) => {
      const body = parts
        .map(([{ head, bytes, end }, quotes]) => {
          const text = encode(bytes, end)
          return `--b\r\n${head}\r\n\r\n${quotes ? quoted(text) : text}\r\n`
        })
        .join('')
      const raw = Buffer.from(`From: a@b.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${body}--b--\r\n`)
      const { attachments } = await prepareMail(raw, { headersOnly: false })
      for (const { index, name, type, sizeBytes } of attachments) {
        const opened = await mailPart(raw, index)
        expect([opened.name, opened.type, opened.bytes.length]).toEqual([name, type, sizeBytes])
      }
    }),
    { numRuns: 150 },
  )
})

test('a photo is left out, a message in the message and a text are not', () => {
  const big = encode(30_000, '')
  const body = (head: string) =>
    Buffer.from(`\r\n--b\r\n${head}\r\nContent-Transfer-Encoding: base64\r\n\r\n${big}\r\n--b--`)
  const light = lightenBody(body('Content-Type: image/jpeg'))
  expect(light?.bytes.length).toBeLessThan(300)
  expect([...(light?.files.values() ?? [])].map(({ sizeBytes }) => sizeBytes)).toEqual([30_000])
  expect(lightenBody(body('Content-Type: text/html'))).toBeNull()
  expect(lightenBody(body('Content-Type: message/rfc822'))).toBeNull()
  expect(lightenBody(body('Content-Type: application/ms-tnef'))).toBeNull()
})
