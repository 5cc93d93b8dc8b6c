/** How an attachment is shown: within the window, or only saved. */
export type PreviewKind = 'image' | 'pdf' | 'text' | null

/** Pictures that the browser draws by itself. SVG is drawn as a picture too, where scripts in it do not run. */
const pictures = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
  'image/svg+xml',
])

const texts = new Set([
  'text/plain',
  'text/csv',
  'text/markdown',
  'text/calendar',
  'text/vcard',
  'application/json',
  'text/x-patch',
  'text/x-diff',
])

export function previewKind(type: string, name: string): PreviewKind {
  const claimed = type.toLowerCase()
  if (pictures.has(claimed)) return 'image'
  if (claimed === 'application/pdf') return 'pdf'
  if (texts.has(claimed)) return 'text'
  // Many programs send everything as octets: the name says more then.
  if (claimed === 'application/octet-stream') return byExtension[extensionOf(name)] ?? null
  return null
}

const byExtension: Readonly<Record<string, PreviewKind>> = {
  png: 'image',
  jpg: 'image',
  jpeg: 'image',
  gif: 'image',
  webp: 'image',
  pdf: 'pdf',
  txt: 'text',
  md: 'text',
  csv: 'text',
  ics: 'text',
  patch: 'text',
  diff: 'text',
  log: 'text',
}

export function extensionOf(name: string): string {
  const at = name.lastIndexOf('.')
  return at > 0 ? name.slice(at + 1).toLowerCase() : ''
}

/** What the tile says: the extension where it is short, else the kind of file. */
export function tileText(name: string, type: string): string {
  const extension = extensionOf(name)
  if (extension && extension.length <= 4) return extension.toUpperCase()
  const [kind = '', sub = ''] = type.split('/')
  return (kind === 'application' ? sub : kind).slice(0, 4).toUpperCase() || 'FILE'
}

/** Files that can run something when they are opened outside: saving them takes a second click. */
const risky = new Set(
  'exe msi msix bat cmd com scr pif ps1 vbs vbe js jse wsf wsh hta jar lnk reg cpl dll iso img vhd app dmg pkg command sh desktop run apk html htm xhtml svg docm xlsm pptm'.split(
    ' ',
  ),
)

export const isRisky = (name: string): boolean => risky.has(extensionOf(name))
