import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CoreEvent } from '../../core/defs/index.ts'
import * as double from '../../devtools/electron-double/index.ts'
import { openKeychain } from './keychain.ts'
import { readMailto } from './mailto.ts'
import { setMenu } from './menu.ts'
import { guardNavigation, refusePermissions } from './navigation.ts'
import { notifyOfMail } from './notifications.ts'
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

describe('new mail', () => {
  const listen = (focused: boolean) => {
    const views: (string | undefined)[] = []
    let emit: (event: CoreEvent) => void = () => {}
    notifyOfMail(
      {
        emit() {},
        subscribe: (listener) => {
          emit = listener
          return () => {}
        },
      },
      { open: (view) => views.push(view), isFocused: () => focused, contents: () => [] },
    )
    const arrive = (count: number) =>
      emit({
        type: 'messages.added',
        messageIds: [],
        threadIds: [],
        mailboxIds: [],
        more: false,
        fresh: Array.from({ length: count }, (_, i) => ({
          id: `${i}`,
          threadId: `t${i}`,
          discussionId: `d${i}`,
          accountId: 'account-1',
          from: 'Ada',
          subject: 'Hello',
          importance: 0,
        })),
      })
    return { arrive, views }
  }

  test('is told once each, many at once together, and a click opens it', () => {
    const { arrive, views } = listen(false)
    arrive(0)
    arrive(2)
    expect(asked.notifications.map(({ title, body }) => [title, body])).toEqual([
      ['Ada', 'Hello'],
      ['Ada', 'Hello'],
    ])
    asked.notifications[1]?.emitter.emit('click')
    arrive(200)
    expect(asked.notifications).toHaveLength(3)
    expect(asked.notifications[2]?.title).toBe('200 new messages')
    expect(views).toEqual(['/threads/t1'])
  })

  test('is not told while the window is looked at', () => {
    listen(true).arrive(1)
    expect(asked.notifications).toEqual([])
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
