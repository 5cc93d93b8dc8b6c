import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createConnections } from '../../core/connections/index.ts'
import type { CoreEvent, Notification } from '../../core/defs/index.ts'
import * as double from '../../devtools/electron-double/index.ts'
import { createFakeContext } from '../../devtools/fakes/index.ts'
import { watchChromium } from './chromium.ts'
import { openKeychain } from './keychain.ts'
import { readMailto } from './mailto.ts'
import { setMenu } from './menu.ts'
import { guardNavigation, refusePermissions } from './navigation.ts'
import { showNotifications } from './notifications.ts'
import { isOwnAddress, servePages } from './pages.ts'
import { createTray } from './tray.ts'
import { createMainWindow } from './window.ts'

vi.mock('electron', () => import('../../devtools/electron-double/index.ts'))

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'caliopen-desktop-'))
const stateFile = path.join(directory, 'window.json')
const { asked } = double
afterAll(() => fs.rmSync(directory, { recursive: true }))
beforeEach(() => {
  asked.windows.length = 0
  asked.opened.length = 0
  asked.notifications.length = 0
  fs.rmSync(stateFile, { force: true })
})
const window = () => createMainWindow({ preload: '/preload.cjs', stateFile })

describe('the window', () => {
  test('has a page without Node, in a sandbox, behind the preload alone', () => {
    window().open()
    expect(asked.windows[0]?.options.webPreferences).toMatchObject({
      preload: '/preload.cjs',
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    })
    expect(asked.windows[0]?.url).toBe('caliopen://app/')
  })

  test('opens where it was closed, unless that screen is gone', () => {
    const first = window()
    first.open()
    asked.windows[0]!.bounds = { x: 300, y: 200, width: 900, height: 700 }
    asked.windows[0]!.emit('close')
    asked.windows[0]!.emit('closed')
    first.open()
    expect(asked.windows[1]?.options).toMatchObject({ x: 300, y: 200, width: 900, height: 700 })
    asked.windows[1]!.bounds = { x: 5000, y: 200, width: 900, height: 700 }
    asked.windows[1]!.emit('close')
    window().open()
    expect(asked.windows[2]?.options.x).toBeUndefined()
    fs.writeFileSync(stateFile, 'not json')
    window().open()
    expect(asked.windows).toHaveLength(4)
  })

  test('is not made twice, and goes to the view that is asked for', () => {
    const main = window()
    main.open('/drafts/1')
    main.open('/search?q=\'a"')
    expect(asked.windows).toHaveLength(1)
    expect(asked.windows[0]?.url).toBe('caliopen://app/drafts/1')
    expect(asked.windows[0]?.focused).toBe(true)
    const [script = ''] = asked.windows[0]!.webContents.scripts
    const seen: unknown[] = []
    new Function('history', 'dispatchEvent', 'PopStateEvent', script)(
      { pushState: (...args: unknown[]) => seen.push(args[2]) },
      () => seen.push('dispatched'),
      class {},
    )
    expect(seen).toEqual(['/search?q=\'a"', 'dispatched'])
  })
})

describe('nothing but our page is shown', () => {
  guardNavigation()
  const contents = () => {
    window().open()
    return asked.windows.at(-1)!.webContents
  }

  test('links open in the browser, other schemes nowhere', () => {
    const page = contents()
    const stopped: string[] = []
    for (const url of [
      'https://example.org/',
      'mailto:a@b',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'smb://x',
      'x',
    ]) {
      page.emit('will-navigate', { url, preventDefault: () => stopped.push(url) })
      expect(page.windowOpenHandler?.({ url })).toEqual({ action: 'deny' })
    }
    expect(stopped).toHaveLength(6)
    expect(new Set(asked.opened)).toEqual(new Set(['https://example.org/', 'mailto:a@b']))
  })

  test('our own addresses are ours, and what looks like them is not', () => {
    expect(isOwnAddress('caliopen://app/drafts')).toBe(true)
    for (const url of ['caliopen://evil/', 'https://app/', 'caliopen://app.evil/', '', 'caliopen:app']) {
      expect(isOwnAddress(url), url).toBe(false)
    }
  })

  test('the frame of a mail goes nowhere, and no page is embedded', () => {
    const page = contents()
    let stopped = 0
    const preventDefault = () => {
      stopped += 1
    }
    page.emit('will-frame-navigate', { isMainFrame: false, url: 'https://example.org', preventDefault })
    page.emit('will-attach-webview', { preventDefault })
    for (const url of ['about:srcdoc', 'blob:caliopen://app/1234']) {
      page.emit('will-frame-navigate', { isMainFrame: false, url, preventDefault })
    }
    page.emit('will-frame-navigate', { isMainFrame: true, url: 'caliopen://app/', preventDefault })
    expect(stopped).toBe(2)
  })

  test('permissions are refused', () => {
    refusePermissions()
    const { request, check } = double.permissionHandlers
    for (const permission of ['media', 'geolocation', 'notifications', 'openExternal'] as const) {
      request?.({} as never, permission, (granted) => expect(granted).toBe(false), {} as never)
    }
    expect(check?.(null, 'media', '', {} as never)).toBe(false)
  })
})

