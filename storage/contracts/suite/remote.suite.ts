import { describe, expect, test } from 'vitest'
import type { LogEntry } from '../../../core/defs/index.ts'
import type { Stores } from '../index.ts'
import { add, commit, message, prepare } from './fixtures.ts'

export function remoteSuite(stores: () => Stores): void {
  describe('the mirror of a server', () => {
    const copies = [3, 1, 2].map((uid) => ({
      mailboxId: 'inbox',
      uid,
      messageId: `m${uid}`,
      flags: ['\\Seen', '$Work'],
    }))

    test('is read by UID, by message and page by page', async () => {
      await prepare(stores())
      await add(stores(), 'inbox', message('m1', 1), message('m2', 2), message('m3', 3))
      await commit(stores(), { remotePuts: copies })
      const uids = (found: { uid: number }[]) => found.map((copy) => copy.uid)
      expect(uids(await stores().remote.page('inbox', 0, 2))).toEqual([1, 2])
      expect(uids(await stores().remote.page('inbox', 2, 2))).toEqual([3])
      expect(uids(await stores().remote.byUids('inbox', [3, 9, 1]))).toEqual([3, 1])
      expect(await stores().remote.byMessages(['m2'])).toEqual([copies[2]])
      expect(await stores().remote.count('inbox')).toBe(3)
      expect(await stores().remote.count('archive')).toBe(0)
    })

    test('is replaced, removed and cleared', async () => {
      await prepare(stores())
      await add(stores(), 'inbox', message('m1', 1), message('m2', 2), message('m3', 3))
      await commit(stores(), { remotePuts: copies })
      await commit(stores(), {
        remotePuts: [{ mailboxId: 'inbox', uid: 1, messageId: 'm1', flags: [] }],
        remoteRemoves: [{ mailboxId: 'inbox', uid: 2 }],
      })
      expect((await stores().remote.page('inbox', 0, 9)).map((copy) => [copy.uid, copy.flags.length])).toEqual([
        [1, 0],
        [3, 2],
      ])
      await commit(stores(), { remoteClears: ['inbox'] })
      expect(await stores().remote.count('inbox')).toBe(0)
      expect(await stores().messages.walk(null, 9)).toHaveLength(3)
    })
  })

  describe('the log of changes', () => {
    const entry = (clock: string): LogEntry => ({
      clock,
      entity: 'settings',
      id: 's',
      kind: 'set',
      field: 'f',
      value: { nested: [1, null, 'ü'] },
    })

    test('is read in clock order from any point', async () => {
      await commit(stores(), { log: [entry('2'), entry('1')] })
      await commit(stores(), { log: [entry('3')] })
      expect((await stores().log.since(null, 2)).map((found) => found.clock)).toEqual(['1', '2'])
      expect(await stores().log.since('2', 9)).toEqual([entry('3')])
      expect(await stores().log.last()).toBe('3')
      expect(await stores().log.count()).toBe(3)
    })

    test('of an empty store has no last entry', async () => {
      expect(await stores().log.last()).toBeNull()
    })
  })
}
