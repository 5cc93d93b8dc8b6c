import type { Browser } from 'playwright-core'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MailServer, serverState, startMailServer } from '../servers/index.ts'
import { addAccount, caliopenDone, freshDirectory, type Program, removeDirectory, startProgram } from './program.ts'
import { findingsOf, launchBrowser, type Opened, openWindow } from './window.ts'

let server: MailServer
let browser: Browser
const programs: Program[] = []
let ana: Opened
let ben: Opened

beforeAll(async () => {
  server = await startMailServer({ users: 2 })
  browser = await launchBrowser()
  for (const user of ['u1@lab.test', 'u2@lab.test']) {
    const data = await freshDirectory()
    await addAccount(data, server, user)
    await caliopenDone(data, ['call', 'settings.update', JSON.stringify({ set: { undoSendMs: 1000 } })])
    programs.push(await startProgram(data))
  }
  ana = await openWindow(browser, programs[0]?.url ?? '')
  ben = await openWindow(browser, programs[1]?.url ?? '', { dark: true })
})

afterAll(async () => {
  await browser?.close()
  for (const program of programs) {
    await program.stop()
    await removeDirectory(program.data)
  }
  await server?.remove()
})

const subject = 'Grüße aus Lyon – 14 photographs'

test('a message written in the window arrives in the other account with its headers, text and file', async () => {
  const { page } = ana
  await page.getByRole('button', { name: 'New message' }).click()
  await page.getByRole('combobox', { name: 'To' }).fill('u2@lab.test')
  await page.keyboard.press('Tab')
  await page.getByRole('textbox', { name: 'Subject' }).fill(subject)
  const text = page.getByRole('textbox', { name: 'Text of the message' })
  await text.click()
  await page.keyboard.type('Dear Ben, the photographs are attached.')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Attach files' }).click()
  await (await chooser).setFiles({
    name: 'inventaire é.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('fourteen\n'),
  })
  await page.getByText('inventaire é.txt').waitFor()
  await page.getByText(/^Saved/).waitFor()
  expect.soft(await findingsOf(page, 'composer')).toEqual([])
  await page.getByRole('button', { name: 'Send', exact: true }).click()

  const row = ben.page.getByRole('row', { name: new RegExp(subject) })
  await row.waitFor()
  const [hit] = await findMail(programs[1], subject)
  const raw = await rawOf(programs[1], String(hit?.['id']))
  const mail = await PostalMime.parse(raw)
  expect(mail).toMatchObject({ subject, from: { address: 'u1@lab.test' }, to: [{ address: 'u2@lab.test' }] })
  expect(mail.text).toContain('the photographs are attached')
  expect(mail.html).toContain('the photographs are attached')
  expect(mail.attachments).toMatchObject([{ filename: 'inventaire é.txt', mimeType: 'text/plain' }])
  expect(mail.messageId).toMatch(/^<[^@<>]+@lab\.test>$/)
  expect(raw).not.toMatch(/^bcc:/im)
})

test('its answer appears in the first window without a reload, in the same thread', async () => {
  const { page } = ben
  await page.getByRole('row', { name: new RegExp(subject) }).click()
  await page
    .getByRole('heading', { name: /u1@lab\.test/ })
    .first()
    .waitFor()
  expect.soft(await findingsOf(page, 'thread, dark')).toEqual([])
  await page.getByRole('button', { name: 'Reply', exact: true }).last().click()
  const text = page.getByRole('textbox', { name: 'Text of the message' })
  await text.click()
  await page.keyboard.press('Control+Home')
  await page.keyboard.type('Thank you, fourteen arrived.')
  await page.getByRole('button', { name: 'Send', exact: true }).click()

  await ana.page.getByRole('link', { name: /^Timeline/ }).click()
  const answer = ana.page.getByRole('row', { name: new RegExp(`Re: ${subject}|${subject}`) })
  await answer.first().waitFor()
  await answer.first().click()
  await ana.page.getByText('Thank you, fourteen arrived.').first().waitFor()
  const [hit] = await findMail(programs[0], 'fourteen arrived')
  const mail = await PostalMime.parse(await rawOf(programs[0], String(hit?.['id'])))
  expect(mail.subject).toBe(`Re: ${subject}`)
  expect(mail.inReplyTo).toMatch(/@lab\.test>$/)
  expect(mail.references).toContain(mail.inReplyTo ?? 'none')
})

test('what was sent is in Sent on the server, once, and read and answered marks reach it', async () => {
  const inSent = async () => Object.keys((await serverState(server, 'u1@lab.test'))['Sent'] ?? {}).length
  await expect.poll(inSent, { timeout: 30_000 }).toBe(1)
  const marks = async () => Object.values((await serverState(server, 'u2@lab.test'))['INBOX'] ?? {})
  await expect.poll(marks, { timeout: 30_000 }).toEqual([expect.stringMatching(/Answered.*Seen/)])
})

test('neither window asked anybody else for anything, nor complained', () => {
  expect([...ana.foreign, ...ben.foreign]).toEqual([])
  expect([...ana.errors, ...ben.errors]).toEqual([])
})

/** Asks the running program through the window's own session. */
async function findMail(program: Program | undefined, query: string): Promise<Record<string, unknown>[]> {
  const opened = program === programs[0] ? ana : ben
  const answer = await opened.page.evaluate(async (text) => {
    const response = await fetch('/api/v1/search/messages', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: text }),
    })
    return response.json()
  }, query)
  return answer.items.map(({ message }: { message: Record<string, unknown> }) => message)
}

async function rawOf(program: Program | undefined, id: string): Promise<string> {
  const opened = program === programs[0] ? ana : ben
  return opened.page.evaluate(async (which) => {
    const response = await fetch(`/api/v1/messages/raw?id=${which}&download=1`)
    return response.text()
  }, id)
}
