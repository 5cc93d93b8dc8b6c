import { Buffer } from 'node:buffer'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { prepareMail } from '../brokers/email/index.ts'

/** Other people's test mail: read where it lies, never part of this repository. */
const root = process.env['CALIOPEN_CORPORA'] ?? path.resolve(import.meta.dirname, '../../../shared/corpora')
const files = existsSync(root)
  ? readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(eml|raw)$/.test(file))
  : []
if (files.length === 0) console.warn(`No corpora in ${root} (CALIOPEN_CORPORA): only our own messages are counted.`)

const warnings = new Set(['name-address', 'confused-domain', 'link-mismatch', 'confused-link'])

async function warned(raw: Uint8Array): Promise<string[]> {
  const { features } = await prepareMail(raw, { headersOnly: false })
  return features.flatMap(({ name, value }) => (warnings.has(name) ? [`${name} ${JSON.stringify(value)}`] : []))
}

describe('warnings of look-alikes and of links that lead elsewhere', () => {
  test('stand on fewer than 1 in 200 messages of the corpora', async () => {
    const all = await Promise.all(
      files.map(async (file) => ({ file, found: await warned(readFileSync(path.join(root, file))) })),
    )
    const wrong = all.filter(({ found }) => found.length > 0)
    expect(wrong.length * 200, JSON.stringify(wrong)).toBeLessThanOrEqual(files.length)
  })

  test('stand on none of what ordinary senders write', async () => {
    const wrong: string[] = []
    for (const raw of ordinary()) wrong.push(...(await warned(Buffer.from(raw))))
    expect(wrong).toEqual([])
  })
})

/** The ways in which newsletters, shops, lists, services and people write senders and links. */
function* ordinary(): Generator<string> {
  const senders = [
    'Ana Petit <ana@example.org>',
    '"Petit, Ana" <ana.petit@university.example.edu>',
    '"Ana Petit (via Shared Documents)" <drive-noreply@documents.example.com>',
    '"ana@example.org via Sculptors" <sculptors@lists.example.net>',
    '"ana@mail.example.org" <ana@example.org>',
    'Müller & Söhne <info@müller-söhne.de>',
    '=?utf-8?b?0JzQsNGA0LjRjw==?= <maria@xn--e1afmkfd.xn--p1ai>',
    'お知らせ <news@xn--r8jz45g.jp>',
    'Ελένη <eleni@xn--jxalpdlp.gr>',
    'Shop @home <shop@athome.example.com>',
    '"billing@" <billing@example.com>',
  ]
  const links = [
    ['https://www.example.com/', 'https://www.example.com/'],
    ['www.example.com', 'http://example.com/?utm_source=news&utm_medium=email'],
    ['example.com', 'https://links.example.com/e/abc'],
    ['www.bigshop.com', 'https://www.bigshop.co.uk/'],
    ['www.bigshop.com', 'https://click.news-bigshop.com/x?y=z'],
    ['www.bigshop.com', 'https://bigshop-mail.com/a'],
    ['www.bigshop.com', 'https://u2.ct.sendgrid.net/ls/click?upn=a'],
    ['www.bigshop.com', 'https://shop.us4.list-manage.com/track/click?u=a&id=b&e=c'],
    [
      'https://bigshop.com/order/1',
      'https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fbigshop.com%2Forder%2F1',
    ],
    ['https://bigshop.com/order/1', 'https://urldefense.com/v3/__https://bigshop.com/order/1__;!!a'],
    ['https://bigshop.com/order/1', 'https://www.google.com/url?q=https://bigshop.com/order/1'],
    ['bigshop.com', 'https://lnkd.in/abc'],
    ['report-2026.pdf', 'https://files.example.net/report-2026.pdf'],
    ['README.md', 'https://code.example.net/project/README.md'],
    ['Socket.io', 'https://example.net/libraries'],
    ['script.sh', 'https://example.net/a'],
    ['ana@example.org', 'mailto:ana@example.org'],
    ['+33 1 23 45 67 89', 'tel:+33123456789'],
    ['3.14.15', 'https://example.net/releases'],
    ['view in browser', 'https://mailing.example.net/v/1'],
    ['Read more at example.org', 'https://example.net/'],
    ['<img src="https://cdn.example.net/logo.png" alt="www.bigshop.com">', 'https://example.net/'],
    ['www.example.com…', 'https://example.com/a/very/long/path'],
  ] as const
  for (const sender of senders) {
    for (const [text, href] of links) {
      yield `From: ${sender}\r\nTo: me@example.net\r\nSubject: news\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Hello, see <a href="${href}">${text}</a>.</p>\r\n`
    }
  }
  const wrapped = links
    .map(([text], i) => `<a href="https://t.mailer-${'x'.repeat(3)}.example.net/c/${i}">${text}</a>`)
    .join(' ')
  yield `From: news@bigshop.com\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${wrapped}\r\n`
}
