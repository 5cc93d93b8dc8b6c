import { app, Menu, type MenuItemConstructorOptions } from 'electron'

export interface MenuActions {
  open(view: string): void
  newMessage(): void
  openOutside(url: string): void
}

/** Keys of the list and of reading are the page's own (`?` shows them); the menu has what every program has. */
export function setMenu(actions: MenuActions): void {
  const isMac = process.platform === 'darwin'
  const settings: MenuItemConstructorOptions = {
    label: 'Settings…',
    accelerator: 'CommandOrControl+,',
    click: () => actions.open('/settings/accounts'),
  }
  const ownMenu: MenuItemConstructorOptions = {
    label: app.name,
    submenu: [
      { role: 'about' },
      { type: 'separator' },
      settings,
      { type: 'separator' },
      { role: 'hide' },
      { role: 'quit' },
    ],
  }
  const file: MenuItemConstructorOptions = {
    label: 'File',
    submenu: [
      { label: 'New Message', accelerator: 'CommandOrControl+N', click: () => actions.newMessage() },
      { label: 'Make Caliopen the E-mail Program', click: () => app.setAsDefaultProtocolClient('mailto') },
      { type: 'separator' },
      ...(isMac ? [] : [settings]),
      isMac ? { role: 'close' } : { role: 'quit' },
    ],
  }
  const go: MenuItemConstructorOptions = {
    label: 'Go',
    submenu: [
      { label: 'Inbox', accelerator: 'CommandOrControl+1', click: () => actions.open('/timeline') },
      { label: 'Drafts', accelerator: 'CommandOrControl+2', click: () => actions.open('/drafts') },
      { label: 'Search', accelerator: 'CommandOrControl+Shift+F', click: () => actions.open('/search') },
    ],
  }
  const help: MenuItemConstructorOptions = {
    role: 'help',
    submenu: [{ label: 'Caliopen on the Web', click: () => actions.openOutside('https://www.caliopen.org') }],
  }
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [ownMenu] : []),
      file,
      { role: 'editMenu' },
      { role: 'viewMenu' },
      go,
      { role: 'windowMenu' },
      help,
    ]),
  )
}
