import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isValidAddress, readRecipients, withRecipients, writeRecipient } from './recipients.ts'

test('people are read as they are pasted from anywhere', () => {
  expect(
    readRecipients(
      'Amira Haddad <amira@haddad.example>, "Weiß, Jonas" <j@s.example>; lea@f.example\nmailto:x@y.example (X)\n',
    ),
  ).toEqual([
    { address: 'amira@haddad.example', label: 'Amira Haddad' },
    { address: 'j@s.example', label: 'Weiß, Jonas' },
    { address: 'lea@f.example', label: '' },
    { address: 'x@y.example', label: 'X' },
  ])
  expect(readRecipients('a@b.example c@d.example')).toHaveLength(2)
})

test.each([
  ['amira@haddad.example', true],
  ['amira+tag@haddad.example', true],
  ['用户@例子.测试', true],
  ['amira@haddad', false],
  ['amira', false],
  ['a@b@c.example', false],
  ['a b@c.example', false],
  ['a@c..example', false],
])('%s is valid: %s', (address, valid) => expect(isValidAddress(address)).toBe(valid))

test('nobody is written to twice', () => {
  const amira = { address: 'amira@haddad.example', label: 'Amira' }
  expect(withRecipients([amira], [{ address: 'AMIRA@haddad.example', label: '' }])).toEqual([amira])
})

test('what is taken into the field to be edited reads back the same', () => {
  const name = fc.string({ maxLength: 20 }).map((text) =>
    text
      .replace(/["\\\r\n\t]/g, '')
      .trim()
      .replace(/^'|'$/g, '')
      .trim(),
  )
  fc.assert(
    fc.property(name, (label) => {
      const person = { address: 'a@b.example', label }
      expect(readRecipients(writeRecipient(person))).toEqual([person])
    }),
  )
})
