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
    if (!at.startsWith(own) && !/^(data|blob|about):/.test(at)) foreign.push(at)
  })
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  await page.goto(url)
  return { page, context, foreign, errors }
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
