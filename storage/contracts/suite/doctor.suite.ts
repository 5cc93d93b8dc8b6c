import { describe, expect, test } from 'vitest'
import type { Stores } from '../index.ts'
import { add, blob, commit, message, prepare } from './fixtures.ts'

export function doctorSuite(stores: () => Stores): void {
  describe('doctor', () => {
    const finding = async (check: string, repair: boolean) =>
      (await stores().doctor(repair)).find((found) => found.check === check)

    test('finds nothing wrong with what was just written', async () => {
      await prepare(stores())
      await stores().blobs.put([blob('m1')])
      await add(stores(), 'inbox', message('m1', 1, { copies: [{ blob: blob('m1').hash, sizeBytes: 2 }] }))
      expect((await stores().doctor(true)).filter((found) => !found.ok)).toEqual([])
      expect(await stores().blobs.get(blob('m1').hash)).not.toBeNull()
    })

    test('tells of a missing text, and removes texts that belong to no message only when asked to', async () => {
      await prepare(stores())
      await stores().blobs.put([blob('orphan')])
      await add(stores(), 'inbox', message('m2', 1, { copies: [{ blob: blob('orphan').hash, sizeBytes: 6 }] }))
      await commit(stores(), { messageRemoves: ['m2'] })
      await add(stores(), 'inbox', message('m1', 1, { copies: [{ blob: blob('lost').hash, sizeBytes: 4 }] }))
      expect(await finding('blobs', false)).toMatchObject({ ok: false, count: 1 })
      expect(await finding('orphans', false)).toMatchObject({ ok: false, count: 1, repaired: false })
      expect(await finding('orphans', true)).toMatchObject({ repaired: true })
      expect(await finding('orphans', false)).toMatchObject({ ok: true, count: 0 })
    })

    test('counts what is there', async () => {
      await prepare(stores())
      await add(stores(), 'inbox', message('m1', 1), message('m2', 7, { threadId: 't-m1' }))
      expect(await stores().stats()).toMatchObject({
        messages: 2,
        threads: 1,
        mailboxes: 5,
        accounts: 1,
        unread: 2,
        oldestMs: message('', 1).sortMs,
        newestMs: message('', 7).sortMs,
      })
    })
  })
}
