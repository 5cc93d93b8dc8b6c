import fs from 'node:fs'
import path from 'node:path'

export interface Machine {
  readonly platform: NodeJS.Platform
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly isRoot: boolean
  exists(file: string): boolean
}

export const thisMachine: Machine = {
  platform: process.platform,
  environment: process.env,
  isRoot: process.getuid?.() === 0,
  exists: (file) => fs.existsSync(file),
}

/** Browsers that can show a page as a window of its own (`--app`), the freest first. */
const linuxNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'brave-browser',
  'microsoft-edge',
  'microsoft-edge-stable',
  'vivaldi',
]
const macPrograms = ['Chromium', 'Google Chrome', 'Brave Browser', 'Microsoft Edge', 'Vivaldi']
const windowsPrograms = [
  'Chromium\\Application\\chrome.exe',
  'Google\\Chrome\\Application\\chrome.exe',
  'BraveSoftware\\Brave-Browser\\Application\\brave.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'Vivaldi\\Application\\vivaldi.exe',
]

/** A browser of the Chromium family on this machine, null if there is none. `CALIOPEN_BROWSER` names one. */
export function findAppBrowser(machine: Machine): string | null {
  const { environment, exists } = machine
  const named = environment['CALIOPEN_BROWSER']
  return [...(named === undefined ? [] : [named]), ...candidates(machine)].find((file) => exists(file)) ?? null
}

function candidates({ platform, environment }: Machine): string[] {
  if (platform === 'darwin') {
    const folders = ['/Applications', path.posix.join(environment['HOME'] ?? '', 'Applications')]
    return macPrograms.flatMap((name) => folders.map((folder) => `${folder}/${name}.app/Contents/MacOS/${name}`))
  }
  if (platform === 'win32') {
    const folders = ['LOCALAPPDATA', 'PROGRAMFILES', 'PROGRAMFILES(X86)'].flatMap((name) => environment[name] ?? [])
    return windowsPrograms.flatMap((name) => folders.map((folder) => path.win32.join(folder, name)))
  }
  const folders = (environment['PATH'] ?? '').split(':').filter((folder) => folder !== '')
  return linuxNames.flatMap((name) => folders.map((folder) => path.posix.join(folder, name)))
}

/** A window of its own, with a profile of its own: its cookies and extensions are not those of daily browsing. */
export function appArguments(url: string, profile: string, { platform, isRoot }: Machine): string[] {
  return [
    `--app=${url}`,
    `--user-data-dir=${profile}`,
    '--class=Caliopen',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--window-size=1280,840',
    // Chromium refuses to run as root with its sandbox; nobody else may go without it.
    ...(platform === 'linux' && isRoot ? ['--no-sandbox'] : []),
  ]
}

/** What opens an address in the browser of the user's choice, null without a screen. */
export function defaultOpener(url: string, machine: Machine): { command: string; args: string[] } | null {
  if (machine.platform === 'darwin') return { command: 'open', args: [url] }
  // `start` would read & in an address as the end of the command
  if (machine.platform === 'win32') return { command: 'rundll32', args: ['url.dll,FileProtocolHandler', url] }
  return hasDisplay(machine) ? { command: 'xdg-open', args: [url] } : null
}

export function hasDisplay({ platform, environment }: Machine): boolean {
  if (platform === 'darwin' || platform === 'win32') return true
  return Boolean(environment['DISPLAY'] || environment['WAYLAND_DISPLAY'])
}
