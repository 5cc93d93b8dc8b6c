import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { labMail } from '../rig/index.ts'
import { type MailServer, startMailServer, withSecondClient } from '../servers/index.ts'
import { addAccount, caliopenDone, freshDirectory, type Program, removeDirectory, startProgram } from './program.ts'
import { findingsInBoth, launchBrowser, type Opened, openWindow } from './window.ts'

const user = 'u1@lab.test'
let server: MailServer
let browser: Browser
let program: Program
let opened: Opened

beforeAll(async () => {
  server = await startMailServer({ users: 2 })
  await server.fill(user, 'INBOX', labMail(20, 'harbour'))
  const data = await freshDirectory()
  await addAccount(data, server, user)
  await caliopenDone(data, ['call', 'settings.update', JSON.stringify({ set: { undoSendMs: 1000 } })])
  program = await startProgram(data)
  browser = await launchBrowser()
  opened = await openWindow(browser, program.url)
  await row('harbour 20').waitFor()
  await opened.page.getByRole('button', { name: 'Fetching and sending, Up to date' }).waitFor()
})

afterAll(async () => {
  await browser?.close()
  await program?.stop()
  await removeDirectory(program.data)
  await server?.remove()
})

const row = (subject: string) => opened.page.getByRole('row', { name: new RegExp(`\\b${subject}\\b`) })
const field = (name: string) => opened.page.getByRole('textbox', { name })
const timeline = () => opened.page.getByRole('link', { name: /^Timeline/ }).click()

async function write(to: string, subject: string, text: string): Promise<void> {
  const { page } = opened
  await page.getByRole('button', { name: 'New message' }).click()
  await page.getByRole('combobox', { name: 'To' }).fill(to)
  await page.keyboard.press('Tab')
  await field('Subject').fill(subject)
  await field('Text of the message').click()
  await page.keyboard.type(text)
  await page.getByText(/^Saved/).waitFor()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
}

/** Subjects in a mailbox as another client sees them, with `*` before those that are starred. */
async function subjects(who: string, mailbox: string): Promise<string[]> {
  return withSecondClient(server, who, async (client) => {
    const { exists } = await client.mailboxOpen(mailbox, { readOnly: true })
    const found: string[] = []
    if (exists === 0) return found
    for await (const { envelope, flags } of client.fetch('1:*', { envelope: true, flags: true }))
      found.push(`${flags?.has('\\Flagged') ? '*' : ''}${envelope?.subject}`)
    return found
  })
}

test('while the server is gone, the window says so, and reading, searching, acting and writing go on', async () => {
  const { page } = opened
  await server.kill()
  await page.getByText(`${user} is offline.`).waitFor({ timeout: 60_000 })
  await row('harbour 20').click()
  await page
    .getByRole('article')
    .getByText(/The harbour was quiet on day 20/)
    .waitFor()
  await page.keyboard.press('s')
  await page.getByRole('row', { name: /harbour 20.*starred/ }).waitFor()
  await row('harbour 19').click()
  await page
    .getByRole('article')
    .getByText(/The harbour was quiet on day 19/)
    .waitFor()
  await page.keyboard.press('e')
  await row('harbour 19').waitFor({ state: 'detached' })
  await row('harbour 18').click()
  await page.keyboard.press('#')
  await row('harbour 18').waitFor({ state: 'detached' })
  await page.getByText(new RegExp(`${user} is offline. \\d+ changes? (is|are) waiting here`)).waitFor()
  await page.getByRole('button', { name: /^Fetching and sending, Offline, \d+ changes waiting/ }).waitFor()
  expect.soft(await findingsInBoth(opened, 'offline')).toEqual([])

  await page.getByRole('combobox', { name: 'Search messages and people' }).fill('subject:"harbour 7"')
  await page.keyboard.press('Enter')
  await page
    .getByRole('grid', { name: 'Results' })
    .getByRole('row', { name: /harbour 7,/ })
    .waitFor()

  await timeline()
  await write('u2@lab.test', 'Written at sea', 'No land in sight.')
  await page.getByRole('link', { name: /^Drafts & outbox/ }).click()
  const leaving = page.getByRole('list', { name: 'On their way' })
  await leaving.getByText('Written at sea').waitFor()
  await leaving.getByText('Waiting for a connection').waitFor()
  expect.soft(await findingsInBoth(opened, 'outbox, offline')).toEqual([])
})

