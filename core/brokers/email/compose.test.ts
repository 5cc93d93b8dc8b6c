import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { simpleParser } from 'mailparser'
import PostalMime from 'postal-mime'
import { describe, expect, test } from 'vitest'
import type { Account, Draft } from '../../defs/index.ts'
import { createMailComposer } from './compose.ts'

const account: Account = {
  id: 'a1',
  protocol: 'imap',
  address: 'ann@example.org',
  name: 'Ann Érable',
  label: 'Home',
  imap: null,
  smtp: null,
  signature: null,
  paused: false,
  trustedCertificate: null,
  trustedAuthservIds: [],
  createdAtMs: 0,
}

const empty: Draft = {
  id: 'd1',
  revision: 1,
  origin: null,
  accountId: 'a1',
  to: [{ address: 'bo@example.net', label: 'Bo' }],
  cc: [],
  bcc: [],
  subject: 'Hello',
  text: 'Hello Bo',
  html: null,
  inReplyTo: null,
  references: [],
  attachments: [],
  createdAtMs: 0,
  updatedAtMs: 0,
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

async function compose(change: Partial<Draft>, files: readonly Uint8Array[] = [], as: Partial<Account> = {}) {
  return createMailComposer().compose({
    draft: { ...empty, ...change },
    account: { ...account, ...as },
    messageId: '0123456789abcdef@example.org',
    dateMs: Date.UTC(2026, 10, 24, 9, 30),
    blobs: new Map(files.map((bytes) => [hashOf(bytes), bytes])),
  })
}

const file = (bytes: Uint8Array, change: Partial<Draft['attachments'][number]> = {}) => ({
  id: 'f1',
  name: 'file.bin',
  type: 'application/octet-stream',
  sizeBytes: bytes.length,
  blob: hashOf(bytes),
  contentId: null,
  ...change,
})

const read = async (bytes: Uint8Array) =>
  simpleParser(Buffer.from(bytes), { skipTextToHtml: true, skipHtmlToText: true })
const utf8 = (text: string) => new TextEncoder().encode(text)
const asText = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8')
const headersOf = (bytes: Uint8Array) => asText(bytes).split('\r\n\r\n')[0] ?? ''

/** what toFlowed promises to keep: everything but spaces at the end of lines and control characters */
const kept = (text: string) =>
  text
    .toWellFormed()
    .replace(/(?![\t\n\r])\p{Cc}/gu, '')
    .split(/\r\n|\r|\n/)
    .map((line) => (/^(>+ ?)?-- $/.test(line) ? line : line.replace(/ +$/, '')))
    .join('\n')
    .trimEnd()

const anyText = fc.string({ unit: 'grapheme', maxLength: 120 })
const words = fc
  .array(
    fc.constantFrom(
      'the',
      'From ',
      '>',
      '> ',
      ' ',
      '  ',
      '\n',
      '-- ',
      '東京都に行きたいと思います',
      'Ä',
      'http://x.example/'.padEnd(100, 'y'),
    ),
    {
      maxLength: 60,
    },
  )
  .map((parts) => parts.join(' '))

describe('what was written is what is read', () => {
  test('subject, names and text of any script come back as they were', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, anyText, fc.oneof(anyText, words), async (subject, label, text) => {
        const { bytes } = await compose({ subject, text, to: [{ address: 'bo@example.net', label }] })
        const parsed = await read(bytes)
        const oneLine = (value: string) =>
          value
            .toWellFormed()
            .replace(/\p{Cc}+/gu, ' ')
            .trim()
        const spaces = (value: string) => value.replace(/\s+/g, ' ').trim()
        expect(spaces(parsed.subject ?? '')).toBe(spaces(oneLine(subject)))
        const to = Array.isArray(parsed.to) ? parsed.to[0] : parsed.to
        expect(to?.value.map((each) => each.address)).toEqual(['bo@example.net'])
        expect(spaces(to?.value[0]?.name ?? '')).toBe(spaces(oneLine(label)))
        expect((parsed.text ?? '').trimEnd()).toBe(kept(text))
      }),
      { numRuns: 300 },
    )
  })

  test('files of any content and name come back byte for byte, and another parser agrees', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 3000 }),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 90 }),
        async (bytes, name) => {
          const composed = await compose({ attachments: [file(bytes, { name })] }, [bytes])
          const [attachment] = (await PostalMime.parse(composed.bytes)).attachments
          expect(new Uint8Array(attachment?.content as ArrayBuffer)).toEqual(bytes)
          const expected =
            name
              .toWellFormed()
              .replace(/[/\\]/g, '_')
              .replace(/\p{Cc}+/gu, ' ')
              .trim() || 'attachment'
          const parsed = (await read(composed.bytes)).attachments[0]
          expect(parsed?.filename?.replace(/\s+/g, ' ').trim()).toBe(expected.replace(/\s+/g, ' ').trim())
        },
      ),
      { numRuns: 150 },
    )
  })

  test('HTML comes back as it was beside the text, in multipart/alternative', async () => {
    const html = '<p>Grüße, <b>Bo</b> 東京</p>'
    const { bytes } = await compose({ html, text: 'Grüße, Bo 東京' })
    const parsed = await read(bytes)
    expect(parsed.html).toBe(html)
    expect(parsed.text?.trim()).toBe('Grüße, Bo 東京')
    expect(headersOf(bytes)).toContain('multipart/alternative')
  })

  test('an HTML message without a text gets one', async () => {
    const { bytes } = await compose({ html: '<p>One</p><p>Two <a href="https://x.example/">link</a></p>', text: '' })
    expect((await read(bytes)).text).toContain('Two link [https://x.example/]')
  })
})

