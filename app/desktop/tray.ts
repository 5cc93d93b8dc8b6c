import { Menu, nativeImage, Tray } from 'electron'

export interface TrayActions {
  open(): void
  newMessage(): void
  quit(): void
}

/** The icon beside the clock. Returns null where the desktop has no such place. */
export function createTray(icon: string, actions: TrayActions): Tray | null {
  try {
    const tray = new Tray(nativeImage.createFromPath(icon).resize({ width: 18, height: 18 }))
    tray.setToolTip('Caliopen')
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: 'Open Caliopen', click: () => actions.open() },
        { label: 'New Message', click: () => actions.newMessage() },
        { type: 'separator' },
        { label: 'Quit', click: () => actions.quit() },
      ]),
    )
    tray.on('click', () => actions.open())
    return tray
  } catch {
    return null
  }
}
