import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isInnerAddress } from './domains.ts'
import { readHead } from './head.ts'
import { readHop } from './received.ts'
import { readTrace } from './trace.ts'
import { authservMentions } from './verify.ts'

const trace = (lines: readonly string[], ids = ['mx.home.example'], hosts = ids) =>
  readTrace(readHead(Buffer.from(`${lines.join('\r\n')}\r\n\r\nbody`)), ids, hosts)

const path = 'Return-Path: <ana@example.org>'
const own =
  'Authentication-Results: mx.home.example; dkim=pass header.d=example.org; spf=fail smtp.mailfrom=ana@example.org'
const inside = 'Received: from mx.home.example (mx.home.example [198.51.100.2]) by store1.home.example with LMTPS id 3'
const ingress =
  'Received: from out.example.org (out.example.org [192.0.2.1])\r\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))\r\n\tby mx.home.example (Postfix) with ESMTPS id 2; Tue, 24 Nov 2026 09:00:00 +0000'
const forged =
  'Authentication-Results: mx.home.example; dkim=pass header.d=bank.example; dmarc=pass header.from=bank.example'
const forgedHop = 'Received: from bank.example (bank.example [203.0.113.7]) by mx.home.example with ESMTPS id 1'
const from = 'From: a@bank.example'

describe('the trace', () => {
  test('tells the way in, the sender, the protection and the results, past the provider’s inner hops', () => {
    expect(trace([path, inside, own, ingress, from])).toMatchObject({
      ingress: { by: 'mx.home.example', helo: 'out.example.org', address: '192.0.2.1' },
      sender: 'ana@example.org',
      results: { authservId: 'mx.home.example' },
      tls: { protected: 2, hops: 2, version: '1.3', cipher: 'TLS_AES_256_GCM_SHA384', by: 'mx.home.example' },
    })
  })

  test('ends at the way in: what a sender wrote below it in the provider’s name counts for nothing', () => {
    const told = trace([path, ingress, forged, forgedHop, forged, from])
    expect(told.results).toBeNull()
    expect(told.ingress?.address).toBe('192.0.2.1')
    expect(told.tls?.hops).toBe(1)
  })

  test('of several results with the trusted name the topmost counts, whoever else writes there', () => {
    const other = 'Authentication-Results: elsewhere.example; dkim=pass header.d=bank.example'
    const told = trace([other, own, forged, ingress, from])
    expect(told.results?.payload).toContain('header.d=example.org')
  })

  test('without a line of the provider nothing in its name is believed', () => {
    expect(trace([forged, from])).toEqual({ ingress: null, sender: null, results: null, tls: null })
    expect(
      trace([forged, 'Received: from x (x [192.0.2.3]) by mx.stranger.example with ESMTPS', from]).results,
    ).toBeNull()
    expect(trace([own, ingress, from], []).results).toBeNull()
    expect(trace([own, ingress, from], ['home.example']).results).toBeNull()
  })

  test('a client that only calls itself one of the provider’s hosts is not gone past, and not taken for the way in', () => {
    const claim = 'Received: from mx2.home.example ([203.0.113.9]) by mx.home.example with ESMTP id 4'
    const told = trace([path, claim, forgedHop, forged, from])
    expect(told).toMatchObject({ ingress: null, results: null })
    const neighbour = 'Received: from x (vps7.home.example [203.0.113.9]) by mx.home.example with ESMTP id 4'
    expect(trace([path, neighbour, forgedHop, forged, from])).toMatchObject({ ingress: null, results: null })
  })

  test.each([
    [
      'Gmail',
      [
        'Received: by 2002:a05:6a10:c0a1:0:0:0:0 with SMTP id x; now',
        'Return-Path: <a@x.example>',
        'Received: from out.x.example (out.x.example. [192.0.2.4])\r\n        by mx.google.com with ESMTPS id a-b.1\r\n        for <me@gmail.com>\r\n        (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);\r\n        now',
      ],
      'mx.google.com',
      '192.0.2.4',
      '1.3',
    ],
    [
      'Exim',
      [
        'Return-path: <a@x.example>',
        'Received: from [192.0.2.5] (port=51234 helo=out.x.example)\r\n\tby mx.home.example with esmtps (TLS1.2:ECDHE_RSA_AES_256_GCM_SHA384:256)\r\n\t(Exim 4.96) (envelope-from <a@x.example>) id 1',
      ],
      'mx.home.example',
      '192.0.2.5',
      '1.2',
    ],
    [
      'Exchange',
      [
        'Received: from mail.x.example (192.0.2.6) by a.protection.outlook.com\r\n (10.0.0.1) with Microsoft SMTP Server (version=TLS1_2,\r\n cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15',
      ],
      'b.protection.outlook.com',
      '192.0.2.6',
      '1.2',
    ],
    [
      'Sendmail',
      [
        'Received: from out.x.example (out.x.example [IPv6:2001:db8::7])\r\n\tby mx.home.example (8.17.1/8.17.1) with ESMTPS id 1\r\n\t(version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256 verify=NOT)',
      ],
      'mx.home.example',
      '2001:db8::7',
      '1.3',
    ],
    [
      'in the clear',
      ['Received: from out.x.example (unknown [192.0.2.8]) by mx.home.example with SMTP id 1'],
      'mx.home.example',
      '192.0.2.8',
      null,
    ],
  ] as const)('reads the lines of %s', (_, lines, host, address, version) => {
    const told = trace([...lines, from], [host])
    expect(told.ingress?.address).toBe(address)
    expect(told.tls).toMatchObject({ hops: 1, protected: version === null ? 0 : 1, version })
  })
})