test('a picture in the text is related to it; one taken out of the text is a plain attachment', async () => {
  const picture = utf8('not really a png')
  const attachments = [file(picture, { name: 'a.png', type: 'image/png', contentId: 'p1@x' })]
  const shown = await compose({ html: '<img src="cid:p1@x">', text: 'x', attachments }, [picture])
  expect(asText(shown.bytes)).toMatch(/multipart\/related; type="text\/html"/)
  expect((await read(shown.bytes)).attachments[0]).toMatchObject({ related: true, cid: 'p1@x' })
  const removed = await compose({ html: '<p>x</p>', text: 'x', attachments }, [picture])
  expect(asText(removed.bytes)).not.toContain('multipart/related')
  expect((await read(removed.bytes)).attachments[0]?.contentDisposition).toBe('attachment')
})

test('a forwarded message is carried as it is, never in base64', async () => {
  const raw = utf8('From: x@y.example\nSubject: Grüße\n\nBody\n.\nend\n')
  const { bytes } = await compose({ attachments: [file(raw, { name: 'Old.eml', type: 'message/rfc822' })] }, [raw])
  expect(asText(bytes)).toContain('From: x@y.example\r\nSubject: Grüße\r\n\r\nBody\r\n.\r\nend\r\n')
  expect(asText(bytes)).toMatch(/Content-Type: message\/rfc822[\s\S]*?Content-Transfer-Encoding: 8bit/)
})

test('hidden recipients get the message and stand nowhere in it', async () => {
  const composed = await compose({ bcc: [{ address: 'secret@example.com', label: 'Nobody Knows' }] })
  expect(composed.envelopeTo).toEqual(['bo@example.net', 'secret@example.com'])
  expect(asText(composed.bytes)).not.toMatch(/secret@example|Nobody Knows|^bcc/im)
})

test('nothing that is typed can add a header', async () => {
  const evil = 'x\r\nBcc: evil@example.com\r\n\r\nbody\n\u0000\u2028'
  const data = utf8('x')
  const { bytes } = await compose(
    {
      subject: evil,
      to: [{ address: 'bo@example.net', label: evil }],
      attachments: [file(data, { name: evil, type: `text/plain\r\nBcc: evil@example.com` })],
      inReplyTo: evil,
      references: [evil],
    },
    [data],
    { name: evil },
  )
  expect(headersOf(bytes)).not.toMatch(/^bcc:/im)
  expect(asText(bytes)).not.toMatch(/^bcc:/im)
})

test('an address that only looks like one is refused, and the field is named', async () => {
  for (const address of [
    'bo',
    'bo@',
    'a@b.example, evil@example.com',
    'bo@exa mple.net',
    'bo@example.net\r\nX: y',
    '<bo@x.example>',
  ]) {
    await expect(compose({ cc: [{ address, label: '' }] })).rejects.toMatchObject({
      problem: { code: 'invalid', field: 'cc' },
    })
  }
  await expect(compose({ to: [] })).rejects.toMatchObject({ problem: { code: 'invalid', field: 'to' } })
})

test('a domain of another script is written in ASCII; only a local part of another script needs SMTPUTF8', async () => {
  const domain = await compose({ to: [{ address: 'bo@bücher.example', label: '' }] })
  expect(domain.envelopeTo).toEqual(['bo@xn--bcher-kva.example'])
  const local = await compose({ to: [{ address: 'bö@bücher.example', label: '' }] })
  expect(local.envelopeTo).toEqual(['bö@bücher.example'])
})

test('an answer names what it answers, and a long chain is folded', async () => {
  const references = Array.from({ length: 40 }, (_, index) => `message-${index}-of-a-long-discussion@example.org`)
  const { bytes } = await compose({ inReplyTo: references.at(-1) ?? null, references })
  const parsed = await read(bytes)
  expect(parsed.inReplyTo).toBe(`<${references.at(-1)}>`)
  expect(parsed.references).toEqual(references.map((id) => `<${id}>`))
  expect(
    Math.max(
      ...headersOf(bytes)
        .split('\r\n')
        .map((line) => line.length),
    ),
  ).toBeLessThanOrEqual(100)
})

test('the sender keeps to himself where, when by his clock and with what he wrote', async () => {
  const { bytes } = await compose({})
  expect(headersOf(bytes)).toContain('Date: Tue, 24 Nov 2026 09:30:00 +0000')
  expect(headersOf(bytes)).toContain('Message-ID: <0123456789abcdef@example.org>')
  expect(asText(bytes)).not.toMatch(/nodemailer|_NmP|x-mailer|user-agent/i)
})

test('the same draft gives the same bytes, with no line over the limit of SMTP and CRLF everywhere', async () => {
  const change = { text: `${'x'.repeat(5000)}\n東京`.repeat(3), html: `<p>${'y'.repeat(5000)}</p>` }
  const [one, two] = await Promise.all([compose(change), compose(change)])
  expect(Buffer.compare(one.bytes, two.bytes)).toBe(0)
  const text = asText(one.bytes)
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998)
})
