import { EventEmitter } from 'node:events'
import type {
  App,
  BrowserWindowConstructorOptions,
  MenuItemConstructorOptions,
  Protocol,
  SafeStorage,
  Screen,
  Session,
  Shell,
} from 'electron'
import { createIpcMain } from './ipc.ts'

/**
 * Stands in for the module `electron` in tests: what the program uses of it, typed by Electron's own declarations, with
 * what was asked of it kept in `asked`. It shows that our set-ups ask for the right things, not that Electron does them.
 */
export interface Asked {
  opened: string[]
  menus: MenuItemConstructorOptions[][]
  windows: WindowDouble[]
  notifications: { title: string; body: string; silent: boolean; emitter: EventEmitter }[]
  schemes: Map<string, (request: Request) => Response | Promise<Response>>
  protocolClients: string[]
  exitCode: number | null
  errorBoxes: [string, string][]
  messageBoxes: string[]
}
export const asked: Asked = {
  opened: [],
  menus: [],
  windows: [],
  notifications: [],
  schemes: new Map(),
  protocolClients: [],
  exitCode: null,
  errorBoxes: [],
  messageBoxes: [],
}

class WebContentsDouble extends EventEmitter {
  readonly sent: unknown[][] = []
  readonly scripts: string[] = []
  windowOpenHandler: ((details: { url: string }) => { action: string }) | null = null
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }) {
    this.windowOpenHandler = handler
  }
  send(...args: unknown[]) {
    this.sent.push(args)
  }
  async executeJavaScript(code: string) {
    this.scripts.push(code)
  }
  isDestroyed = () => false
}

class WindowDouble extends EventEmitter {
  readonly webContents = new WebContentsDouble()
  readonly options: BrowserWindowConstructorOptions
  url = ''
  shown = false
  focused = false
  bounds = { x: 10, y: 10, width: 800, height: 600 }
  constructor(options: BrowserWindowConstructorOptions) {
    super()
    this.options = options
    asked.windows.push(this)
    app.emit('web-contents-created', {}, this.webContents)
  }
  async loadURL(url: string) {
    this.url = url
  }
  show() {
    this.shown = true
  }
  focus() {
    this.focused = true
  }
  isFocused = () => this.focused
  isMinimized = () => false
  isMaximized = () => false
  restore() {}
  maximize() {}
  getNormalBounds = () => this.bounds
}

const emitter = new EventEmitter()
export const app = Object.assign(emitter, {
  name: 'Caliopen',
  isPackaged: false,
  whenReady: async () => {},
  quit: () => {},
  exit: (code = 0) => {
    asked.exitCode = code
  },
  requestSingleInstanceLock: () => true,
  setAsDefaultProtocolClient: (scheme: string) => asked.protocolClients.push(scheme) > 0,
}) satisfies Pick<App, 'name' | 'isPackaged' | 'whenReady' | 'quit' | 'exit' | 'requestSingleInstanceLock'> &
  Pick<App, 'setAsDefaultProtocolClient'> &
  EventEmitter

export const protocol = {
  registerSchemesAsPrivileged: () => {},
  handle: (scheme, handler) => {
    asked.schemes.set(scheme, handler)
  },
} satisfies Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle'>

export const shell = {
  openExternal: async (url) => {
    asked.opened.push(url)
  },
} satisfies Pick<Shell, 'openExternal'>

export const screen = {
  getAllDisplays: () =>
    [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] as ReturnType<Screen['getAllDisplays']>,
} satisfies Pick<Screen, 'getAllDisplays'>

/** Seals by turning the text round: enough to see that what is stored is not the secret. */
const turned = (text: string) => [...text].reverse().join('')
export const safeStorage = {
  isAsyncEncryptionAvailable: async (): Promise<boolean> => true,
  getSelectedStorageBackend: () => 'gnome_libsecret' as ReturnType<SafeStorage['getSelectedStorageBackend']>,
  encryptStringAsync: async (text) => Buffer.from(turned(text)),
  decryptStringAsync: async (sealed) => ({ result: turned(sealed.toString()), shouldReEncrypt: false }),
} satisfies Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
>

