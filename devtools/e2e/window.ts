import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

/** The system's Chromium; as root it runs only without its sandbox, which tests alone may do. */
export function launchBrowser(): Promise<Browser> {
  const isRoot = process.getuid?.() === 0
  return chromium.launch({
    executablePath: process.env['CALIOPEN_CHROMIUM'] ?? '/usr/bin/chromium',
    args: isRoot ? ['--no-sandbox'] : [],
  })
}

export interface Opened {
  readonly page: Page
  readonly context: BrowserContext
  /** addresses that anything in the window asked for and that are not the program's own */
  readonly foreign: string[]
  readonly errors: string[]
  readonly dark: boolean
}

export interface WindowOptions {
  readonly width?: number
  readonly height?: number
  readonly dark?: boolean
}

/** A window on the program, watched: what it logs as an error and what it asks of others fails the test. */
export async function openWindow(browser: Browser, url: string, options: WindowOptions = {}): Promise<Opened> {
  const { width = 1440, height = 900, dark = false } = options
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
    acceptDownloads: true,
  })
  const page = await context.newPage()
  const own = new URL(url).origin
  const foreign: string[] = []
  const errors: string[] = []
  context.on('request', (request) => {
    const at = request.url()
    // chrome…: the browser's own viewer of PDF files
    if (!at.startsWith(own) && !/^(data|blob|about|chrome|chrome-extension):/.test(at)) foreign.push(at)
  })
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    if (message.type() !== 'error' || isOfTheDriver(message.text())) return
    errors.push(`${message.text()} ${message.location().url}`)
  })
  await page.goto(url)
  return { page, context, foreign, errors, dark }
}

/**
 * The driver and axe try to run their own scripts in every frame, and Chromium says so for those that show mail. Mail
 * itself has no part in it: no script gets past the sanitiser (renderer/mail-frame), and reading.test.ts looks into
 * the frames to see that.
 */
const isOfTheDriver = (text: string): boolean =>
  text.startsWith("Blocked script execution in 'about:srcdoc' because the document's frame is sandboxed")

/** Lists the threads of the view that is shown, one a row, as the view menu does. */
export async function showThreads({ page }: Opened): Promise<void> {
  await page.getByRole('button', { name: 'View', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Threads' }).click()
}

/** What axe finds in the light and in the dark theme; leaves the window in the one it was opened with. */
export async function findingsInBoth({ page, dark }: Opened, where: string): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of dark ? (['light', 'dark'] as const) : (['dark', 'light'] as const)) {
    await page.emulateMedia({ colorScheme })
    found.push(...(await findingsOf(page, `${where}, ${colorScheme}`)))
  }
  return found
}

/** What axe finds (WCAG 2.2 A and AA) in what is shown now, in words. */
export async function findingsOf(page: Page, where: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    // the window itself: scripts do not run in the frames that show mail
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    // an experiment of axe, off by default: it does not know names that are made of a label and the value
    .disableRules(['label-content-name-mismatch'])
    .analyze()
  return violations.map(({ id, nodes }) => `${where}: ${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(', ')}`)
}
