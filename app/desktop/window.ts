import { BrowserWindow, screen } from 'electron'
import { homeAddress } from './pages.ts'
import { readWindowState, writeWindowState } from './window-state.ts'

export interface MainWindow {
  /** brings it to the front, made anew if it was closed; at a view, if one is named (`/drafts/…`) */
  open(view?: string): void
  isFocused(): boolean
  /** who gets the events of core */
  contents(): Electron.WebContents[]
}

export interface WindowOptions {
  readonly preload: string
  /** where its place on the screen is remembered */
  readonly stateFile: string
}

const usualSize = { width: 1280, height: 840 }
const smallestSize = { minWidth: 480, minHeight: 400 }

export function createMainWindow({ preload, stateFile }: WindowOptions): MainWindow {
  let window: BrowserWindow | null = null

  function create(view: string): BrowserWindow {
    const state = readWindowState(
      stateFile,
      screen.getAllDisplays().map(({ workArea }) => workArea),
    )
    const created = new BrowserWindow({
      ...usualSize,
      ...state?.bounds,
      ...smallestSize,
      title: 'Caliopen',
      show: false,
      webPreferences: {
        preload,
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
        spellcheck: true,
      },
    })
    if (state?.maximized) created.maximize()
    created.once('ready-to-show', () => created.show())
    created.on('close', () => {
      writeWindowState(stateFile, { bounds: created.getNormalBounds(), maximized: created.isMaximized() })
    })
    created.on('closed', () => {
      window = null
    })
    void created.loadURL(new URL(view, homeAddress).href)
    return created
  }

  return {
    open(view) {
      if (window === null) {
        window = create(view ?? '/')
        return
      }
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
      if (view !== undefined) void window.webContents.executeJavaScript(goTo(view))
    },
    isFocused: () => window?.isFocused() ?? false,
    contents: () => (window === null ? [] : [window.webContents]),
  }
}

/** Every view is an address: going there is all that the menu, the tray and a notification have to do. */
function goTo(view: string): string {
  return `history.pushState({ index: 0 }, '', ${JSON.stringify(view)}); dispatchEvent(new PopStateEvent('popstate'))`
}
