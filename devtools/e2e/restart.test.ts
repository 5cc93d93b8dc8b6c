import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePorts } from '../servers/index.ts'
import { letter, plain } from './letters.ts'
import { caliopenDone, freshDirectory, type Program, removeDirectory, startProgram } from './program.ts'
import { findingsInBoth, launchBrowser, type Opened, openWindow, showThreads } from './window.ts'

let data: string
let port: string
let browser: Browser
let program: Program
let opened: Opened

beforeAll(async () => {
  data = await freshDirectory()
  for (const name of ['First', 'Second'])
    await writeFile(join(data, `${name}.eml`), letter(`${name} letter`, [plain(`${name} text.`)]))
  await caliopenDone(data, ['import', join(data, 'First.eml'), join(data, 'Second.eml')])
  const [free = 0] = await freePorts(1)
  port = String(free)
  program = await startProgram(data, ['--port', port])
  browser = await launchBrowser()
  opened = await openWindow(browser, program.url)
})

afterAll(async () => {
  await browser?.close()
  await program?.stop()
  await removeDirectory(data)
})

test('when the program ends, the window says so and keeps what it shows', async () => {
  const { page } = opened
  await page.goto(new URL('/view/all', page.url()).href)
  // Both are of one sender, and would be one discussion.
  await showThreads(opened)
  await page.getByRole('row', { name: /First letter/ }).click()
  await page.getByRole('article').getByText('First text.').waitFor()
  await program.stop()
  await page.getByRole('alert').getByText('Caliopen does not answer.').waitFor()
  await page.getByRole('article').getByText('First text.').waitFor()
  expect(await page.getByRole('row', { name: /letter/ }).count()).toBe(2)
  expect.soft(await findingsInBoth(opened, 'program gone')).toEqual([])
})

test('what is tried meanwhile fails in words, and the rows are as they were', async () => {
  const { page } = opened
  await page.getByRole('row', { name: /Second letter/ }).hover()
  await page
    .getByRole('row', { name: /Second letter/ })
    .getByRole('button', { name: 'Move to bin' })
    .click()
  await page
    .getByText(/Caliopen is not running any more/)
    .first()
    .waitFor()
  await page.getByRole('row', { name: /Second letter/ }).waitFor()
})

test('a program started anew does not know the old window, which says what to do; a new one opens', async () => {
  program = await startProgram(data, ['--port', port])
  await opened.page.getByRole('alert').getByText('This window is not signed in.').waitFor({ timeout: 60_000 })
  const again = await openWindow(browser, program.url, { dark: true })
  await again.page.goto(new URL('/view/all', again.page.url()).href)
  await showThreads(again)
  await again.page.getByRole('row', { name: /Second letter/ }).click()
  await again.page.getByRole('article').getByText('Second text.').waitFor()
  expect([...again.errors, ...again.foreign, ...opened.foreign]).toEqual([])
})

test('two windows of one program show the same at the same time', async () => {
  const [one, other] = [await openAll(), await openAll()]
  await one.page.getByRole('row', { name: /First letter/ }).click()
  await one.page.getByRole('article').getByText('First text.').waitFor()
  // it counts as read after a moment; marking it unread before that would be overtaken
  await one.page.getByRole('row', { name: /^(?!Unread).*First letter/ }).waitFor()
  await one.page.keyboard.press('s')
  await other.page.getByRole('row', { name: /First letter.*starred/ }).waitFor()
  await other.page.getByRole('row', { name: /First letter/ }).click()
  await other.page.keyboard.press('Shift+U')
  await one.page.getByRole('row', { name: /^Unread.*First letter/ }).waitFor()
  expect([...one.errors, ...other.errors]).toEqual([])
})

/** Another window of this browser, in the session of the first that signed in. */
async function openAll(): Promise<Opened> {
  const context = browser.contexts().at(-1)
  if (context === undefined) throw new Error('No window is open.')
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto(new URL('/view/all', program.url).href)
  return { page, context, errors, foreign: [], dark: true }
}