type PermissionHandlers = Pick<
  Session,
  'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
>
export const permissionHandlers: {
  request?: Parameters<Session['setPermissionRequestHandler']>[0]
  check?: Parameters<Session['setPermissionCheckHandler']>[0]
} = {}
/** What was asked of the network of Chromium, by the name of the session; `` is the window's. */
export const webRequests: Record<string, WebRequestDouble> = {}
/** What is read of a request and its end. */
interface RequestFacts {
  id: number
  url: string
  resourceType?: string
  responseHeaders?: Record<string, string[]>
  error?: string
}
export interface WebRequestDouble {
  wants?: (details: RequestFacts) => { cancel?: boolean }
  completed?: (details: RequestFacts) => void
  failed?: (details: RequestFacts) => void
}

function webRequestOf(name: string) {
  const kept: WebRequestDouble = {}
  webRequests[name] = kept
  return {
    onBeforeRequest(_: unknown, listener: (details: RequestFacts, answer: (response: object) => void) => void) {
      kept.wants = (details) => {
        let response: { cancel?: boolean } = {}
        listener(details, (given) => {
          response = given
        })
        return response
      }
    },
    onCompleted(_: unknown, listener: (details: RequestFacts) => void) {
      kept.completed = listener
    },
    onErrorOccurred(_: unknown, listener: (details: RequestFacts) => void) {
      kept.failed = listener
    },
  }
}

export const spelling = { enabled: true }
export const session = {
  fromPartition: (name: string) => ({ webRequest: webRequestOf(name) }),
  defaultSession: {
    webRequest: webRequestOf(''),
    setSpellCheckerEnabled(enabled: boolean) {
      spelling.enabled = enabled
    },
    setPermissionRequestHandler: (handler) => {
      permissionHandlers.request = handler
    },
    setPermissionCheckHandler: (handler) => {
      permissionHandlers.check = handler
    },
    setDevicePermissionHandler: () => {},
  } satisfies PermissionHandlers & Pick<Session, 'setSpellCheckerEnabled'> & { webRequest: object },
}

export const Menu = {
  buildFromTemplate: (template: MenuItemConstructorOptions[]) => template,
  setApplicationMenu: (menu: MenuItemConstructorOptions[]) => asked.menus.push(menu),
}

export const dialog = {
  showErrorBox: (title: string, content: string) => asked.errorBoxes.push([title, content]),
  showMessageBox: async ({ message }: { message: string }) => {
    asked.messageBoxes.push(message)
    return { response: 0, checkboxChecked: false }
  },
}

export class Notification extends EventEmitter {
  static isSupported = () => true
  readonly #options: { title: string; body: string; silent: boolean }
  constructor(options: { title: string; body: string; silent: boolean }) {
    super()
    this.#options = options
  }
  show() {
    asked.notifications.push({ ...this.#options, emitter: this })
  }
}

export class Tray extends EventEmitter {
  menu: MenuItemConstructorOptions[] = []
  setToolTip() {}
  setContextMenu(menu: MenuItemConstructorOptions[]) {
    this.menu = menu
  }
  destroy() {}
}

export const nativeImage = { createFromPath: (file: string) => ({ file, resize: () => ({ file }) }) }

const ipc = createIpcMain()
export const { ipcMain } = ipc
export const { invoke, send } = ipc
export const BrowserWindow = WindowDouble

/** What the preload puts into the page, and what the page's end of IPC is asked. */
export const exposed = new Map<string, unknown>()
export const contextBridge = {
  exposeInMainWorld: (name: string, api: unknown) => {
    exposed.set(name, api)
  },
}
export const ipcRenderer = Object.assign(new EventEmitter(), {
  invoke: async (channel: string, ...args: unknown[]) => [channel, ...args],
  send: (..._args: unknown[]) => {},
})
