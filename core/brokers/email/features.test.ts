import { Buffer } from 'node:buffer'
import { describe, expect, test } from 'vitest'
import { vectors } from '../../../renderer/mail-frame/hostile-vectors.suite.ts'
import { mailRemote, prepareMail } from './index.ts'

async function featuresOf(raw: string | Buffer): Promise<Record<string, unknown>> {
  const { features } = await prepareMail(Buffer.from(raw), { headersOnly: false })
  return Object.fromEntries(features.map(({ name, value }) => [name, value]))
}

const from = 'From: Ana <ana@example.org>\r\nTo: me@example.net\r\nSubject: x\r\n'
const html = (body: string, head = ''): string =>
  `${from}${head}MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${body}`
const withFile = (name: string, type: string, content: Buffer): string =>
  `${from}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n` +
  `--b\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename*=UTF-8''${encodeURIComponent(name)}\r\n\r\n` +
  `${content.toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n--b--\r\n`

describe('an ordinary letter', () => {
  test('has next to nothing to keep', async () => {
    expect(await featuresOf(`${from}\r\nSee you at https://example.com/ on Monday.\r\n`)).toEqual({})
  })

  test('keeps how it came and who signed it, in few bytes', async () => {
    const head =
      'Received: from mail.example.org (mail.example.org [192.0.2.1])\r\n\t(using TLSv1.3 with cipher X)\r\n\tby mx.example.net (Postfix) with ESMTPS id 1\r\n\tfor <me@example.net>; Mon, 2 Nov 2026 10:00:00 +0000\r\n' +
      'Received: by mail.example.org with LMTP id 2; Mon, 2 Nov 2026 09:59:59 +0000\r\n' +
      'Received: from laptop by mail.example.org with ESMTPSA id 3; Mon, 2 Nov 2026 09:59:58 +0000\r\n' +
      'Received: from old.example.org by older.example.org with SMTP id 4; Mon, 2 Nov 2026 09:59:58 +0000\r\n' +
      'DKIM-Signature: v=1; a=rsa-sha256; d=Example.org; s=k1; h=from; bh=x; b=y\r\n' +
      'Authentication-Results: mx.example.net; dkim=pass (2048-bit; unprotected) header.d=example.org; spf=fail smtp.mailfrom=a@example.org\r\n' +
      'User-Agent: Caliopen\r\n'
    const features = await featuresOf(`${head}${from}\r\nhello\r\n`)
    expect(features).toEqual({
      hops: { count: 3, last: ['mx.example.net 1.3', 'mail.example.org yes', 'older.example.org no'] },
      'authentication-results': ['mx.example.net dkim=pass:example.org spf=fail:example.org'],
      'dkim-signature': ['example.org'],
    })
    expect(JSON.stringify(features).length).toBeLessThan(230)
  })
})

describe('what a message would have fetched', () => {
  test('every vector of remote content in one message is counted, and none is mistaken for a link', async () => {
    const remote = vectors.filter(({ name }) => !leadsNowhere.has(name))
    const missed: string[] = []
    for (const { name, html: of } of remote) {
      const features = await featuresOf(html(of('https://evil.example/')))
      const counted = 'remote' in features || 'trackers' in features || 'forms' in features
      if (!counted) missed.push(name)
    }
    expect(missed).toEqual([])
    const all = await featuresOf(html(remote.map(({ html: of }) => of('https://evil.example/')).join('\n')))
    expect(Object.keys(Object(all['remote']))).toEqual(
      expect.arrayContaining(['image', 'style', 'font', 'frame', 'media', 'prefetch', 'other']),
    )
  })

  test('every vector of remote content stands in the report, with its address, kind and reason', async () => {
    const remote = vectors.filter(({ name }) => !leadsNowhere.has(name))
    const unnamed: string[] = []
    for (const { name, html: of } of remote) {
      const report = await mailRemote(Buffer.from(html(of('https://evil.example/'))))
      if (!report.some(({ host, reason }) => host === 'evil.example' && reason !== '')) unnamed.push(name)
    }
    expect(unnamed).toEqual([])
    const all = html(remote.map(({ html: of }, i) => of(`https://v${i}.evil.example/`)).join('\n'))
    const hosts = new Set((await mailRemote(Buffer.from(all))).map(({ host }) => host))
    // markup that is left open on purpose swallows what stands behind it in one message, and nothing else
    expect(hosts.size).toBeGreaterThan(remote.length * 0.9)
  })

  /** A link that nobody follows, and an attribute given twice, of which browsers take the first. */
  const leadsNowhere = new Set([
    'link',
    'doubled attribute',
    'meta prefetch control',
    'MathML link',
    'script by event',
    'script',
  ])

  test('trackers are told by their company, by their size, by being hidden and by their address', async () => {
    const features = await featuresOf(
      html(
        '<img src="https://shop.us5.list-manage.com/track/open.php?u=1&amp;id=2" width="600">' +
          '<img src="https://a.example/p.gif" width=1 height=1><div style="display:none"><img src="https://b.example/q.png"></div>' +
          '<img src="https://news.example.org/wf/open?upn=abc"><img src="https://c.example/photo.jpg" width="600">',
      ),
    )
    expect(features['trackers']).toBe(4)
    expect(features['tracked-by']).toEqual({
      Mailchimp: 'known-host',
      'a.example': 'pixel',
      'b.example': 'hidden',
      'news.example.org': 'address',
    })
    expect(features['remote']).toEqual({ image: 1 })
  })

  test('links that count who follows them are told from plain ones', async () => {
    const features = await featuresOf(
      html(
        '<a href="https://u1.ct.sendgrid.net/ls/click?upn=x">offer</a><a href="https://example.org/?mc_eid=abc&utm_source=news">b</a><a href="https://example.org/plain">c</a>',
      ),
    )
    expect(features['counted-links']).toEqual({ count: 2, by: ['SendGrid', 'Mailchimp'], parameters: ['mc_eid'] })
  })

  test('a receipt that is asked for is named', async () => {
    const features = await featuresOf(`Disposition-Notification-To: ana@example.org\r\n${from}\r\nhello\r\n`)
    expect(features['receipt']).toEqual(['disposition-notification-to'])
  })

  test('forms and scripts are counted', async () => {
    const features = await featuresOf(
      html('<form action="https://a.example/"><input name=p></form><p onclick="x()">y</p>'),
    )
    expect(features).toEqual({ forms: 1, scripts: 1 })
  })
})

