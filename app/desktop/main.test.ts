import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import * as double from '../../devtools/electron-double/index.ts'

vi.mock('electron', () => import('../../devtools/electron-double/index.ts'))

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'caliopen-desktop-main-'))
afterAll(() => fs.rmSync(directory, { recursive: true, force: true }))

const page = { url: 'caliopen://app/', parent: null }
const call = (name: string, input: unknown) => double.invoke(page, 'caliopen:call', name, input, 'id')

test('the desktop program starts core, opens its window, answers it, and closes the data when it quits', async () => {
  vi.stubGlobal('__CALIOPEN_VERSION__', '0.0.0') // the build puts it in
  process.argv = [process.argv[0] ?? '', '.', '--data', directory, 'mailto:ada@example.org?subject=Engine']
  await import('./main.ts')
  await vi.waitFor(() => expect(double.asked.windows).toHaveLength(1), 20_000)

  expect(await call('system.info', {})).toMatchObject({ host: 'electron', dataDirectory: directory })
  expect(await call('messages.list', { limit: 0 })).toMatchObject({ problem: { code: 'invalid', field: 'limit' } })

  // no account yet: the link leads to where one is added
  const { webContents } = double.asked.windows[0]!
  await vi.waitFor(() => expect(webContents.scripts.join()).toContain('/welcome'), 20_000)
  const server = { host: '127.0.0.1', port: 1, security: 'none' }
  const account = { address: 'bob@example.org', password: 'x', imap: server, smtp: server, allowOffline: true }
  expect(await call('accounts.add', account)).toMatchObject({ address: 'bob@example.org' })
  double.app.emit('second-instance', {}, ['caliopen', 'mailto:ada@example.org?subject=Engine'])
  await vi.waitFor(async () => {
    const { items } = (await call('drafts.list', {})) as { items: unknown[] }
    expect(items).toMatchObject([{ subject: 'Engine', to: [{ address: 'ada@example.org' }] }])
  }, 20_000)
  await vi.waitFor(() => expect(webContents.scripts.at(-1)).toContain('/drafts/'), 20_000)
  expect(webContents.sent.map(([channel]) => channel)).toContain('caliopen:events')

  double.app.emit('will-quit', { preventDefault() {} })
  await vi.waitFor(() => expect(double.asked.exitCode).toBe(0), 20_000)
  expect(double.asked.errorBoxes).toEqual([])
})