describe('the pages', () => {
  const renderer = path.join(directory, 'renderer')
  fs.mkdirSync(path.join(renderer, 'assets'), { recursive: true })
  fs.writeFileSync(path.join(renderer, 'index.html'), '<title>Caliopen</title>')
  fs.writeFileSync(path.join(renderer, 'assets', 'a.js'), 'void 0')
  fs.writeFileSync(path.join(directory, 'secret.txt'), 'secret')

  test('are served with their policy; every view is an address; nothing outside is', async () => {
    servePages(renderer)
    const get = (url: string) => asked.schemes.get('caliopen')!(new Request(url))
    const view = await get('caliopen://app/messages/abc')
    expect(await view.text()).toBe('<title>Caliopen</title>')
    expect(view.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect((await get('caliopen://app/assets/a.js')).headers.get('content-type')).toContain('text/javascript')
    expect((await get('caliopen://app/assets/gone.js')).status).toBe(404)
    expect(await (await get('caliopen://app/..%2fsecret.txt')).text()).not.toBe('secret')
    expect((await get('caliopen://other/')).status).toBe(404)
  })

  test('reach the program through the bridge alone', async () => {
    await import('./preload.ts')
    const bridge = double.exposed.get('caliopen') as {
      call(...args: unknown[]): Promise<unknown>
      subscribe(listener: (event: unknown) => void): () => void
    }
    expect(await bridge.call('messages.list', { a: 1 }, 'id')).toEqual([
      'caliopen:call',
      'messages.list',
      { a: 1 },
      'id',
    ])
    const heard: unknown[] = []
    const end = bridge.subscribe((event) => heard.push(event))
    double.ipcRenderer.emit('caliopen:events', { sender: 'secret' }, 'event')
    end()
    double.ipcRenderer.emit('caliopen:events', {}, 'late')
    expect(heard).toEqual(['event'])
    expect(
      fs.readFileSync(path.join(import.meta.dirname, 'preload.ts'), 'utf8').split('\n').length,
    ).toBeLessThanOrEqual(30)
  })
})

describe('what core has to say', () => {
  const listen = (focused: boolean) => {
    const views: (string | undefined)[] = []
    let emit: (event: CoreEvent) => void = () => {}
    showNotifications(
      {
        emit() {},
        subscribe: (listener) => {
          emit = listener
          return () => {}
        },
      },
      { open: (view) => views.push(view), isFocused: () => focused, contents: () => [] },
    )
    const tell = (goal: Notification['goal'], sound?: boolean) =>
      emit({ type: 'notifications.changed', fresh: { ...told, goal }, ...(sound === undefined ? {} : { sound }) })
    return { tell, views, emit: (event: CoreEvent) => emit(event) }
  }
  const told: Notification = {
    id: 'n',
    kind: 'new-message',
    createdAtMs: 0,
    expiresAtMs: null,
    read: false,
    title: 'Ada',
    text: 'Hello',
    accountId: null,
    goal: { kind: 'none' },
    count: 1,
    advice: null,
  }

  test('is shown as it was told, silent unless a sound is wanted, and a click leads to its place', () => {
    const { tell, views } = listen(false)
    tell({ kind: 'message', messageId: 'm 1', discussionId: 'd/1' })
    tell({ kind: 'outbox' }, true)
    expect(asked.notifications.map(({ title, body, silent }) => [title, body, silent])).toEqual([
      ['Ada', 'Hello', true],
      ['Ada', 'Hello', false],
    ])
    tell({ kind: 'message', messageId: 'm', discussionId: '' })
    tell({ kind: 'discussion', discussionId: 'd' })
    tell({ kind: 'draft', draftId: 'x' })
    tell({ kind: 'contact', contactId: 'c' })
    tell({ kind: 'settings', page: 'accounts' })
    tell({ kind: 'none' })
    for (const { emitter } of asked.notifications) emitter.emit('click')
    expect(views).toEqual([
      '/discussions/d%2F1?message=m%201',
      '/drafts',
      '/messages/m',
      '/discussions/d',
      '/drafts/x',
      '/contacts/c',
      '/settings/accounts',
      '/timeline',
    ])
  })

  test('is not shown while the window is looked at, nor when only the list changed', () => {
    const focused = listen(true)
    focused.tell({ kind: 'none' })
    listen(false).emit({ type: 'notifications.changed', fresh: null })
    expect(asked.notifications).toEqual([])
  })
})

describe('the network of Chromium', () => {
  const watch = (offline = false) => {
    const { ledger } = createConnections(createFakeContext())
    watchChromium({ ledger, offline })
    return ledger
  }

  test('gives the window nothing from outside, and lists what it wanted', () => {
    const ledger = watch()
    const wants = double.webRequests['']?.wants
    expect(wants?.({ id: 1, url: 'https://tracker.example/pixel?who=me', resourceType: 'image' })).toEqual({
      cancel: true,
    })
    expect(ledger.refusals(0)).toMatchObject([
      { host: 'tracker.example', reason: 'unexplained', errand: { details: 'the window: image' } },
    ])
    expect(JSON.stringify(ledger.saved())).not.toContain('who=me')
    expect(double.spelling.enabled).toBe(process.platform === 'darwin')
  })

  test('lists each server that is asked for a newer version', () => {
    const ledger = watch()
    const { wants, completed, failed } = double.webRequests['electron-updater'] ?? {}
    const url = 'https://releases.example/latest.yml'
    expect(wants?.({ id: 1, url, resourceType: 'xhr' })).toEqual({})
    wants?.({ id: 1, url: 'https://files.example:8443/latest.yml', resourceType: 'xhr' })
    completed?.({ id: 1, url, responseHeaders: { 'Content-Length': ['120'] } })
    wants?.({ id: 2, url, resourceType: 'xhr' })
    failed?.({ id: 2, url, error: 'net::ERR_NAME_NOT_RESOLVED' })
    expect(ledger.openNow).toBe(0)
    expect(ledger.servers(0).map(({ host, port, times, failed: lost }) => [host, port, times, lost])).toEqual([
      ['files.example', 8443, 1, 0],
      ['releases.example', 443, 2, 1],
    ])
    expect(ledger.servers(0)[0]).toMatchObject({ bytesIn: 120, protection: { protocol: 'TLS' } })
  })

  test('looks for no newer version offline', () => {
    const ledger = watch(true)
    const wants = double.webRequests['electron-updater']?.wants
    expect(wants?.({ id: 1, url: 'https://releases.example/latest.yml', resourceType: 'xhr' })).toEqual({
      cancel: true,
    })
    expect(ledger.refusals(0)).toMatchObject([{ reason: 'offline', host: 'releases.example' }])
    expect(ledger.events()).toEqual([])
  })
})

test('a mailto: link fills what a person sees, and adds no file or sender', () => {
  expect(
    readMailto(
      'mailto:ada+tag@example.org,bob%40example.org?cc=eve@example.org&subject=Hi%0D%0ABcc:x@y&body=1%0D%0A2&attach=/etc/passwd&from=x@y',
    ),
  ).toEqual({
    to: [
      { address: 'ada+tag@example.org', label: '' },
      { address: 'bob@example.org', label: '' },
    ],
    cc: [{ address: 'eve@example.org', label: '' }],
    bcc: [],
    subject: 'Hi Bcc:x@y',
    text: '1\n2',
  })
})

test('the vault is sealed by the keychain, unless that one protects nothing', async () => {
  const { sealer: keychain } = (await openKeychain())!
  const sealed = await keychain.seal(Buffer.from([0, 255, 7]))
  expect([...(await keychain.unseal(sealed))]).toEqual([0, 255, 7])
  vi.spyOn(double.safeStorage, 'decryptStringAsync').mockRejectedValueOnce(new Error('refused'))
  await expect(keychain.unseal(sealed)).rejects.toMatchObject({ problem: { code: 'locked' } })
  vi.spyOn(double.safeStorage, 'isAsyncEncryptionAvailable').mockResolvedValueOnce(false)
  expect(await openKeychain()).toBeUndefined()
})

test('the menu and the tray lead to views', () => {
  const views: string[] = []
  setMenu({ open: (view) => views.push(view), newMessage: () => views.push('new'), openOutside() {} })
  const click = (items: Electron.MenuItemConstructorOptions[], label: string): void => {
    for (const item of items) {
      if (item.label === label) (item.click as (() => void) | undefined)?.()
      if (Array.isArray(item.submenu)) click(item.submenu, label)
    }
  }
  click(asked.menus.at(-1)!, 'Inbox')
  click(asked.menus.at(-1)!, 'New Message')
  click(asked.menus.at(-1)!, 'Settings…')
  expect(views).toEqual(['/timeline', 'new', '/settings/accounts'])
  const tray = createTray('icon.png', { open: () => views.push('open'), newMessage() {}, quit() {} })
  tray?.emit('click')
  expect(views.at(-1)).toBe('open')
})

test('what was damaged and put right is told over the window, and nothing is said when all is well', async () => {
  const { tellOfRepairs } = await import('./repairs.ts')
  tellOfRepairs({ notice: null, recovery: null })
  expect(double.asked.messageBoxes).toEqual([])
  tellOfRepairs({
    notice: 'The raw messages were damaged.',
    recovery: { message: 'It is rebuilt.', finished: Promise.resolve() },
  })
  expect(double.asked.messageBoxes).toEqual(['The raw messages were damaged.\n\nIt is rebuilt.'])
})
