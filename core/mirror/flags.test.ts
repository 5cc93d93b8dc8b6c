import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { MessageFlags } from '../defs/index.ts'
import { adoptFlags, changedFields, mergeFlags } from './flags.ts'

const names = ['\\Seen', '\\Flagged', '\\Answered', '$Forwarded', '\\Draft', 'custom']
const imapFlags = fc.subarray(names)
const flags: fc.Arbitrary<MessageFlags> = fc.record({
  seen: fc.boolean(),
  flagged: fc.boolean(),
  answered: fc.boolean(),
  forwarded: fc.boolean(),
  draft: fc.boolean(),
})
const none = new Set<string>()

test('what the server did not change stays as it is here', () => {
  fc.assert(
    fc.property(imapFlags, flags, (base, local) => {
      expect(mergeFlags(base, base, local, none)).toEqual(local)
    }),
  )
})

test('what the server changed is taken over, unless a change of our own is on its way', () => {
  fc.assert(
    fc.property(imapFlags, imapFlags, flags, fc.subarray(names), (base, server, local, pending) => {
      const merged = mergeFlags(base, server, local, new Set(pending))
      const changed = base.includes('\\Seen') !== server.includes('\\Seen')
      expect(merged.seen).toBe(changed && !pending.includes('\\Seen') ? server.includes('\\Seen') : local.seen)
    }),
  )
})

test('changes of different flags on both sides are both kept, whichever comes first', () => {
  fc.assert(
    fc.property(imapFlags, flags, (server, local) => {
      const mine = { ...adoptFlags([], local, none), flagged: true }
      const once = mergeFlags(
        [],
        server.filter((flag) => flag !== '\\Flagged'),
        mine,
        none,
      )
      expect(once.flagged).toBe(true)
      expect(once.seen).toBe(server.includes('\\Seen'))
    }),
  )
})

test('adopting makes the flags the server’s, but for those on their way to it', () => {
  const local = { seen: true, flagged: true, answered: false, forwarded: false, draft: false }
  expect(adoptFlags(['\\Answered'], local, new Set(['\\Flagged']))).toEqual({
    seen: false,
    flagged: true,
    answered: true,
    forwarded: false,
    draft: false,
  })
  expect(changedFields(local, { ...local, seen: false })).toEqual({ seen: false })
})
