// Photographs every state of the scenes from the fixture, without a program: node devtools/screens/states.mjs <folder> [scene,scene] [width]
// Starts the development server itself. CHROMIUM names the browser, /usr/bin/chromium if it is not set.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { createServer } from 'vite'

const [folder = 'test-results/screens', only, onlyWidth] = process.argv.slice(2)

/** Pictures differ by what changed and not by the day they were taken on. */
const now = new Date('2026-11-24T15:00:00')
const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
  { width: 600, height: 800 },
]

const scenes = [
  { name: 'timeline', address: '/timeline#fixture' },
  { name: 'discussion', address: '/discussions/with-amira-jonas#fixture' },
  { name: 'discussion-thread', address: '/discussions/with-amira-jonas?thread=t2#fixture' },
  { name: 'reading', address: '/threads/t1#fixture' },
  { name: 'privacy', address: '/discussions/with-amira-jonas#fixture', act: explain },
  { name: 'look-alike', address: '/discussions/with-bank#fixture' },
  { name: 'dense', address: '/timeline#fixture', act: dense },
  { name: 'threads', address: '/timeline#fixture', act: threads },
  { name: 'focus', address: '/timeline#fixture', act: focusRange },
  { name: 'row-menu', address: '/timeline#fixture', act: rowMenu },
  { name: 'tag-menu', address: '/discussions/with-amira-jonas#fixture', act: tagMenu },
  { name: 'view-menu', address: '/timeline#fixture', act: viewMenu },
  { name: 'tag', address: '/view/tag:lyon#fixture' },
  { name: 'join', address: '/discussions/with-amira-jonas#fixture', act: join },
  { name: 'message', address: '/messages/t1-m3#fixture' },
  { name: 'first-sync', address: '/timeline#fixture=first-sync', act: selectThree },
  { name: 'offline', address: '/timeline#fixture=offline' },
  { name: 'empty', address: '/timeline#fixture=empty' },
  { name: 'starred', address: '/view/starred#fixture' },
  { name: 'onboarding', address: '/welcome#fixture=welcome', act: refusedPassword },
  { name: 'welcome', address: '/welcome#fixture=welcome' },
  { name: 'settings', address: '/settings/accounts#fixture' },
  { name: 'settings-appearance', address: '/settings/appearance#fixture' },
  { name: 'settings-data', address: '/settings/data#fixture' },
  { name: 'drafts', address: '/drafts#fixture' },
  { name: 'search', address: '/search?q=box#fixture' },
  { name: 'undo', address: '/threads/t2#fixture', act: archive },
  { name: 'activity', address: '/timeline#fixture=offline', act: openActivity },
]

async function explain(page) {
  await page.getByRole('button', { name: /Explain/ }).click()
}
async function viewMenu(page) {
  await page.getByRole('button', { name: 'View' }).click()
}
async function dense(page) {
  await viewMenu(page)
  await page.getByRole('menuitem', { name: 'Dense rows' }).click()
}
async function threads(page) {
  await viewMenu(page)
  await page.getByRole('menuitem', { name: 'Threads' }).click()
}
async function focusRange(page) {
  await viewMenu(page)
  await page.getByRole('menuitem', { name: /^Focus/ }).click()
}
async function rowMenu(page) {
  await page.getByRole('row').nth(3).click({ button: 'right' })
}
async function tagMenu(page) {
  await page.getByRole('row').nth(1).waitFor()
  await page.keyboard.press('l')
}
async function join(page) {
  await page.getByRole('toolbar').getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Join with…' }).click()
}
async function selectThree(page) {
  const rows = page.getByRole('row')
  for (const at of [2, 4, 5]) await rows.nth(at).getByRole('button').first().click()
}
async function archive(page) {
  await page
    .getByRole('toolbar')
    .getByRole('button', { name: /^Archive/ })
    .click()
}
async function openActivity(page) {
  await page.getByRole('button', { name: /Fetching and sending/ }).click()
}
async function refusedPassword(page) {
  await page.getByLabel('Address', { exact: true }).fill('noe@lambert.example')
  await page.getByLabel('Your name, as others see it').fill('Noé Lambert')
  await page.getByLabel(/^Password/).waitFor()
  await page.getByLabel(/^Password/).fill('not the password')
  await page.getByRole('button', { name: 'Add the account' }).click()
  await page.getByRole('button', { name: 'Try again' }).waitFor()
}

const root = path.resolve(import.meta.dirname, '../../renderer')
const server = await createServer({
  configFile: path.join(root, 'vite.config.ts'),
  server: { port: 0 },
  logLevel: 'error',
})
await server.listen()
const base = server.resolvedUrls?.local[0]?.replace(/\/$/, '')
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
mkdirSync(folder, { recursive: true })
try {
  for (const { width, height } of sizes) {
    for (const colorScheme of ['light', 'dark']) {
      for (const scene of scenes) {
        if (only && !only.split(',').includes(scene.name)) continue
        if (onlyWidth && Number(onlyWidth) !== width) continue
        if (width === 600 && colorScheme === 'dark') continue
        // How lists are shown is kept by the window: each picture begins with a new one.
        const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale: 'en-GB' })
        const page = await context.newPage()
        page.setDefaultTimeout(15_000)
        page.on('pageerror', (error) => console.error(`${scene.name}: ${error.message}`))
        page.on('console', (line) => line.type() === 'error' && console.error(`${scene.name}: ${line.text()}`))
        await page.clock.setFixedTime(now)
        await page.goto(base + scene.address)
        await page.locator('main').waitFor()
        await page.waitForTimeout(400)
        await scene.act?.(page).catch((error) => console.error(`${scene.name}: ${error.message}`))
        await page.waitForTimeout(350)
        await page.screenshot({ path: path.join(folder, `${scene.name}-${colorScheme}-${width}.png`) })
        await context.close()
      }
    }
  }
} finally {
  await browser.close()
  await server.close()
}