test('a reload changes nothing of it', async () => {
  const { page } = opened
  await page.reload()
  await page.getByRole('list', { name: 'On their way' }).getByText('Written at sea').waitFor()
  await timeline()
  await page.getByRole('row', { name: /harbour 20.*starred/ }).waitFor()
  expect(await row('harbour 19').count()).toBe(0)
})

test('when the server is back, everything reaches it by itself, and the message leaves', async () => {
  const { page } = opened
  await server.start()
  await expect
    .poll(() => subjects('u2@lab.test', 'INBOX'), { timeout: 200_000, interval: 1000 })
    .toEqual(['Written at sea'])
  await expect.poll(() => subjects(user, 'Sent'), { timeout: 90_000 }).toEqual(['Written at sea'])
  await expect.poll(() => subjects(user, 'Archive'), { timeout: 90_000 }).toEqual(['harbour 19'])
  await expect.poll(() => subjects(user, 'Trash'), { timeout: 90_000 }).toEqual(['harbour 18'])
  await expect.poll(() => subjects(user, 'INBOX'), { timeout: 90_000 }).toContain('*harbour 20')
  await page.getByRole('button', { name: 'Fetching and sending, Up to date' }).waitFor()
  await page.getByRole('link', { name: /^Drafts & outbox/ }).click()
  await page.getByRole('list', { name: 'On their way' }).waitFor({ state: 'detached' })
  await page.getByText('Nothing here.').waitFor()
}, 480_000) // the pauses between attempts grow with the time that the server was away

test('a message that the server refuses waits under "Needs you" with its words, and its text is kept', async () => {
  const { page } = opened
  await write('refused@lab.test', 'To a closed door', 'Knock, knock.')
  await page.getByRole('link', { name: /^Drafts & outbox/ }).click()
  const needsYou = page.getByRole('list', { name: 'Needs you' })
  await needsYou.getByText('To a closed door').waitFor()
  await needsYou
    .getByText(/refused by policy/)
    .first()
    .waitFor()
  await needsYou.getByRole('button', { name: 'Try again' }).waitFor()
  expect.soft(await findingsInBoth(opened, 'needs you')).toEqual([])
  await needsYou.getByRole('button', { name: 'Edit' }).click()
  await field('Text of the message').getByText('Knock, knock.').waitFor()
  expect(await field('Subject').inputValue()).toBe('To a closed door')
  await needsYou.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Throw the draft away' }).click()
})

test('within its time, sending is undone and the draft comes back', async () => {
  const { page } = opened
  await changeSettings({ undoSendMs: 30_000 })
  await timeline()
  await write('u2@lab.test', 'Said too soon', 'On second thoughts.')
  await page.getByText(/Message to u2@lab.test leaves in \d+ s/).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await field('Text of the message').getByText('On second thoughts.').waitFor()
  expect(await field('Subject').inputValue()).toBe('Said too soon')
  await page.getByRole('link', { name: /^Drafts & outbox/ }).click()
  await page.getByRole('list', { name: 'Drafts' }).getByText('Said too soon').waitFor()
  expect(await page.getByRole('list', { name: 'On their way' }).count()).toBe(0)
  expect(await subjects('u2@lab.test', 'INBOX')).toEqual(['Written at sea'])
})

test('the window asked nobody else for anything, nor complained', () => {
  expect(opened.foreign).toEqual([])
  expect(opened.errors).toEqual([])
})

/** Changes settings through the window's own session. */
const changeSettings = (set: Record<string, unknown>): Promise<unknown> =>
  opened.page.evaluate(async (changes) => {
    const response = await fetch('/api/v1/settings/update', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ set: changes }),
    })
    return response.json()
  }, set)
