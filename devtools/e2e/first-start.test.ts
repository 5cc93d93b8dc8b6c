import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { labMail } from '../rig/index.ts'
import { type MailServer, startMailServer } from '../servers/index.ts'
import { freshDirectory, type Program, removeDirectory, startProgram } from './program.ts'
import { findingsInBoth, launchBrowser, type Opened, openWindow } from './window.ts'

let server: MailServer
let browser: Browser
const programs: Program[] = []
let first: Opened

beforeAll(async () => {
  server = await startMailServer({ users: 2 })
  await server.fill('u1@lab.test', 'INBOX', labMail(300, 'harbour'))
  await server.deliver('u1@lab.test', letter('Newest of all', 'The kettle is on.'))
  await server.deliver('u2@lab.test', letter('By a trusted certificate', 'Under lock and key.'))
  browser = await launchBrowser()
  first = await openFresh()
})

afterAll(async () => {
  await browser?.close()
  for (const program of programs) {
    await program.stop()
    await removeDirectory(program.data)
  }
  await server?.remove()
})

async function openFresh(): Promise<Opened> {
  const program = await startProgram(await freshDirectory())
  programs.push(program)
  return openWindow(browser, program.url)
}

const letter = (subject: string, text: string): string =>
  [
    'From: Ada <ada@lab.test>',
    'To: u1@lab.test',
    `Subject: ${subject}`,
    `Date: ${new Date().toUTCString()}`,
    `Message-ID: <${subject.replaceAll(' ', '.')}@lab.test>`,
    '',
    text,
    '',
  ].join('\r\n')

async function fillServer(page: Page, group: string, port: number, protection: string): Promise<void> {
  const fields = page.getByRole('group', { name: group })
  await fields.getByLabel('Server').fill('127.0.0.1')
  await fields.getByLabel('Port').fill(String(port))
  await fields.getByRole('button', { name: /Protection/ }).click()
  await page.getByRole('option', { name: protection, exact: true }).click()
}

/** What a screen reader says after the name of a field: its description, or its error. */
const describedBy = (page: Page, label: string): Promise<string> =>
  page.getByLabel(label).evaluate((field) =>
    (field.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '')
      .join(' '),
  )

const passwordLabel = 'Password or app password'

test('an empty data folder opens with a welcome that says where data is kept', async () => {
  const { page } = first
  await page.getByRole('heading', { name: 'Add an e-mail account' }).waitFor()
  await page.getByText(programs[0]?.data ?? '').waitFor()
  expect(new URL(page.url()).pathname).toBe('/welcome')
  expect.soft(await findingsInBoth(first, 'welcome')).toEqual([])
})

test('a wrong password is said under its field, with the server named, and nothing typed is lost', async () => {
  const { page } = first
  await page.getByLabel('Address').fill('u1@lab.test')
  await page.getByRole('button', { name: 'Set servers by hand' }).click()
  await fillServer(page, 'Receive', server.imapPort, 'None (this computer only)')
  await fillServer(page, 'Send', server.smtpPort, 'None (this computer only)')
  await page.getByLabel(passwordLabel).fill('wrong')
  await page.getByRole('button', { name: 'Add the account' }).click()
  await page.getByRole('button', { name: 'Try again' }).waitFor()
  await expect.poll(() => describedBy(page, passwordLabel)).toContain('127.0.0.1')
  expect(await page.getByLabel(passwordLabel).evaluate((field) => field === document.activeElement)).toBe(true)
  expect(await page.getByLabel('Address').inputValue()).toBe('u1@lab.test')
  expect.soft(await findingsInBoth(first, 'welcome with an error')).toEqual([])
})

test('the right one adds the account, and its newest message is listed and read', async () => {
  const { page } = first
  await page.getByLabel(passwordLabel).fill('secret')
  await page.getByRole('button', { name: 'Add the account' }).click()
  await page.getByRole('row', { name: /Newest of all/ }).click()
  await page.getByText('The kettle is on.').last().waitFor()
  await page.getByRole('button', { name: /Fetching and sending, Up to date/ }).waitFor()
  expect.soft(await findingsInBoth(first, 'timeline')).toEqual([])
})

