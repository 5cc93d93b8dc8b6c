import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mboxFlags } from './index.ts'

const flags = (...headers: string[]) =>
  mboxFlags(Buffer.from(`${headers.join('\r\n')}\r\nFrom: a@example.org\r\n\r\nStatus: RO\r\n`))

test('what other programs noted of a message is kept: read, answered, starred', () => {
  expect(flags('Status: RO', 'X-Status: AF')).toEqual(['\\Seen', '\\Answered', '\\Flagged'])
  expect(flags('X-Mozilla-Status: 0005')).toEqual(['\\Seen', '\\Flagged'])
  expect(flags('Subject: nothing')).toEqual([])
})

test('tags of Thunderbird come along', () => {
  expect(flags('X-Mozilla-Keys: $label1 travel_plans              ')).toEqual(['$label1', 'travel_plans'])
})

test('labels of Google Takeout come along, in any script; those that Gmail gives by itself do not', () => {
  expect(flags('X-Gmail-Labels: Inbox,Important,Opened,Starred,Receipts/2026,"Travel, plans"')).toEqual([
    '\\Seen',
    '\\Flagged',
    '%Receipts/2026',
    '%Travel, plans',
  ])
  expect(flags('X-Gmail-Labels: =?UTF-8?Q?Unread,Category_Updates,=C3=89t=C3=A9?=')).toEqual(['%Été'])
  expect(flags('X-Gmail-Labels: =?utf-8?B?w4l0w6ks?=', ' =?utf-8?Q?Mer?=')).toEqual(['\\Seen', '%Été', '%Mer'])
})

test('a sender cannot tag their own message', () => {
  const forged = ['X-Mozilla-Keys: $label1', 'X-Gmail-Labels: Work,Starred']
  expect(flags('Received: by mx.example.net', ...forged)).toEqual([])
  expect(flags('Subject: hello', ...forged)).toEqual([])
})

test('any bytes are flags or none', () => {
  const name = fc.constantFrom('X-Gmail-Labels: ', 'X-Mozilla-Keys: ', 'Status: ')
  fc.assert(
    fc.property(name, fc.string({ unit: 'binary', maxLength: 500 }), (header, text) => {
      for (const flag of flags(`${header}${text}`)) expect(flag.length).toBeLessThanOrEqual(101)
    }),
  )
  expect(flags(`X-Mozilla-Keys: ${'a '.repeat(5_000)}`).length).toBeLessThanOrEqual(103)
})
