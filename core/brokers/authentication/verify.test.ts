import { beforeAll, describe, expect, test } from 'vitest'
import { createSigner, type Signer } from '../../../devtools/fakes/index.ts'
import type { HeardAnswer, NameAnswer, VerifyQuestion } from '../../ports.ts'
import { verifyMail } from './index.ts'

const dayMs = 86_400_000
const receivedMs = Date.UTC(2026, 10, 24, 9)
const today = Math.floor(receivedMs / dayMs)

const letter = (from = 'Ana <ana@example.org>', body = 'Hello,\r\n\r\nsee you on Friday.\r\n'): string =>
  `From: ${from}\r\nTo: bob@example.net\r\nSubject: Friday\r\nDate: Tue, 24 Nov 2026 08:59:00 +0000\r\n` +
  `Message-ID: <friday@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${body}`

type Zone = Readonly<Record<string, readonly string[] | NameAnswer>>

/** Answers of that day; whatever is not in the zone is not there. */
function dnsOf(zone: Zone, day = today) {
  const asked: string[] = []
  const ask = async (name: string, type: string): Promise<HeardAnswer> => {
    asked.push(`${type} ${name}`)
    const found = zone[`${type} ${name}`] ?? { kind: 'none', exists: false }
    const answer = 'kind' in found ? found : { kind: 'found' as const, records: found }
    return { ...answer, heardFromDay: day, heardToDay: day }
  }
  return { ask, asked }
}

const nobody: VerifyQuestion = { receivedMs, authservIds: [], hosts: [] }
const provider: VerifyQuestion = { receivedMs, authservIds: ['mx.home.example'], hosts: ['mx.home.example'] }
const silence: NameAnswer = { kind: 'unreachable', reason: 'no-answer' }

let ana: Signer
let list: Signer
let keys: Zone
beforeAll(() => {
  ana = createSigner('example.org')
  list = createSigner('list.example', { selector: 'l1' })
  keys = { [`TXT ${ana.keyName}`]: [ana.keyRecord], [`TXT ${list.keyName}`]: [list.keyRecord] }
})

const verify = (raw: Uint8Array | string, zone: Zone = keys, question = nobody, day = today) =>
  verifyMail(Buffer.from(raw), question, dnsOf(zone, day).ask)

