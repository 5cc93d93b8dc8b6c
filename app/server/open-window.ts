import { type ChildProcess, spawn } from 'node:child_process'
import { appArguments, defaultOpener, findAppBrowser, hasDisplay, type Machine } from './browsers.ts'

/** How the window was opened: `app` ends with the window, `tab` and `address` with the program. */
export type Opened =
  | { readonly kind: 'app'; readonly closed: Promise<void>; close(): void }
  | { readonly kind: 'tab' }
  | { readonly kind: 'address' }

/** A browser that dies before this has not shown a window. */
const startMs = 1500

/** Opens the address as a window of its own, else in the default browser, else not at all (no screen). */
export async function openWindow(url: string, profile: string, machine: Machine): Promise<Opened> {
  if (!hasDisplay(machine)) return { kind: 'address' }
  const browser = findAppBrowser(machine)
  if (browser !== null) {
    const child = spawn(browser, appArguments(url, profile, machine), { stdio: 'ignore' })
    const ended = whenEnded(child)
    if (await stillRuns(ended)) return { kind: 'app', closed: ended, close: () => child.kill() }
  }
  const opener = defaultOpener(url, machine)
  if (opener === null) return { kind: 'address' }
  const child = spawn(opener.command, opener.args, { stdio: 'ignore' })
  const worked = new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
  })
  return (await worked) ? { kind: 'tab' } : { kind: 'address' }
}

function whenEnded(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('error', () => resolve())
    child.once('exit', () => resolve())
  })
}

async function stillRuns(ended: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const soon = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(true), startMs)
  })
  const running = await Promise.race([ended.then(() => false), soon])
  clearTimeout(timer)
  return running
}
