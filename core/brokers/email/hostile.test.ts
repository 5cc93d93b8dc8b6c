import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mails } from './fixtures/mails.ts'
import { mailContent, mailPart, mailText, prepareMail, unreadableMail } from './index.ts'
import { limits } from './limits.ts'

const head = 'From: a@example.org\r\nSubject: hostile\r\nMessage-ID: <h@example.org>\r\n'
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const many = (count: number, line: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => line(n)).join('')

/** Everything that can be asked of a message. */
async function readAll(raw: Uint8Array) {
  const prepared = await prepareMail(raw, { headersOnly: false })
  const content = await mailContent(raw)
  await mailText(raw)
  for (const { index } of prepared.attachments) await mailPart(raw, index)
  return { ...prepared, content }
}

describe('hostile mail becomes a message all the same', () => {
  test('of 60 MB: its headers, and why there is no more', async () => {
    const { subject, bodyState, problem, content } = await readAll(bytes(`${head}\r\n${'x'.repeat(60_000_000)}`))
    expect({ subject, bodyState }).toEqual({ subject: 'hostile', bodyState: 'unreadable' })
    expect(problem).toContain('60 MB')
    expect(content.problem).toBe(problem)
  })

  test('with 10,000 parts in each other', async () => {
    const nested = many(10_000, (n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`)
    const { subject, bodyState, problem } = await readAll(bytes(`${head}${nested}Content-Type: text/plain\r\n\r\ndeep`))
    expect({ subject, bodyState }).toEqual({ subject: 'hostile', bodyState: 'unreadable' })
    expect(problem).toContain('more than 1000 parts')
  })

  test('with 10,000 parts beside each other, or messages in each other', async () => {
    const flat = `Content-Type: multipart/mixed; boundary=b\r\n\r\n${many(10_000, () => '--b\r\n\r\npart\r\n')}--b--`
    expect((await readAll(bytes(head + flat))).bodyState).toBe('unreadable')
    const embedded = many(10_000, () => 'Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n')
    expect((await readAll(bytes(`${head}${embedded}\r\nx`))).subject).toBe('hostile')
  })

  test('with 100,000 header lines: whole', async () => {
    const { bodyState, excerpt } = await readAll(bytes(`${head}${many(100_000, (n) => `X-${n}: y\r\n`)}\r\nbody`))
    expect({ bodyState, excerpt }).toEqual({ bodyState: 'full', excerpt: 'body' })
  })

  test('to a million recipients: the first ones, and a word about the rest', async () => {
    const to = many(1_000_000, (n) => `user${n}@example.org,\r\n `)
    const { bodyState, participants, problem, excerpt } = await prepareMail(bytes(`${head}To: ${to}\r\n\r\nbody`), {
      headersOnly: false,
    })
    expect({ bodyState, excerpt }).toEqual({ bodyState: 'full', excerpt: 'body' })
    expect(participants).toHaveLength(limits.participants)
    expect(participants.every(({ address }) => /^(a|user\d+)@example\.org$/.test(address))).toBe(true)
    expect(problem).toContain('To header')
  })

  test.each([
    ['unclosed tags', `Content-Type: text/html\r\n\r\n${'<svg><style'.repeat(300_000)}`],
    ['half comments', `Content-Type: text/html\r\n\r\n${'<!-'.repeat(500_000)}`],
    ['half links', `Content-Type: text/html\r\n\r\n${'<a '.repeat(300_000)}`],
    ['open brackets in From', `From: ${'('.repeat(100_000)}\r\n\r\nx`],
    ['open quotes in To', `To: ${'"a" <'.repeat(20_000)}\r\n\r\nx`],
    ['groups in groups', `To: ${'a:'.repeat(50_000)}\r\n\r\nx`],
    ['half references', `References: ${'<'.repeat(100_000)}\r\n\r\nx`],
    ['half encoded words', `Subject: ${'=?utf-8?q?'.repeat(10_000)}\r\n\r\nx`],
    ['pieces of a parameter', `Content-Type: text/plain; ${'a*0*="x";'.repeat(10_000)}\r\n\r\nx`],
  ])('made of %s', async (_, text) => {
    expect((await readAll(bytes(`Message-ID: <h@example.org>\r\n${text}`))).messageId).toBe('h@example.org')
  })
})

describe('whatever the bytes are', () => {
  const fragment = fc.constantFrom(
    ...['From: ', 'To: ', 'Content-Type: multipart/mixed; boundary=b', '--b', '--b--', 'Content-Type: message/rfc822'],
    ...[
      'Content-Transfer-Encoding: base64',
      '=?utf-8?B?',
      '?=',
      '<',
      '>',
      ';',
      ':',
      '"',
      '\r\n',
      '\n',
      '\r\n\r\n',
      '\0',
    ],
    ...[
      'Content-Type: application/ms-tnef',
      'Content-Type: text/html; charset=',
      'utf-16',
      'iso-2022-jp',
      'x@y',
      'é',
      '\ud800',
    ],
  )

  test('nothing throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), async (raw) => {
        await readAll(raw)
      }),
      { numRuns: 200 },
    )
  })

  test('nothing throws for what looks like mail either', async () => {
    const mail = fc
      .array(fc.oneof(fragment, fc.string({ maxLength: 8 })), { maxLength: 60 })
      .map((all) => bytes(all.join('')))
    await fc.assert(
      fc.asyncProperty(mail, async (raw) => {
        await readAll(raw)
        unreadableMail(raw, 'why')
        await prepareMail(raw, { headersOnly: true })
      }),
      { numRuns: 300 },
    )
  })

  test('a message cut anywhere keeps its attachments in order', async () => {
    const cut = fc
      .constantFrom(...Object.values(mails))
      .chain((raw) => fc.nat(raw.length).map((length) => raw.subarray(0, length)))
    await fc.assert(
      fc.asyncProperty(cut, async (raw) => {
        const { attachments } = await readAll(raw)
        expect(attachments.map(({ index }) => index)).toEqual(attachments.map((_, i) => i))
        for (const { index, name, sizeBytes } of attachments) {
          const part = await mailPart(raw, index)
          expect([part.name, part.bytes.length]).toEqual([name, sizeBytes])
        }
      }),
      { numRuns: 200 },
    )
  })
})

test('line ends do not change who a message is, and its headers alone say the same', async () => {
  for (const raw of Object.values(mails)) {
    const text = raw.toString('latin1')
    const whole = await prepareMail(raw, { headersOnly: false })
    const unix = await prepareMail(Buffer.from(text.replaceAll('\r\n', '\n'), 'latin1'), { headersOnly: false })
    expect([unix.headerHash, unix.contentHash]).toEqual([whole.headerHash, whole.contentHash])
    const end = text.indexOf('\r\n\r\n')
    if (end < 0) continue
    // what a server answers to BODY.PEEK[HEADER] has the empty line in it
    const header = await prepareMail(raw.subarray(0, end + 4), { headersOnly: true })
    expect(header.headerHash).toBe(whole.headerHash)
    expect([header.subject, header.participants]).toEqual([whole.subject, whole.participants])
  }
})