describe('a signature', () => {
  test('that holds proves the domain of the author', async () => {
    const verified = await verify(await ana.sign(letter()))
    expect(verified.dkim).toMatchObject({
      result: 'pass',
      domain: 'example.org',
      aligned: true,
      reason: null,
      by: null,
    })
    expect(verified.spf).toMatchObject({ result: 'unknown', reason: 'no-trusted-hop' })
    expect(verified.dmarc).toMatchObject({ result: 'none', domain: 'example.org' })
    expect(verified.arc.result).toBe('none')
  })

  test('holds with the line ends of an mbox too', async () => {
    const signed = Buffer.from(await ana.sign(letter())).toString('latin1')
    expect((await verify(signed.replaceAll('\r\n', '\n'))).dkim.result).toBe('pass')
  })

  test('of a message with one byte of its body changed fails, and says that it is the body; no DNS is needed for that', async () => {
    const changed = Buffer.from(await ana.sign(letter()))
      .toString('latin1')
      .replace('Friday.', 'Monday.')
    const { ask, asked } = dnsOf({})
    const { dkim } = await verifyMail(Buffer.from(changed, 'latin1'), nobody, ask)
    expect(dkim).toMatchObject({ result: 'fail', domain: 'example.org', reason: 'body-changed' })
    expect(asked).toEqual([])
  })

  test('of a message with another subject fails, and says that it is the headers', async () => {
    const changed = Buffer.from(await ana.sign(letter()))
      .toString('latin1')
      .replace('Subject: Friday', 'Subject: Monday')
    expect((await verify(changed)).dkim).toMatchObject({ result: 'fail', reason: 'headers-changed' })
  })

  test('of old mail whose key is gone is no forgery, and neither is one that does not fit the key of today', async () => {
    const signed = await ana.sign(letter())
    expect((await verify(signed, {}, nobody, today + 900)).dkim).toMatchObject({
      result: 'unknown',
      reason: 'key-gone',
    })
    const otherKey = { [`TXT ${ana.keyName}`]: [list.keyRecord] }
    expect((await verify(signed, otherKey, nobody, today + 900)).dkim).toMatchObject({
      result: 'unknown',
      reason: 'key-or-headers-changed',
    })
    expect((await verify(signed, otherKey)).dkim).toMatchObject({ result: 'fail', reason: 'headers-changed' })
  })

  test.each<[string, (zone: Zone) => Zone, string]>([
    ['that was never published', () => ({}), 'no-key'],
    ['that was revoked', () => ({ [`TXT ${ana.keyName}`]: ['v=DKIM1; p='] }), 'key-revoked'],
    ['that is none', () => ({ [`TXT ${ana.keyName}`]: ['v=DKIM1; p=AAAA'] }), 'key-unusable'],
    ['of another kind', () => ({ [`TXT ${ana.keyName}`]: ['v=DKIM1; k=dsa; p=AAAA'] }), 'key-unusable'],
    [
      'that unrelated texts stand in the place of',
      () => ({ [`TXT ${ana.keyName}`]: ['v=spf1 -all', 'hello'] }),
      'no-key',
    ],
    ['too long to be one', () => ({ [`TXT ${ana.keyName}`]: [`p=${'A'.repeat(20_000)}`] }), 'bad-answer'],
  ])('by a key %s says nothing for or against the message', async (_, zoneOf, reason) => {
    const { dkim } = await verify(await ana.sign(letter()), zoneOf(keys))
    expect(dkim.result).toBe(reason === 'bad-answer' ? 'pending' : 'unknown')
    expect(dkim.reason).toBe(reason)
  })

  test('waits when the DNS is silent, and is decided when it answers', async () => {
    const signed = await ana.sign(letter())
    const quiet = await verify(signed, { [`TXT ${ana.keyName}`]: silence })
    expect(quiet.dkim).toMatchObject({ result: 'pending', domain: 'example.org', reason: 'no-answer' })
    expect(quiet.dmarc.result).toBe('pending')
    expect((await verify(signed)).dkim.result).toBe('pass')
  })

  test('is weighed by its strength: short keys, SHA-1, an end of time and an open end of the body do not count', async () => {
    const weak = createSigner('weak.example', { bits: 512 })
    const short = await weak.sign(letter('x@weak.example'))
    const zone = { ...keys, [`TXT ${weak.keyName}`]: [weak.keyRecord] }
    expect((await verify(short, zone)).dkim).toMatchObject({ result: 'unknown', reason: 'weak-key' })
    const sha1 = await ana.sign(letter(), { algorithm: 'rsa-sha1' })
    expect((await verify(sha1)).dkim).toMatchObject({ result: 'unknown', reason: 'weak-algorithm' })
    const expired = await ana.sign(letter(), { expiresAtMs: receivedMs - dayMs })
    expect((await verify(expired)).dkim).toMatchObject({ result: 'unknown', reason: 'expired' })
    const later = await ana.sign(letter(), { expiresAtMs: receivedMs + dayMs })
    expect((await verify(later, keys, { ...nobody, receivedMs })).dkim.result).toBe('pass')
    const open = Buffer.concat([await ana.sign(letter(), { bodyBytes: 10 }), Buffer.from('added\r\n')])
    expect((await verify(open)).dkim).toMatchObject({ result: 'unknown', reason: 'partly-signed' })
  })

  test('that leaves the author open proves nothing', async () => {
    const signed = Buffer.from(await ana.sign(letter())).toString('latin1')
    const open = signed.replace(/(h=[^;]*)\bFrom\b/, '$1Keywords')
    expect(open).not.toBe(signed)
    expect((await verify(open)).dkim).toMatchObject({ result: 'unknown', reason: 'from-not-signed' })
  })

  test('of somebody else is one, but not the author’s', async () => {
    const forged = await list.sign(letter('Bank <info@bank.example>'))
    const { dkim, dmarc } = await verify(forged, { ...keys, 'TXT _dmarc.bank.example': ['v=DMARC1; p=reject'] })
    expect(dkim).toMatchObject({ result: 'pass', domain: 'list.example', aligned: false })
    expect(dmarc.result).toBe('unknown')
  })

  test('beside others: the best for the author counts, the others are listed', async () => {
    const both = await list.sign(await ana.sign(letter()))
    expect((await verify(both)).dkim).toMatchObject({
      result: 'pass',
      domain: 'example.org',
      aligned: true,
      others: [{ domain: 'list.example', result: 'pass', aligned: false }],
    })
    const changed = await list.sign(`${Buffer.from(await ana.sign(letter())).toString('latin1')}-- \r\nThe list\r\n`)
    expect((await verify(changed)).dkim).toMatchObject({
      result: 'pass',
      domain: 'list.example',
      aligned: false,
      others: [{ domain: 'example.org', result: 'fail', reason: 'body-changed' }],
    })
  })
})

