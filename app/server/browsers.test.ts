import { describe, expect, test } from 'vitest'
import { appArguments, defaultOpener, findAppBrowser, hasDisplay, type Machine } from './browsers.ts'

const machine = (facts: Partial<Machine>, files: readonly string[] = []): Machine => ({
  platform: 'linux',
  environment: {},
  isRoot: false,
  exists: (file) => files.includes(file),
  ...facts,
})

describe('a window without Electron', () => {
  test('is shown by a browser of the Chromium family, wherever the platform keeps it', () => {
    const linux = { environment: { PATH: '/usr/local/bin:/usr/bin' } }
    expect(findAppBrowser(machine(linux, ['/usr/bin/google-chrome', '/usr/bin/chromium']))).toBe('/usr/bin/chromium')
    const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'
    const windows = { platform: 'win32' as const, environment: { 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' } }
    expect(findAppBrowser(machine(windows, [edge]))).toBe(edge)
    const chrome = '/Users/ada/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
    expect(findAppBrowser(machine({ platform: 'darwin', environment: { HOME: '/Users/ada' } }, [chrome]))).toBe(chrome)
    expect(findAppBrowser(machine(linux))).toBeNull()
    const named = { environment: { PATH: '/usr/bin', CALIOPEN_BROWSER: '/opt/mine' } }
    expect(findAppBrowser(machine(named, ['/usr/bin/chromium', '/opt/mine']))).toBe('/opt/mine')
  })

  test('keeps its sandbox, except for root, who could not open it otherwise', () => {
    expect(appArguments('http://x', '/p', machine({}))).not.toContain('--no-sandbox')
    expect(appArguments('http://x', '/p', machine({ isRoot: true }))).toContain('--no-sandbox')
    expect(appArguments('http://x', '/p', machine({ isRoot: true, platform: 'darwin' }))).not.toContain('--no-sandbox')
    expect(appArguments('http://x', '/p', machine({}))).toContain('--app=http://x')
  })

  test('falls back to the default browser, and without a screen to nothing', () => {
    expect(defaultOpener('http://x', machine({ environment: { DISPLAY: ':0' } }))).toEqual({
      command: 'xdg-open',
      args: ['http://x'],
    })
    expect(defaultOpener('http://x', machine({}))).toBeNull()
    expect(defaultOpener('http://x', machine({ platform: 'darwin' }))).toEqual({ command: 'open', args: ['http://x'] })
    expect(hasDisplay(machine({ environment: { WAYLAND_DISPLAY: 'wayland-0' } }))).toBe(true)
    expect(hasDisplay(machine({ environment: { DISPLAY: '' } }))).toBe(false)
  })
})
