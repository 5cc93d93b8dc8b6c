import path from 'node:path'
import { parseArgs } from 'node:util'
import { app, dialog, ipcMain } from 'electron'
import { toProblem } from '../../core/defs/index.ts'
import { readConfig, thisComputer } from '../../main/configs/index.ts'
import { answerCalls, sendEvents } from '../../main/interfaces/ipc/index.ts'
import { startCaliopen } from '../../main/startup.ts'
import { fillWithDemo } from '../server/demo.ts'
import { takeMail } from '../server/take-mail.ts'
import { watchChromium } from './chromium.ts'
import { openKeychain } from './keychain.ts'
import { beginMessage, openMailtoLinks } from './mailto.ts'
import { setMenu } from './menu.ts'
import { guardNavigation, openOutside, refusePermissions } from './navigation.ts'
import { showNotifications } from './notifications.ts'
import { isOwnAddress, registerPages, servePages } from './pages.ts'
import { tellOfRepairs } from './repairs.ts'
import { createTray } from './tray.ts'
import { checkForUpdates } from './updater.ts'
import { createMainWindow } from './window.ts'

const dist = path.join(import.meta.dirname, '..')

registerPages()
guardNavigation()
if (app.requestSingleInstanceLock()) {
  app.whenReady().then(start).catch(giveUp)
} else {
  app.quit()
}

async function start(): Promise<void> {
  refusePermissions()
  servePages(path.join(dist, 'renderer'))

  const { data, demo } = readCommandLine(process.argv)
  const { config } = readConfig({ ...thisComputer(), flags: { dataDirectory: data } })
  const caliopen = await startCaliopen({ config, host: 'electron', credentialsSealer: await openKeychain() })
  const { door, events, logger, clock } = caliopen
  watchChromium(caliopen.connections)
  const window = createMainWindow({
    preload: path.join(dist, 'desktop', 'preload.cjs'),
    stateFile: path.join(config.dataDirectory, 'window.json'),
  })
  const newMessage = () => void beginMessage(door.client, window, {})

  answerCalls(ipcMain, door, isOwnAddress)
  sendEvents(events, window.contents)
  showNotifications(events, window)
  const inbound = await takeMail(caliopen, config)
  setMenu({ open: window.open, newMessage, openOutside })
  const tray = createTray(path.join(dist, 'desktop', 'icon.png'), {
    open: () => window.open(),
    newMessage,
    quit: app.quit,
  })
  const openLinks = openMailtoLinks(door.client, window)
  app.on('second-instance', (_event, argv) => {
    window.open()
    openLinks(argv)
  })
  app.on('activate', () => window.open())
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('will-quit', (event) => {
    event.preventDefault()
    tray?.destroy()
    inbound
      .close()
      .then(() => caliopen.close())
      .finally(() => app.exit())
  })

  window.open()
  tellOfRepairs(caliopen)
  openLinks(process.argv)
  if (demo) await fillWithDemo(door.client, clock.nowMs())
  checkForUpdates(logger)
}

/** Electron and Chromium have options of their own on the same line: what is not ours is passed over. */
function readCommandLine(argv: readonly string[]): { data: string | undefined; demo: boolean } {
  const options = { data: { type: 'string' }, demo: { type: 'boolean' } } as const
  const { values } = parseArgs({ args: argv.slice(1), options, strict: false })
  return { data: typeof values.data === 'string' ? values.data : undefined, demo: values.demo === true }
}

/** Before there is a window, a failure has only a dialog to be told in. */
function giveUp(thrown: unknown): void {
  const { message, details } = toProblem(thrown)
  dialog.showErrorBox('Caliopen cannot start', details === undefined ? message : `${message}\n\n${details}`)
  app.exit(1)
}
