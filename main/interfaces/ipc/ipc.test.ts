import { describe, expect, test } from 'vitest'
import { type CallContext, type CoreEvent, fail } from '../../../core/defs/index.ts'
import type { Door } from '../../../core/index.ts'
import { createIpcMain } from '../../../devtools/electron-double/index.ts'
import { answerCalls, sendEvents } from './index.ts'

const page = { url: 'caliopen://app/', parent: null }

function setUp(call: Door['call']) {
  const { ipcMain, invoke, send } = createIpcMain()
  const end = answerCalls(ipcMain, { call, client: {} as never }, (url) => url.startsWith('caliopen://app/'))
  return { invoke, send, end }
}

describe('calls over IPC', () => {
  test('reach the door, and bytes come back as bytes and nothing that lay beside them', async () => {
    const pool = Buffer.from('secret-public')
    const asked: unknown[] = []
    const { invoke } = setUp(async (name, input) => {
      asked.push([name, input])
      return { name: 'a', type: 'b/c', bytes: pool.subarray(7) }
    })
    const answer = await invoke(page, 'caliopen:call', 'messages.raw', { id: 'm' }, 'call-1')
    expect(asked).toEqual([['messages.raw', { id: 'm' }]])
    const { bytes } = answer as { bytes: Uint8Array }
    expect(bytes).toBeInstanceOf(Uint8Array)
    expect(Buffer.from(bytes.buffer).toString()).toBe('public')
  })

  test('a failure crosses as a value with all its facts', async () => {
    const { invoke } = setUp(async () => {
      throw fail('auth', 'The password was refused.', { server: 'mail.example.org:993' })
    })
    expect(await invoke(page, 'caliopen:call', 'sync.now', {})).toEqual({
      problem: { code: 'auth', message: 'The password was refused.', server: 'mail.example.org:993' },
    })
    const broken = setUp(async () => {
      throw new TypeError('x is undefined')
    })
    expect(await broken.invoke(page, 'caliopen:call', 'sync.now', {})).toMatchObject({ problem: { code: 'internal' } })
  })

  test.each([
    ['another page', { url: 'https://evil.example/', parent: null }],
    ['the frame of a mail', { url: 'caliopen://app/frame', parent: {} }],
    ['a frame that has gone', null],
  ])('%s is refused', async (_who, frame) => {
    let called = false
    const { invoke } = setUp(async () => {
      called = true
    })
    expect(await invoke(frame, 'caliopen:call', 'messages.list', {})).toMatchObject({ problem: { code: 'refused' } })
    expect(called).toBe(false)
  })

  test('what is no longer wanted is stopped', async () => {
    const { invoke, send } = setUp(
      (_name, _input, { signal }: CallContext) =>
        new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
    )
    const answer = invoke(page, 'caliopen:call', 'search.messages', { query: 'a' }, 'call-7')
    send({ url: 'https://evil.example/', parent: null }, 'caliopen:cancel', 'call-7')
    send(page, 'caliopen:cancel', 'call-7')
    expect(await answer).toMatchObject({ problem: { code: 'cancelled' } })
  })
})

test('events reach every window that is still there', () => {
  const sent: unknown[] = []
  let emit: (event: CoreEvent) => void = () => {}
  const window = (id: number, gone: boolean) => ({
    send: (channel: string, event: unknown) => sent.push([id, channel, event]),
    isDestroyed: () => gone,
  })
  const events = {
    emit() {},
    subscribe(listener: (event: CoreEvent) => void) {
      emit = listener
      return () => {}
    },
  }
  sendEvents(events, () => [window(1, false), window(2, true), window(3, false)])
  emit({ type: 'accounts.changed' })
  expect(sent).toEqual([
    [1, 'caliopen:events', { type: 'accounts.changed' }],
    [3, 'caliopen:events', { type: 'accounts.changed' }],
  ])
})
