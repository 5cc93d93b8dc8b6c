import { afterEach, describe, expect, test } from 'vitest'
import { ThreadPool } from './index.ts'
import type { TestOperations } from './test-thread.ts'

describe('a storage thread', () => {
  let pool: ThreadPool<TestOperations>
  const start = () => {
    pool = new ThreadPool({
      file: new URL('./test-thread.ts', import.meta.url),
      threads: { atLeast: 1, atMost: 1 },
      data: null,
    })
    return pool
  }
  afterEach(() => pool.close())

  test('answers, and tells failures with all their facts', async () => {
    start()
    expect(pool.started).toBe(false)
    expect(await pool.call('work', 'note', ['x'])).toBe('x')
    await expect(pool.call('work', 'refuse', [])).rejects.toMatchObject({
      problem: { code: 'disk-full', message: 'No space.', source: 'file', offset: 3 },
    })
    await expect(pool.call('work', 'break', [])).rejects.toMatchObject({
      problem: { code: 'internal', details: 'a bug' },
    })
  })

  test('takes what a person waits for ahead of batch work', async () => {
    start()
    await pool.call('work', 'note', ['first'])
    const batch = ['b1', 'b2', 'b3'].map((name) => pool.call('work', 'note', [name], { priority: 'batch' }))
    const asked = ['i1', 'i2'].map((name) => pool.call('work', 'note', [name]))
    await Promise.all([...batch, ...asked])
    // b1 was taken at once, since nothing else was there
    expect(await pool.call('work', 'ran', [])).toEqual(['first', 'b1', 'i1', 'i2', 'b2', 'b3'])
  })

  test('never runs what was taken back while it waited, and goes on with the rest', async () => {
    start()
    await pool.call('work', 'note', ['first'])
    const stop = new AbortController()
    const running = pool.call('work', 'note', ['running'], { signal: stop.signal })
    const waiting = pool.call('work', 'note', ['waiting'], { signal: stop.signal })
    const other = pool.call('work', 'note', ['other'])
    stop.abort()
    await expect(running).rejects.toMatchObject({ problem: { code: 'cancelled' } })
    await expect(waiting).rejects.toMatchObject({ problem: { code: 'cancelled' } })
    await expect(pool.call('work', 'note', ['late'], { signal: stop.signal })).rejects.toMatchObject({
      problem: { code: 'cancelled' },
    })
    expect(await other).toBe('other')
    expect(await pool.call('work', 'ran', [])).toEqual(['first', 'running', 'other'])
  })

  test('that is closed refuses in words instead of hanging', async () => {
    start()
    await pool.call('work', 'note', ['x'])
    await pool.close()
    await expect(pool.call('work', 'note', ['y'])).rejects.toMatchObject({ problem: { code: 'cancelled' } })
  })
})