describe('hostile headers', () => {
  test('a thousand signatures cost as much as ten, and are not believed for their number', async () => {
    const signed = Buffer.from(await ana.sign(letter())).toString('latin1')
    const flood = Array.from(
      { length: 1000 },
      (_, n) =>
        `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=d${n}.example; s=s; h=from; l=${n}; bh=AAAA; b=AAAA\r\n`,
    ).join('')
    const { ask, asked } = dnsOf(keys)
    const below = await verifyMail(Buffer.from(signed.replace('From:', `${flood}From:`), 'latin1'), nobody, ask)
    expect(below.dkim.result).toBe('pass')
    const above = await verifyMail(Buffer.from(flood + signed, 'latin1'), nobody, ask)
    expect(above.dkim.result).not.toBe('pass')
    expect(above.dkim.others?.length).toBe(9)
    expect(asked.length).toBeLessThan(15)
  })

  test('headers of ten thousand addresses are checked, those of a million lines are not, and say so', async () => {
    const many = Array.from({ length: 10_000 }, (_, n) => `person${n}@people.example`).join(',\r\n ')
    const wide = letter().replace('To: bob@example.net', `To: ${many}`)
    expect((await verify(await ana.sign(wide))).dkim.result).toBe('pass')
    const endless = `${'X-A: b\r\n'.repeat(1_000_000)}${letter()}`
    expect((await verify(endless)).dkim).toMatchObject({ result: 'unknown', reason: 'headers-too-big' })
  })

  test('a domain whose policy asks for ever more questions ends, and is told from silence', async () => {
    const zone: Record<string, readonly string[]> = {
      'TXT example.org': [`v=spf1 ${Array.from({ length: 10 }, (_, n) => `mx:m${n}.example.org`).join(' ')} -all`],
    }
    for (let n = 0; n < 10; n++)
      zone[`MX m${n}.example.org`] = Array.from({ length: 10 }, (_, k) => `1 h${n}${k}.example.org`)
    const raw = `Return-Path: <ana@example.org>\r\nReceived: from h (h.example.org [192.0.2.9]) by mx.home.example\r\n${letter()}`
    const { ask, asked } = dnsOf(zone)
    const { spf } = await verifyMail(Buffer.from(raw), provider, ask)
    expect(spf.result).toBe('unknown')
    expect(asked.length).toBeLessThanOrEqual(81)
  })

  test.each([
    ['nothing at all', ''],
    ['no header', '\r\nbody'],
    ['only headers', 'From: a@example.org'],
    ['a signature of nothing', 'DKIM-Signature:\r\nFrom: a@example.org\r\n\r\nx'],
    ['two authors', 'From: a@example.org\r\nFrom: b@example.net\r\n\r\nx'],
    ['a chain of nothing', 'ARC-Seal: i=1\r\nARC-Seal: i=1; cv=none\r\nFrom: a@example.org\r\n\r\nx'],
  ])('%s is no error', async (_, raw) => {
    const verified = await verify(raw)
    expect([verified.dkim, verified.spf, verified.dmarc, verified.arc].map(({ result }) => result)).not.toContain(
      'pass',
    )
  })
})

describe('SPF and DMARC', () => {
  const hop =
    'Received: from out.example.org (out.example.org [192.0.2.1]) by mx.home.example (Postfix) with ESMTPS id 1\r\n'
  const arrived = (raw: string, path = '<ana@example.org>'): string => `Return-Path: ${path}\r\n${hop}${raw}`
  const zone = (): Zone => ({
    ...keys,
    'TXT example.org': ['google-site-verification=x', 'v=spf1 ip4:192.0.2.1 -all'],
    'TXT _dmarc.example.org': ['v=DMARC1; p=reject'],
  })

  test('are decided by the address that the provider saw', async () => {
    const verified = await verify(arrived(letter()), zone(), provider)
    expect(verified.spf).toMatchObject({ result: 'pass', domain: 'example.org', aligned: true })
    expect(verified.dmarc).toMatchObject({ result: 'pass', policy: 'reject' })
    expect(verified.tls).toEqual({ protected: 1, hops: 1, version: null, cipher: null, by: 'mx.home.example' })
  })

  test('fail for a server that the domain does not name, and only where that is certain', async () => {
    const stranger = arrived(letter()).replace('192.0.2.1', '203.0.113.5')
    const verified = await verify(stranger, zone(), provider)
    expect(verified.spf.result).toBe('fail')
    expect(verified.dmarc).toMatchObject({ result: 'fail', reason: 'not-aligned', policy: 'reject' })
    const years = await verify(stranger, zone(), provider, today + 900)
    expect(years.spf).toMatchObject({ result: 'unknown', reason: 'policy-gone' })
    expect(years.dmarc.result).toBe('unknown')
  })

  test('a Received line below the provider’s is the sender’s own story', async () => {
    const story = 'Received: from out.example.org (out.example.org [192.0.2.1]) by mx.home.example with ESMTPS id 2\r\n'
    const raw = arrived(`${story}${letter()}`)
      .replace('[192.0.2.1]', '[203.0.113.5]')
      .replace('out.example.org (out', 'evil (evil')
    expect((await verify(raw, zone(), provider)).spf.result).toBe('fail')
    const noHop = await verify(`${story}${letter()}`, zone(), { ...provider, hosts: ['mx.other.example'] })
    expect(noHop.spf).toMatchObject({ result: 'unknown', reason: 'no-trusted-hop' })
  })

  test('DMARC passes by a signature alone, and is not asked for where nothing could vouch', async () => {
    const signed = Buffer.from(await ana.sign(letter())).toString('latin1')
    expect((await verify(signed, zone())).dmarc).toMatchObject({ result: 'pass', policy: 'reject' })
    const { ask, asked } = dnsOf(zone())
    expect((await verifyMail(Buffer.from(letter()), nobody, ask)).dmarc.result).toBe('unknown')
    expect(asked).toEqual([])
  })
})
