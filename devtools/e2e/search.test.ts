import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { labMail } from '../rig/index.ts'
import { type MailServer, serverState, startMailServer } from '../servers/index.ts'
import { file, html, letter, plain } from './letters.ts'
import { addAccount, caliopenDone, freshDirectory, type Program, removeDirectory, startProgram } from './program.ts'
import { findingsInBoth, launchBrowser, type Opened, openWindow } from './window.ts'

const user = 'u1@lab.test'
let server: MailServer
let browser: Browser
let program: Program
let opened: Opened

beforeAll(async () => {
  server = await startMailServer({ users: 1 })
  await server.fill(
    user,
    'INBOX',
    [...labMail(120, 'harbour')].map((mail) => ({ ...mail, flags: '' })),
  )
  await server.deliver(user, letter('La réunion', [plain('Rendez-vous à l’hôtel, près du café.')]))
  await server.deliver(
    user,
    letter('=?utf-8?B?5Lya6K2w44Gu5LqI5a6a?=', [plain('来週の火曜日、東京駅で会いましょう。')]),
  )
  await server.deliver(user, letter('=?utf-8?B?2YXYsdit2KjYpw==?=', [plain('اجتمعنا في المكتبة يوم الثلاثاء.')]))
  await server.deliver(
    user,
    letter('With a file', [
      html('<p>The <b>lighthouse</b> plan. Again: lighthouse.</p>'),
      file('plan.pdf', 'application/pdf', '%PDF-1.4'),
    ]),
  )
  const data = await freshDirectory()
  await addAccount(data, server, user)
  // Were passing by to mark as read, it would do so at once.
  await caliopenDone(data, ['call', 'settings.update', JSON.stringify({ set: { markReadAfterMs: 0 } })])
  program = await startProgram(data)
  browser = await launchBrowser()
  opened = await openWindow(browser, program.url)
  await opened.page.getByRole('button', { name: 'Fetching and sending, Up to date' }).waitFor()
})

afterAll(async () => {
  await browser?.close()
  await program?.stop()
  await removeDirectory(program.data)
  await server?.remove()
})

beforeEach(async () => {
  if (new URL(opened.page.url()).pathname !== '/timeline')
    await opened.page.getByRole('link', { name: /^Timeline/ }).click()
})

const field = () => opened.page.getByRole('combobox', { name: 'Search messages and people' })
const results = () => opened.page.getByRole('grid', { name: 'Results' })
const preview = () => opened.page.getByRole('region', { name: 'Message found' })

async function search(query: string): Promise<void> {
  await opened.page.keyboard.press('/')
  await field().fill(query)
  await field().press('Enter')
}

test('typing brings results as the words become what is meant', async () => {
  const { page } = opened
  await search('lighthouse')
  await results()
    .getByRole('row', { name: /With a file/ })
    .waitFor()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('harb')
  await expect.poll(() => page.url()).toContain('q=harb')
  await page.getByRole('heading', { name: /^\d+\+? messages$/ }).waitFor()
  await results()
    .getByRole('row', { name: /harbour/ })
    .first()
    .waitFor()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('quiet "day 77"')
  await results()
    .getByRole('row', { name: /harbour 77/ })
    .waitFor()
  await expect.poll(() => results().getByRole('row').count()).toBe(1)
  expect.soft(await findingsInBoth(opened, 'results')).toEqual([])
  await field().press('Enter')
  await page.goBack()
  await page.getByRole('grid', { name: 'Timeline' }).waitFor()
})

test.each([
  ['accents', 'reunion hotel', /La réunion/],
  ['Japanese', '東京駅', /会議の予定/],
  ['a part of a Japanese word', '火曜', /会議の予定/],
  ['Arabic', 'المكتبة', /مرحبا/],
  ['an Arabic subject', 'مرحبا', /مرحبا/],
])('%s are found', async (_what, query, subject) => {
  await search(query)
  await results().getByRole('row', { name: subject }).waitFor()
  expect(await results().getByRole('row').count()).toBe(1)
})