describe('a link that pretends', () => {
  const link = (text: string, href: string) => html(`<p>Please see <a href="${href}">${text}</a></p>`)

  test.each([
    ['www.mybank.com', 'https://mybank.login-check.net/'],
    ['https://www.mybank.com/login', 'http://192.0.2.7/mybank/'],
    ['mybank.com', 'https://docs.google.com/forms/d/1'],
  ])('%s leading to %s is told', async (text, href) => {
    expect((await featuresOf(link(text, href)))['link-mismatch']).toHaveLength(1)
  })

  test.each([
    ['www.mybank.com', 'https://mybank.com/welcome'],
    ['www.mybank.com', 'https://www.mybank.fr/'],
    ['www.mybank.com', 'https://click.mybank-mail.com/x'],
    ['https://mybank.com/a', 'https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fmybank.com%2Fa'],
    ['www.mybank.com', 'https://shop.us5.list-manage.com/track/click?u=1'],
    ['report.pdf', 'https://files.example.com/report.pdf'],
    ['Read more at example.org today', 'https://example.com/'],
    ['node.js', 'https://nodejs.org/'],
    ['me@mybank.com', 'mailto:me@mybank.com'],
  ])('%s leading to %s is not', async (text, href) => {
    expect((await featuresOf(link(text, href)))['link-mismatch']).toBeUndefined()
  })

  test('a newsletter whose links all go by one host counts clicks and pretends nothing', async () => {
    const links = [1, 2, 3, 4, 5].map((i) => `<a href="https://go.newsletters.example/${i}">www.site${i}.com</a>`)
    expect(await featuresOf(html(links.join(' ')))).toEqual({})
  })
})

describe('a sender that pretends', () => {
  const said = (value: string, head = '') => `${head}From: ${value}\r\nTo: me@example.net\r\n\r\nhello\r\n`

  test('another address in its name is told', async () => {
    const features = await featuresOf(said('"service@mybank.com" <x@evil.example.net>'))
    expect(features['name-address']).toBe('service@mybank.com')
  })

  test('a list that writes in the name of a member is no pretender', async () => {
    const list = 'List-Id: <club.example.net>\r\n'
    expect((await featuresOf(said(`"ana@example.org" <club@example.net>`, list)))['name-address']).toBeUndefined()
    expect((await featuresOf(said(`"ana@example.org via Club" <club@example.net>`)))['name-address']).toBeUndefined()
  })

  test.each([
    ['Cyrillic letters among Latin ones', 'x@xn--pypal-4ve.com'],
    ['Cyrillic letters alone that look like Latin ones', 'x@xn--80ak6aa92e.com'],
  ])('%s in its domain are told', async (_, address) => {
    expect((await featuresOf(said(`Shop <${address}>`)))['confused-domain']).toMatch(/ > (paypal|appie)/)
  })

  test.each(['x@münchen.de', 'x@пример.рф', 'x@例え.jp', 'x@βόλος.com'])(
    '%s is a domain like another',
    async (address) => {
      expect((await featuresOf(said(`Shop <${address}>`)))['confused-domain']).toBeUndefined()
    },
  )
})

