import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDirectory, type Program, removeDirectory, startProgram } from './program.ts'
import { findingsInBoth, launchBrowser, type Opened, openWindow, showThreads } from './window.ts'

const count = 20_000
/** Rows that the page may hold at any moment, however long the list is. */
const rowsAtMost = 200
/** Calls to the program that opening one message may take, at most; a call a row would be hundreds. */
const callsToOpen = 20
let files: string
let browser: Browser
let program: Program
let opened: Opened
let calls: string[] = []

beforeAll(async () => {
  files = await freshDirectory()
  await writeFile(join(files, 'long.mbox'), mbox())
  program = await startProgram(await freshDirectory())
  browser = await launchBrowser()
  opened = await openWindow(browser, program.url)
  opened.page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/api/')) calls.push(pathname)
  })
})

afterAll(async () => {
  await browser?.close()
  await program?.stop()
  await removeDirectory(program.data)
  await removeDirectory(files)
})

/** Number 1 is the newest; each is in a thread of its own, some hours before the one above it. */
function mbox(): string {
  const newestMs = Date.UTC(2026, 5, 30, 12)
  let text = ''
  for (let number = 1; number <= count; number += 1) {
    const date = new Date(newestMs - number * 4 * 3_600_000).toUTCString()
    text +=
      `From writer@lab.test Thu Jan  1 00:00:00 1970\nFrom: Writer ${number % 300} <writer${number % 300}@lab.test>\n` +
      `To: me@lab.test\nSubject: Number ${number} of many\nDate: ${date}\nMessage-ID: <many-${number}@lab.test>\n\n` +
      `This is the text of number ${number}. It speaks of ${number % 7 === 0 ? 'kettles' : 'spoons'} and of the weather.\n\n`
  }
  return text
}

const grid = () => opened.page.getByRole('grid', { name: 'All messages' })

/** How the list stands: rows in the page, the row of the cursor, the last row that is drawn and what is in the middle. */
const standing = () =>
  opened.page.evaluate(() => {
    const list = document.querySelector('[role="grid"]')
    const rows = [...(list?.querySelectorAll('[aria-rowindex]') ?? [])]
    const box = list?.parentElement?.getBoundingClientRect()
    const middle = box ? document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) : null
    const numberOf = (element: Element | null | undefined) =>
      Number(/Number (\d+) of many/.exec(element?.getAttribute('aria-label') ?? '')?.[1] ?? 0)
    return {
      rows: rows.length,
      rowCount: Number(list?.getAttribute('aria-rowcount')),
      lastIndex: Number(rows.at(-1)?.getAttribute('aria-rowindex')),
      last: Math.max(...rows.map(numberOf)),
      first: Math.min(...rows.map(numberOf).filter((number) => number > 0)),
      cursor: numberOf(document.getElementById(list?.getAttribute('aria-activedescendant') ?? '')),
      blank: middle?.closest('[aria-rowindex]') === null,
    }
  })

type Standing = Awaited<ReturnType<typeof standing>>

/** The first standing of the list that is like that. */
async function standingWhen(isSo: (at: Standing) => boolean): Promise<Standing> {
  const seen: Standing[] = []
  const look = async () => {
    seen.push(await standing())
    return seen.some(isSo)
  }
  await expect.poll(look, { timeout: 20_000 }).toBe(true)
  return seen.find(isSo) ?? standing()
}

/** Until no call has been made for a moment. */
async function callsEnded(): Promise<void> {
  for (let before = -1; before !== calls.length; ) {
    before = calls.length
    await opened.page.waitForTimeout(200)
  }
}

test('twenty thousand messages come in from one file', async () => {
  const { page } = opened
  await page.getByRole('radio', { name: 'Import' }).click()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a file…' }).click()
  await (await chooser).setFiles(join(files, 'long.mbox'))
  await page.getByText('20,000 messages came in from long.mbox.').waitFor({ timeout: 110_000 })
  await page.getByRole('button', { name: 'Show all messages' }).click()
  await showThreads(opened)
  await page.getByRole('row', { name: /Number 1 of many/ }).waitFor()
  expect.soft(await findingsInBoth(opened, 'long list')).toEqual([])
})

test('End goes to the last of them and Home back to the first, with few rows in the page and few calls', async () => {
  const { page } = opened
  await grid().focus()
  await page.keyboard.press('Home')
  calls = []
  let at = await standing()
  for (let presses = 0; at.cursor < count && presses < 200; presses += 1) {
    const before = at.cursor
    // The end of what is loaded: the next page may still be on its way when the key is pressed.
    const end = async () => {
      await page.keyboard.press('End')
      at = await standing()
      return at.cursor
    }
    await expect.poll(end, { timeout: 20_000 }).toBeGreaterThan(before)
    expect(at.rows).toBeLessThan(rowsAtMost)
    await callsEnded()
  }
  expect(at).toMatchObject({ cursor: count, last: count })
  expect(at.rowCount).toBeGreaterThanOrEqual(count)
  expect(at.lastIndex).toBe(at.rowCount)
  expect(calls.length).toBeLessThan(count / 40)
  calls = []
  await page.keyboard.press('Home')
  await expect.poll(async () => (await standing()).first).toBe(1)
  expect((await standing()).rows).toBeLessThan(rowsAtMost)
  expect(calls.length).toBeLessThan(callsToOpen)
})

test('the wheel goes through all of them and there is always something to see', async () => {
  const { page } = opened
  calls = []
  await grid().hover()
  let at = await standing()
  for (let turns = 0; at.last < count && turns < 300; turns += 1) {
    const before = at.last
    await page.mouse.wheel(0, 20_000)
    at = await standingWhen(({ last, blank }) => last > before && !blank)
    expect(at.rows).toBeLessThan(rowsAtMost)
  }
  expect(at.last).toBe(count)
  expect(calls.length).toBeLessThan(count / 40)
})

test('a message from the middle opens with a few calls, and the list stays where it was', async () => {
  const { page } = opened
  await page.mouse.wheel(0, -700_000)
  await expect.poll(async () => (await standing()).last).toBeLessThan(15_000)
  await expect.poll(async () => (await standing()).blank).toBe(false)
  const { first, last } = await standing()
  const number = Math.floor((first + last) / 2)
  calls = []
  await page.getByRole('row', { name: new RegExp(`Number ${number} of many`) }).click()
  await page.getByRole('article').getByText(`This is the text of number ${number}.`).waitFor()
  await callsEnded()
  expect(calls.length).toBeLessThan(callsToOpen)
  const after = await standing()
  expect(after.first).toBeLessThanOrEqual(number)
  expect(after.last).toBeGreaterThanOrEqual(number)
  expect.soft(await findingsInBoth(opened, 'message among many')).toEqual([])
})

test('a search among them shows the newest first, a page at a time', async () => {
  const { page } = opened
  calls = []
  await page.keyboard.press('/')
  await page.keyboard.type('kettles')
  await page.keyboard.press('Enter')
  const results = page.getByRole('grid', { name: 'Results' })
  await results.getByRole('row', { name: /Number 7 of many/ }).waitFor()
  expect(await results.getByRole('row').count()).toBeLessThan(rowsAtMost)
  await callsEnded()
  expect(calls.length).toBeLessThan(40)
})

test('the window asked nobody else for anything, nor complained', () => {
  expect(opened.foreign).toEqual([])
  expect(opened.errors).toEqual([])
})