test('filters become chips, narrow, and are dropped again', async () => {
  const { page } = opened
  await search('from:ada ')
  const drop = page.getByRole('button', { name: 'Remove from ada' })
  await drop.waitFor()
  expect(await field().inputValue()).toBe('')
  await expect.poll(() => results().getByRole('row').count()).toBe(4)
  await page.getByRole('button', { name: 'With files' }).click()
  await expect.poll(() => results().getByRole('row').count()).toBe(1)
  await page.getByRole('button', { name: 'Remove has attachment' }).waitFor()
  expect(new URL(page.url()).searchParams.get('q')).toBe('from:ada has:attachment')
  expect.soft(await findingsInBoth(opened, 'filters')).toEqual([])
  await page.getByRole('button', { name: 'Remove has attachment' }).click()
  await expect.poll(() => results().getByRole('row').count()).toBe(4)
  await page.getByRole('button', { name: 'Clear the search' }).click()
  await expect.poll(() => field().inputValue()).toBe('')
  expect(await drop.count()).toBe(0)
})

test('what is not understood is underlined, said, and the rest is searched', async () => {
  const { page } = opened
  await search('lighthouse is:purple')
  await page.getByText(/“is:” knows unread, read/).waitFor()
  await results()
    .getByRole('row', { name: /With a file/ })
    .waitFor()
  const wrong = page.getByTitle(/“is:” knows/)
  expect(await wrong.textContent()).toContain('purple')
  expect(await wrong.evaluate((one) => getComputedStyle(one).textDecorationLine)).toContain('underline')
  expect.soft(await findingsInBoth(opened, 'query with an issue')).toEqual([])
})

test('the hit is shown with its words marked, and the keys go from one to the next', async () => {
  const { page } = opened
  await search('lighthouse')
  await preview().getByText('hit 1 of 2').waitFor()
  const marked = () =>
    page.evaluate(() => {
      const inside = document.querySelector<HTMLIFrameElement>('article iframe')?.contentDocument
      return [...(inside?.querySelectorAll('mark') ?? [])].map(
        (one) => `${one.textContent}${one.hasAttribute('data-current') ? '!' : ''}`,
      )
    })
  expect(await marked()).toHaveLength(2)
  await preview().getByRole('button', { name: 'Next hit' }).click()
  await preview().getByText('hit 2 of 2').waitFor()
  expect(await marked()).toEqual(['lighthouse', 'lighthouse!'])
  expect.soft(await findingsInBoth(opened, 'hit')).toEqual([])
})

test('passing by marks nothing read; opening the discussion does', async () => {
  const { page } = opened
  await search('harbour')
  await results().getByRole('row').first().waitFor()
  await results().focus()
  for (let at = 120; at > 114; at -= 1) {
    await preview()
      .getByRole('article')
      .getByText(new RegExp(`on day ${at}\\.`))
      .first()
      .waitFor()
    await page.keyboard.press('j')
  }
  await preview()
    .getByText(/on day 114\./)
    .first()
    .waitFor()
  const read = async () =>
    Object.values((await serverState(server, user))['INBOX'] ?? {}).filter((flags) => flags.includes('Seen'))
  expect(
    await results()
      .getByRole('row', { name: /^Unread/ })
      .count(),
  ).toBe(await results().getByRole('row').count())
  expect(await read()).toEqual([])
  await page.keyboard.press('Enter')
  // Sender 14 wrote three of them, which are one discussion: what is in sight of it is read.
  const found = page.getByRole('article', { name: /Sender 14/ }).last()
  await found.getByText(/on day 114\./).waitFor()
  expect(new URL(page.url()).pathname).toMatch(/^\/messages\//)
  await page
    .getByRole('article', { name: /^Sender 14/ })
    .last()
    .waitFor()
  await expect.poll(async () => (await read()).length, { timeout: 30_000 }).toBeGreaterThan(0)
  await page.goBack()
  await preview()
    .getByText(/on day 114\./)
    .first()
    .waitFor()
})

test('the window asked nobody else for anything, nor complained', () => {
  expect(opened.foreign).toEqual([])
  expect(opened.errors).toEqual([])
})