describe('whom to trust', () => {
  const mentions = (lines: readonly string[], hosts: readonly string[] = []) =>
    authservMentions(Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), hosts)

  test('names that stand above the way in are told from what senders wrote', () => {
    const foreign = 'Authentication-Results: other.example; dkim=pass'
    expect(mentions([path, own, ingress, foreign, from])).toEqual([
      { authservId: 'mx.home.example', own: true },
      { authservId: 'other.example', own: false },
    ])
  })
})

describe('whatever stands in a message', () => {
  const junk = fc.array(
    fc.oneof(
      fc.constantFrom(path, own, inside, ingress, forged, forgedHop, from, 'Received:', 'Authentication-Results: ;;;'),
      fc
        .string({ maxLength: 200 })
        .map((text) => `Received: from ${text.replaceAll(/[\r\n]/g, ' ')} by mx.home.example`),
      fc.string({ maxLength: 200 }).map((text) => `Authentication-Results: ${text.replaceAll(/[\r\n]/g, ' ')}`),
    ),
    { maxLength: 12 },
  )

  test('it is read without an error, and lines below the way in change nothing', () => {
    fc.assert(
      fc.property(junk, (below) => {
        const plain = trace([path, own, ingress, from])
        expect(trace([path, own, ingress, ...below, from])).toEqual(plain)
        trace([...below, from])
      }),
      { numRuns: 300 },
    )
  })

  test('a Received line of any kind is a hop or none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const hop = readHop({ name: 'received', line: `Received: ${text}` })
        expect(hop === null || hop.by.length <= 255).toBe(true)
      }),
    )
  })
})

test('addresses of one’s own network are told from those of the internet', () => {
  const inner = [
    '10.1.2.3',
    '127.0.0.1',
    '192.168.0.1',
    '172.31.0.1',
    '100.64.0.1',
    '169.254.1.1',
    '::1',
    'fd00::1',
    'fe80::1',
    '::ffff:10.0.0.1',
  ]
  const outer = [
    '11.0.0.1',
    '172.32.0.1',
    '100.128.0.1',
    '192.169.0.1',
    '2001:db8::1',
    '1.10.0.1',
    '::ffff:8.8.8.8',
    '',
  ]
  expect(inner.filter((address) => !isInnerAddress(address))).toEqual([])
  expect(outer.filter(isInnerAddress)).toEqual([])
})
