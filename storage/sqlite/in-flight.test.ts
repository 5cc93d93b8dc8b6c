import { expect, test } from 'vitest'
import { InFlight } from './in-flight.ts'

test('what was put last is known until it is committed, and a repeated import does not pile up', () => {
  const inFlight = new InFlight()
  for (let i = 0; i < 100_000; i++) inFlight.put(`hash ${i}`)
  expect(inFlight.has('hash 99999')).toBe(true)
  expect(inFlight.has('hash 0')).toBe(false)
  inFlight.committed('hash 99999')
  expect(inFlight.has('hash 99999')).toBe(false)
})

test('a blob put again counts from its last time', () => {
  const inFlight = new InFlight()
  inFlight.put('first')
  for (let i = 0; i < 19_999; i++) inFlight.put(`hash ${i}`)
  inFlight.put('first')
  inFlight.put('one more')
  expect(inFlight.has('first')).toBe(true)
})
