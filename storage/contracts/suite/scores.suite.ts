import { describe, expect, test } from 'vitest'
import type { Feature } from '../../../core/defs/index.ts'
import type { Stores } from '../index.ts'
import { add, commit, dayZeroMs, message, prepare } from './fixtures.ts'

const privacy = (rules: number) => ({ technic: 50, context: 60, comportment: 70, overall: 60, rules })

export function scoresSuite(stores: () => Stores): void {
  describe('what messages are judged by', () => {
    test('comes back as it was found, replaced as a whole, gone with the message', async () => {
      await prepare(stores())
      await add(stores(), 'inbox', message('m1', 1), message('m2', 2), message('m3', 3))
      const features: Feature[] = [
        { name: 'dkim', value: [{ domain: 'example.org', result: 'pass' }], origin: 'verified' },
        { name: 'trackers', value: { count: 2, by: { 'Ünïcödé 例': 'pixel' } }, origin: 'body' },
        { name: 'files', value: { long: 'x'.repeat(5000) }, origin: 'body' },
        { name: 'reply-to', value: null, origin: 'header' },
        { name: 'known', value: true, origin: 'book' },
        { name: 'spf', value: 'pass', origin: 'provider' },
      ]
      for (let i = 0; i < 3; i++) {
        await commit(stores(), {
          features: ['m1', 'm2', 'gone'].map((messageId) => ({ messageId, features })),
        })
      }
      const found = await stores().scores.features(['m1', 'm2', 'm3', 'gone'])
      expect(found).toEqual(
        new Map([
          ['m1', features],
          ['m2', features],
        ]),
      )
      await commit(stores(), {
        features: [{ messageId: 'm1', features: features.slice(0, 1) }],
        messageRemoves: ['m2'],
      })
      expect(await stores().scores.features(['m1', 'm2'])).toEqual(new Map([['m1', features.slice(0, 1)]]))
    })

    test('scores replace what was there and nothing else; unknown messages are passed over', async () => {
      await prepare(stores())
      await add(stores(), 'inbox', message('m1', 1, { correction: 4, own: true }))
      await commit(stores(), {
        scores: ['m1', 'gone'].map((messageId) => ({ messageId, privacy: privacy(3), importance: -7 })),
      })
      expect(await stores().messages.get(['m1'])).toMatchObject([
        { privacy: privacy(3), importance: -7, correction: 4, own: true, subject: 'Subject of m1' },
      ])
    })

    test('those not scored by these rules are found newest first, once their body is here', async () => {
      await prepare(stores())
      await add(
        stores(),
        'inbox',
        message('never', 1),
        message('old', 2, { privacy: privacy(1) }),
        message('pending', 3, { bodyState: 'pending' }),
        message('done', 4, { privacy: privacy(2) }),
        message('odd', 5, { bodyState: 'unreadable' }),
      )
      expect(await stores().scores.stale(2, 9)).toEqual(['odd', 'old', 'never'])
      expect(await stores().scores.stale(2, 2)).toEqual(['odd', 'old'])
      expect([await stores().scores.staleCount(2), await stores().scores.staleCount(1)]).toEqual([3, 3])
      await commit(stores(), {
        scores: ['odd', 'old', 'never'].map((messageId) => ({ messageId, privacy: privacy(2), importance: 1 })),
      })
      expect(await stores().scores.staleCount(2)).toBe(0)
      await add(stores(), 'inbox', message('pending', 3))
      expect(await stores().scores.stale(2, 9)).toEqual(['pending'])
    })
  })

  describe('correspondents', () => {
    const from = (address: string, label = '') => ({ type: 'from' as const, address, label })
    const to = (address: string, label = '') => ({ type: 'to' as const, address, label })

    test('are known by how often they were written to and heard of, and when', async () => {
      await prepare(stores())
      await add(
        stores(),
        'inbox',
        message('m1', 1, { participants: [from('Ann@x', 'Ann'), to('me@x'), { ...to('bob@x'), type: 'cc' }] }),
        message('m2', 2, {
          own: true,
          participants: [from('me@x', 'Me'), to('ann@X', 'Ann B.'), { ...to('ann@x'), type: 'cc' }],
        }),
        message('m3', 3, { own: true, participants: [from('me@x'), { ...to('zoe@x', 'Zoë'), type: 'bcc' }] }),
      )
      expect(await stores().scores.correspondents(['ann@x', 'bob@x', 'nobody@x'])).toEqual([
        {
          address: 'ann@x',
          label: 'Ann B.',
          written: 1,
          lastWrittenMs: dayZeroMs + 2000,
          received: 1,
          lastReceivedMs: dayZeroMs + 1000,
        },
        { address: 'bob@x', label: '', written: 0, lastWrittenMs: 0, received: 1, lastReceivedMs: dayZeroMs + 1000 },
      ])
      expect((await stores().scores.writtenTo(9)).map(({ address }) => address)).toEqual(['zoe@x', 'ann@x'])
      expect((await stores().scores.writtenTo(1)).map(({ label }) => label)).toEqual(['Zoë'])
      const [me] = await stores().scores.correspondents(['me@x'])
      expect([me?.written, me?.received]).toEqual([0, 1])
    })

    test('follow messages that turn out to be the user’s own, and go with the last message', async () => {
      await prepare(stores())
      await add(stores(), 'inbox', message('m1', 1, { participants: [from('me@x'), to('ann@x')] }))
      await commit(stores(), { messagePatches: [{ id: 'm1', from: {}, set: { own: true } }] })
      expect(await stores().scores.correspondents(['ann@x'])).toMatchObject([{ written: 1, received: 0 }])
      await commit(stores(), { messageRemoves: ['m1'] })
      expect(await stores().scores.correspondents(['ann@x'])).toEqual([])
      expect(await stores().search.people(9)).toEqual([])
    })
  })
}