describe('encryption', () => {
  const pgp = (bytes: Buffer): string =>
    `-----BEGIN PGP MESSAGE-----\r\n\r\n${bytes.toString('base64')}\r\n-----END PGP MESSAGE-----\r\n`
  const sessionKey = Buffer.concat([Buffer.from([0xc1, 20, 3]), Buffer.alloc(19, 7)])
  const data = Buffer.concat([Buffer.from([0xd2, 60, 1]), Buffer.alloc(59, 9)])
  const real = Buffer.concat([sessionKey, sessionKey, data])
  const mime = (content: string): string =>
    `${from}MIME-Version: 1.0\r\nContent-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\r\n\r\n--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\n${content}\r\n--b--\r\n`
  const smime = (bytes: Buffer): string =>
    `${from}MIME-Version: 1.0\r\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n${bytes.toString('base64')}\r\n`
  const cms = (oid: string) => Buffer.concat([Buffer.from(`308203e8${oid}a08203d9`, 'hex'), Buffer.alloc(985, 1)])

  test('is told by what the message is built of', async () => {
    expect(await featuresOf(mime(pgp(real)))).toEqual({ encryption: 'openpgp' })
    expect(await featuresOf(smime(cms('06092a864886f70d010703')))).toMatchObject({ encryption: 'smime' })
    expect(await featuresOf(smime(cms('06092a864886f70d010702')))).toMatchObject({ signature: 'smime' })
    expect(await featuresOf(`${from}\r\n${pgp(real)}`)).toEqual({ encryption: 'openpgp-inline' })
  })

  test('that is only claimed is told from it', async () => {
    expect(await featuresOf(mime('Click here to read: https://evil.example/'))).toEqual({ encryption: 'claimed' })
    expect(await featuresOf(mime(pgp(Buffer.from('this is no packet at all'))))).toEqual({ encryption: 'claimed' })
    expect(await featuresOf(smime(Buffer.from('hello, I am no CMS structure')))).toMatchObject({
      encryption: 'claimed',
    })
  })

  test('of a part of the text, and a quoted block, are not taken for a whole', async () => {
    expect(await featuresOf(`${from}\r\n${'clear words '.repeat(80)}\r\n${pgp(real)}`)).toEqual({
      encryption: 'partly',
    })
    expect(await featuresOf(`${from}\r\n${pgp(real).replace(/^/gm, '> ')}`)).toEqual({})
  })

  test('a signature is named, not believed', async () => {
    const signed = `${from}MIME-Version: 1.0\r\nContent-Type: multipart/signed; micalg=pgp-sha256; protocol="application/pgp-signature"; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhi\r\n--b\r\nContent-Type: application/pgp-signature; name=signature.asc\r\n\r\nx\r\n--b--\r\n`
    expect(await featuresOf(signed)).toEqual({ signature: 'openpgp' })
  })
})

describe('attachments', () => {
  const zip = (name: string, locked = false): Buffer => {
    const local = Buffer.alloc(30 + name.length)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(locked ? 1 : 0, 6)
    local.writeUInt16LE(name.length, 26)
    local.write(name, 30, 'latin1')
    const central = Buffer.alloc(46 + name.length)
    central.writeUInt32LE(0x02014b50, 0)
    central.writeUInt16LE(name.length, 28)
    central.write(name, 46, 'latin1')
    return Buffer.concat([local, Buffer.alloc(40_000, 0x55), central, Buffer.from('504b0506', 'hex'), Buffer.alloc(18)])
  }
  const program = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(9_000, 3)])

  test.each([
    ['a program', 'setup.exe', program, 'program'],
    ['a program that is called a photo', 'photo.jpg', program, 'program disguised'],
    ['two ends', 'invoice.pdf.exe', program, 'program double-end'],
    ['a name turned around', 'photo\u202egpj.scr', program, 'program turned-name'],
    ['a document with macros', 'plan.docx', zip('word/vbaProject.bin'), 'macros'],
    ['a document that may have macros by its kind', 'plan.docm', zip('word/document.xml'), 'macros'],
    ['an archive with a password', 'plan.zip', zip('plan.txt', true), 'locked'],
    ['an archive with a program in it', 'plan.zip', zip('plan.pdf.scr'), 'program-inside'],
    ['a page', 'invoice.html', Buffer.from('<html><body>pay</body></html>'), 'page'],
    ['a page that is called a PDF', 'invoice.pdf', Buffer.from('<!DOCTYPE html><script>'), 'page disguised'],
    [
      'an old document with macros',
      'old.doc',
      Buffer.concat([
        Buffer.from('d0cf11e0a1b11ae1', 'hex'),
        Buffer.alloc(6_000),
        Buffer.from('_VBA_PROJECT', 'utf16le'),
        Buffer.alloc(6_000),
      ]),
      'macros',
    ],
  ])('%s is told', async (_, name, content, reasons) => {
    expect((await featuresOf(withFile(name, 'application/octet-stream', content)))['files']).toEqual([`0 ${reasons}`])
  })

  test('documents, pictures and archives like those of every day are not', async () => {
    const ordinary: [string, Buffer][] = [
      ['plan.docx', zip('word/document.xml')],
      ['plan.pdf', Buffer.from('%PDF-1.7 and so on')],
      ['photo.JPG', Buffer.from('ffd8ffe0', 'hex')],
      ['v1.2.notes.txt', Buffer.from('plain')],
      ['photos.zip', zip('a.jpg')],
    ]
    for (const [name, content] of ordinary) {
      expect(await featuresOf(withFile(name, 'application/octet-stream', content)), name).toEqual({})
    }
  })
})
