import fs from 'node:fs'
import path from 'node:path'
import { app } from 'electron'
import type { Logger } from '../../core/index.ts'

/** After the start, when nobody waits for the network or the disk; then twice a day. */
const firstCheckMs = 60_000
const intervalMs = 12 * 3_600_000

/**
 * Looks for a newer version where the package says that there is a place for them (app-update.yml, written by
 * electron-builder); it is installed when the person quits. Packages of a distribution update by themselves.
 */
export function checkForUpdates(logger: Logger): void {
  if (!app.isPackaged || !fs.existsSync(path.join(process.resourcesPath, 'app-update.yml'))) return
  const check = async () => {
    try {
      const { default: updater } = await import('electron-updater')
      await updater.autoUpdater.checkForUpdatesAndNotify()
    } catch (error) {
      logger.info('Looking for a newer version did not work', { details: String(error) })
    }
  }
  setTimeout(check, firstCheckMs).unref()
  setInterval(check, intervalMs).unref()
}
