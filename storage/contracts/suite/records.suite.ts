import { describe, expect, test } from 'vitest'
import { settingsRecord } from '../../../core/defs/index.ts'
import type { Stores } from '../index.ts'
import { account, commit, dayZeroMs, mailbox, prepare } from './fixtures.ts'

export function recordsSuite(stores: () => Stores): void {
  describe('records', () => {
    test('come back as they were put, absent ones as null', async () => {
      const settings = settingsRecord.parse({ id: 'settings', theme: 'dark' })
      await commit(stores(), {
        recordInserts: [{ noun: 'account', value: account('a') }],
        recordPuts: [{ noun: 'settings', value: settings }],
      })
      expect(await stores().records.get('account', 'a')).toEqual(account('a'))
      expect(await stores().records.get('settings', 'settings')).toEqual(settings)
      expect(await stores().records.get('account', 'b')).toBeNull()
    })

    test('are listed by their scope, page by page, in either direction', async () => {
      await commit(stores(), {
        recordPuts: ['1', '2', '3'].flatMap((id) => [
          { noun: 'mailbox', value: mailbox(`a${id}`, null, 'a') } as const,
          { noun: 'mailbox', value: mailbox(`b${id}`, null, 'b') } as const,
        ]),
      })
      const first = await stores().records.list('mailbox', { scope: 'b', limit: 2 })
      expect(first.items.map((item) => item.id)).toEqual(['b1', 'b2'])
      const second = await stores().records.list('mailbox', { scope: 'b', limit: 2, cursor: first.nextCursor ?? '' })
      expect(second.items.map((item) => item.id)).toEqual(['b3'])
      expect(second.nextCursor).toBeNull()
      const latest = await stores().records.list('mailbox', { limit: 4, descending: true })
      expect(latest.items.map((item) => item.id)).toEqual(['b3', 'b2', 'b1', 'a3'])
      expect(await stores().records.count('mailbox')).toBe(6)
      expect(await stores().records.count('mailbox', 'a')).toBe(3)
    })

    test('are patched field by field, and a stale patch changes nothing', async () => {
      await prepare(stores())
      await commit(stores(), {
        recordPatches: [{ noun: 'account', id: 'a', from: { paused: false }, set: { paused: true } }],
      })
      const stale = await stores().commit({
        recordPatches: [{ noun: 'account', id: 'a', from: { paused: false }, set: { name: 'lost' } }],
      })
      expect(stale).toMatchObject({ ok: false, conflict: { current: { paused: true, name: 'Zoë Ångström' } } })
    })

    test('are removed, twice without harm', async () => {
      const value = { id: 'c', updatedAtMs: dayZeroMs, state: { offset: 12, 名: ['x', null] } }
      await commit(stores(), { recordPuts: [{ noun: 'checkpoint', value }] })
      expect(await stores().records.get('checkpoint', 'c')).toEqual(value)
      for (let i = 0; i < 2; i++) await commit(stores(), { recordRemoves: [{ noun: 'checkpoint', id: 'c' }] })
      expect(await stores().records.get('checkpoint', 'c')).toBeNull()
    })
  })
}
