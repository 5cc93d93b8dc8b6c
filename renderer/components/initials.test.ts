import { expect, test } from 'vitest'
import { initials, tint } from './initials.ts'

test('a person shows the first letters of first and last name, in any script', () => {
  expect(initials('Amira Haddad', 'amira@haddad.example')).toBe('AH')
  expect(initials('Γιώργος Παπαδάκης', '')).toBe('ΓΠ')
  expect(initials('Amira Haddad أميرة حداد', '')).toBe('AH')
  expect(initials('陈丽华 Chen Lihua', '')).toBe('陈')
  expect(initials('', 'jonas.weiss@stadtarchiv.example')).toBe('JW')
  expect(initials('', '')).toBe('?')
})

test('the same address has the same tint however it is written', () => {
  expect(tint('Amira@Haddad.example')).toBe(tint('amira@haddad.example'))
})