test('reload, back and forward keep the place', async () => {
  const { page } = first
  const opened = page.url()
  const body = page.getByRole('article').getByText('The kettle is on.')
  await page.reload()
  await body.waitFor()
  expect(page.url()).toBe(opened)
  await page.goBack()
  await body.waitFor({ state: 'detached' })
  expect(new URL(page.url()).pathname).toBe('/timeline')
  await page.goForward()
  await body.waitFor()
  expect(page.url()).toBe(opened)
})

test('/messages/ID opens that message and /search?q= that search', async () => {
  const { page } = first
  const id = await page.evaluate(async () => {
    const response = await fetch('/api/v1/search/messages', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'kettle' }),
    })
    return (await response.json()).items[0].message.id
  })
  const origin = new URL(page.url()).origin
  await page.goto(`${origin}/messages/${id}`)
  await page.getByRole('article').getByText('The kettle is on.').waitFor()
  await page.goto(`${origin}/search?q=kettle`)
  await page
    .getByRole('grid', { name: 'Results' })
    .getByRole('row', { name: /Newest of all/ })
    .waitFor()
  expect(await page.getByRole('combobox', { name: 'Search messages and people' }).inputValue()).toBe('kettle')
  await page.goBack()
  await page.getByRole('article').getByText('The kettle is on.').waitFor()
})

test('a server that nobody vouches for is trusted by the fingerprint of its certificate, and by no other', async () => {
  const { page } = first
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Add an account' }).click()
  await page.getByLabel('Address').fill('u2@lab.test')
  await page.getByRole('button', { name: 'Set servers by hand' }).click()
  await fillServer(page, 'Receive', server.imapsPort, 'TLS')
  await fillServer(page, 'Send', server.smtpsPort, 'TLS')
  await page.getByLabel(passwordLabel).fill('secret')
  await page.getByRole('button', { name: 'Add the account' }).click()
  await page.getByRole('button', { name: 'Try again' }).waitFor()
  await page
    .getByText(/certificate/i)
    .first()
    .waitFor()
  const typed = server.fingerprint.toUpperCase().match(/../g)?.join(':') ?? ''
  await page.getByLabel(/Trust one certificate/).fill(typed)
  await page.getByRole('button', { name: 'Add the account' }).click()
  await page.getByRole('row', { name: /By a trusted certificate/ }).click()
  await page.getByRole('article').getByText('Under lock and key.').waitFor()
})

test('without an account the window starts, and a file of mail is brought in', async () => {
  const other = await openFresh()
  const { page } = other
  await page.getByRole('button', { name: 'Start without an account' }).click()
  await page.getByRole('heading', { name: 'Timeline' }).waitFor()
  await page.getByRole('button', { name: 'Fetching and sending, No account yet' }).waitFor()
  expect.soft(await findingsInBoth(other, 'timeline without an account')).toEqual([])
  await page.goto(new URL('/welcome', page.url()).href)
  await page.getByRole('radio', { name: 'Import' }).click()
  const mbox = Array.from({ length: 12 }, (_, n) => `From a@lab.test ${new Date(0).toUTCString()}\n${kept(n)}\n`)
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a file…' }).click()
  await (await chooser).setFiles({ name: 'old.mbox', mimeType: 'application/mbox', buffer: Buffer.from(mbox.join('')) })
  await page.getByText('12 messages came in from old.mbox.').waitFor()
  expect.soft(await findingsInBoth(other, 'import done')).toEqual([])
  await page.getByRole('button', { name: 'Show all messages' }).click()
  await page.getByRole('row', { name: /Kept 11/ }).click()
  await page.getByRole('article').getByText('Kept since 2021.').waitFor()
  expect(other.foreign).toEqual([])
  expect(other.errors).toEqual([])
})

const kept = (n: number): string =>
  `From: Old <old@lab.test>\nSubject: Kept ${n}\nDate: Mon, 0${(n % 9) + 1} Aug 20${10 + (n % 20)} 10:00:00 +0000\nMessage-ID: <kept-${n}@lab.test>\n\nKept since 20${10 + (n % 20)}.\n`

test('the window asked nobody else for anything, and complained only of what was refused', () => {
  expect(first.foreign).toEqual([])
  // the browser's own note of an answer that is an error: the wrong password and the certificate
  expect(first.errors.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([])
})
