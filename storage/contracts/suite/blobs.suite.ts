import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Stores } from '../index.ts'
import { blob } from './fixtures.ts'

export function blobsSuite(stores: () => Stores): void {
  describe('blobs', () => {
    test('give back the very bytes: text, nothing at all, and what is larger than a row holds', async () => {
      const raws = [Buffer.from('From: ü\r\n\r\nbody'), Buffer.alloc(0), randomBytes(1_700_000)]
      for (const codec of ['zstd', 'raw'] as const) {
        const blobs = raws.map((raw) => blob(Buffer.concat([raw, Buffer.from(codec)]), codec))
        await stores().blobs.put(blobs)
        for (const [i, { hash }] of blobs.entries()) {
          expect(Buffer.from((await stores().blobs.get(hash)) ?? [])).toEqual(
            Buffer.concat([raws[i]!, Buffer.from(codec)]),
          )
        }
      }
      await stores().blobs.put([blob(new Uint8Array())])
      expect((await stores().blobs.get(blob(new Uint8Array()).hash))?.byteLength).toBe(0)
    })

    test('are known by their hash only', async () => {
      await stores().blobs.put([blob('here')])
      expect(await stores().blobs.get(blob('not here').hash)).toBeNull()
      expect(await stores().blobs.get('no hash')).toBeNull()
      expect(await stores().blobs.has([blob('here').hash, blob('not here').hash])).toEqual(new Set([blob('here').hash]))
    })

    test('put twice are kept once', async () => {
      await stores().blobs.put([blob('a'), blob('b')])
      await stores().blobs.put([blob('b'), blob('b', 'raw')])
      expect(await stores().blobs.size()).toMatchObject({ count: 2, rawBytes: 2 })
    })

    test('are walked in hash order and removed', async () => {
      const blobs = [...'abcde'].map((letter) => blob(letter))
      const large = blob(randomBytes(1_600_000), 'raw')
      await stores().blobs.put([...blobs, large])
      const hashes = [...blobs, large].map(({ hash }) => hash).sort()
      const first = await stores().blobs.walk(null, 4)
      const rest = await stores().blobs.walk(first.at(-1)?.hash ?? '', 9)
      expect([...first, ...rest].map(({ hash }) => hash)).toEqual(hashes)
      await stores().blobs.remove([large.hash, blobs[0]!.hash])
      expect(await stores().blobs.get(large.hash)).toBeNull()
      expect((await stores().blobs.size()).count).toBe(4)
      await stores().blobs.put([large])
      expect((await stores().blobs.get(large.hash))?.byteLength).toBe(1_600_000)
    })

    test('whose bytes do not match their hash are reported as corrupt', async () => {
      const good = blob('good')
      await stores().blobs.put([{ ...good, hash: blob('other').hash }])
      await expect(stores().blobs.get(blob('other').hash)).rejects.toMatchObject({ problem: { code: 'corrupt' } })
    })
  })
}
