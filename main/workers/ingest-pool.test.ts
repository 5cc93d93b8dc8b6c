import { createHash } from 'node:crypto'
import { zstdDecompressSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { createIngestPool } from './index.ts'

const mail = (subject: string, extra = ''): Uint8Array =>
  new TextEncoder().encode(
    `From: a@example.org\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@example.org>\r\n${extra}\r\nbody ${subject}`,
  )
const whole = (bytes: Uint8Array) => ({ bytes, headersOnly: false })

describe('reading in threads', () => {
  const pool = createIngestPool({ threads: 2 })
  afterAll(() => pool.close())

  test('many messages come back in order, compressed, and the caller keeps its bytes', async () => {
    const raws = Array.from({ length: 100 }, (_, i) => mail(`number-${i}`))
    const prepared = await pool.prepare(raws.map(whole), { priority: 'batch' })
    expect(prepared.map(({ subject }) => subject)).toEqual(raws.map((_, i) => `number-${i}`))
    expect(raws[0]?.length).toBeGreaterThan(0)
    for (const [i, { blob }] of prepared.entries()) {
      const raw = raws[i]!
      expect(blob?.hash).toBe(createHash('sha256').update(raw).digest('hex'))
      const bytes = blob?.codec === 'zstd' ? zstdDecompressSync(blob.bytes) : blob?.bytes
      expect(Buffer.from(bytes!)).toEqual(Buffer.from(raw))
    }
  })

  test('headers alone are pending and have no bytes to keep', async () => {
    const [prepared] = await pool.prepare([{ bytes: mail('later'), headersOnly: true }])
    expect(prepared).toMatchObject({ bodyState: 'pending', blob: null, subject: 'later' })
  })

  test('a body, a text and a missing part', async () => {
    expect(await pool.content(mail('x'))).toMatchObject({ text: 'body x', html: null, problem: null })
    expect(await pool.texts([mail('x'), mail('y')])).toEqual(['body x', 'body y'])
    await expect(pool.part(mail('x'), 3)).rejects.toMatchObject({ problem: { code: 'not-found' } })
  })

  test('what a person waits for goes ahead of a batch', async () => {
    const done: string[] = []
    const alone = createIngestPool({ threads: 1 })
    const batch = alone
      .prepare(
        Array.from({ length: 640 }, (_, i) => whole(mail(`n${i}`))),
        { priority: 'batch' },
      )
      .then(() => done.push('batch'))
    await alone.content(mail('now'), { priority: 'interactive' }).then(() => done.push('body'))
    await batch
    await alone.close()
    expect(done).toEqual(['body', 'batch'])
  })

  test('a request that was stopped ends as cancelled', async () => {
    const stop = new AbortController()
    stop.abort()
    await expect(pool.content(mail('x'), { signal: stop.signal })).rejects.toMatchObject({
      problem: { code: 'cancelled' },
    })
  })
})

describe('a message that stops its thread', () => {
  const file = new URL('./hostile-worker.fixture.ts', import.meta.url)
  const pool = createIngestPool({ threads: 1, file, messageTimeMs: 1500 })
  afterAll(() => pool.close())

  test('is shown with its headers and the reason, and the others of its batch are read', async () => {
    const raws = [mail('one'), mail('hangs', 'X-Hang: yes\r\n'), mail('ends', 'X-Crash: yes\r\n'), mail('two')]
    const prepared = await pool.prepare(raws.map(whole), { priority: 'batch' })
    expect(prepared.map(({ subject, bodyState }) => [subject, bodyState])).toEqual([
      ['one', 'full'],
      ['hangs', 'unreadable'],
      ['ends', 'unreadable'],
      ['two', 'full'],
    ])
    expect(prepared[1]?.problem).toContain('too long')
    expect(prepared[2]?.problem).toContain('made the reader stop')
    expect(prepared[1]?.blob?.sizeBytes).toBe(raws[1]?.length)
  })

  test('is kept even if its headers do the same', async () => {
    const [prepared] = await pool.prepare([whole(mail('never', 'X-Crash: always\r\n'))])
    expect(prepared).toMatchObject({ bodyState: 'unreadable', subject: 'never', messageId: 'never@example.org' })
    expect(prepared?.blob?.sizeBytes).toBeGreaterThan(0)
  })

  test('asked for its body it answers with the reason', async () => {
    const content = await pool.content(mail('hangs', 'X-Hang: yes\r\n'))
    expect(content.problem).toContain('too long')
    await expect(pool.part(mail('ends', 'X-Crash: yes\r\n'), 0)).rejects.toMatchObject({ problem: { code: 'limit' } })
  })
})
