import { app, session, shell } from 'electron'
import { homeAddress, isOwnAddress } from './pages.ts'

/** What may be handed to the system: the rest (`file:`, `smb:`, a program's own scheme) can do harm. */
const openable: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:'])

/** Nothing but our own page is ever shown in the window; links open in the browser, permissions are refused. */
export function guardNavigation(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      if (isOwnAddress(event.url)) return
      event.preventDefault()
      openOutside(event.url)
    })
    contents.on('will-frame-navigate', (event) => {
      // The frame of a mail shows what the page puts into it and goes nowhere by itself; the page opens its links.
      if (!event.isMainFrame && !isPutByPage(event.url)) event.preventDefault()
    })
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      openOutside(url)
      return { action: 'deny' }
    })
  })
}

/** Camera, position, notifications by the page, USB…: the page needs none of them. */
export function refusePermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(permission === 'clipboard-sanitized-write'),
  )
  session.defaultSession.setPermissionCheckHandler(
    (_contents, permission) => permission === 'clipboard-sanitized-write',
  )
  session.defaultSession.setDevicePermissionHandler(() => false)
}

function isPutByPage(url: string): boolean {
  return url === 'about:srcdoc' || url === 'about:blank' || url.startsWith(`blob:${homeAddress}`)
}

export function openOutside(url: string): void {
  if (URL.canParse(url) && openable.has(new URL(url).protocol)) void shell.openExternal(url)
}
