import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MailServer, serverState, startMailServer, withSecondClient } from '../servers/index.ts'
import { addAccount, freshDirectory, type Program, removeDirectory, startProgram } from './program.ts'
import { findingsInBoth, launchBrowser, type Opened, openWindow } from './window.ts'

const user = 'u1@lab.test'
const count = 50
let server: MailServer
let browser: Browser
let program: Program
let opened: Opened

beforeAll(async () => {
  server = await startMailServer({ users: 1 })
  // UIDs go up with the dates: the newest, number 50, is the first of the list.
  await server.fill(
    user,
    'INBOX',
    Array.from({ length: count }, (_, at) => ({ bytes: letter(at + 1), receivedMs: sentMs(at + 1) })),
  )
  const data = await freshDirectory()
  await addAccount(data, server, user)
  program = await startProgram(data)
  browser = await launchBrowser()
  opened = await openWindow(browser, program.url)
})

afterAll(async () => {
  await browser?.close()
  await program?.stop()
  await removeDirectory(program.data)
  await server?.remove()
})

const sentMs = (number: number): number => Date.UTC(2026, 0, 5, 8) + number * 3_600_000
const name = (number: number): string => `Letter ${String(number).padStart(2, '0')}`
const letter = (number: number): string =>
  [
    `From: Writer ${number} <writer${number}@lab.test>`,
    `To: ${user}`,
    `Subject: ${name(number)}`,
    `Date: ${new Date(sentMs(number)).toUTCString()}`,
    `Message-ID: <letter-${number}@lab.test>`,
    '',
    `This is letter ${number}.`,
    '',
  ].join('\r\n')

/** Subjects on the server by mailbox, and those that are starred or read; asked by another client. */
async function onServer(): Promise<{ boxes: Record<string, string[]>; starred: string[]; unread: string[] }> {
  return withSecondClient(server, user, async (client) => {
    const boxes: Record<string, string[]> = {}
    const starred: string[] = []
    const unread: string[] = []
    for (const { path } of await client.list()) {
      const { exists } = await client.mailboxOpen(path, { readOnly: true })
      if (exists === 0) continue
      for await (const { envelope, flags } of client.fetch('1:*', { envelope: true, flags: true })) {
        const subject = envelope?.subject ?? ''
        boxes[path] = [...(boxes[path] ?? []), subject]
        if (flags?.has('\\Flagged')) starred.push(subject)
        if (!flags?.has('\\Seen')) unread.push(subject)
      }
    }
    for (const list of [...Object.values(boxes), starred, unread]) list.sort()
    return { boxes, starred, unread }
  })
}

const row = (number: number) => opened.page.getByRole('row', { name: new RegExp(name(number)) })
const current = () =>
  opened.page.evaluate(() => {
    const grid = document.querySelector('[role="grid"]')
    const label = document.getElementById(grid?.getAttribute('aria-activedescendant') ?? '')?.getAttribute('aria-label')
    return /Letter \d+/.exec(label ?? '')?.[0]
  })
/** Presses a key and waits until the list stands where the key leads. */
async function press(key: string, then: number): Promise<void> {
  await opened.page.keyboard.press(key)
  await expect.poll(current).toBe(name(then))
}

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: from - to + 1 }, (_, at) => name(from - at)).sort()

describe('fifty messages with the keyboard alone', () => {
  test('are read, archived, thrown away, starred, marked and taken back', async () => {
    const { page } = opened
    await row(count).waitFor()
    expect.soft(await findingsInBoth(opened, 'list')).toEqual([])
    await press('j', 50)
    await press('j', 49)
    await press('k', 50)
    // ten archived one by one, ten into the bin
    for (let number = 50; number > 40; number -= 1) await press('e', number - 1)
    for (let number = 40; number > 30; number -= 1) await press('#', number - 1)
    // five starred on the way
    for (let number = 30; number > 25; number -= 1) {
      await page.keyboard.press('s')
      await page.getByRole('row', { name: new RegExp(`${name(number)}.*starred`) }).waitFor()
      await press('j', number - 1)
    }
    // five read and marked unread again at once, five marked read
    for (let number = 25; number > 20; number -= 1) {
      await page.keyboard.press('Shift+I')
      await page.getByRole('row', { name: new RegExp(`^Writer.*${name(number)}`) }).waitFor()
      if (number > 22) {
        await page.keyboard.press('Shift+U')
        await page.getByRole('row', { name: new RegExp(`^Unread.*${name(number)}`) }).waitFor()
      }
      await press('j', number - 1)
    }
    // ten chosen and archived as one, ten chosen and thrown away as one
    for (let number = 20; number > 10; number -= 1) {
      await page.keyboard.press('x')
      await press('j', number - 1)
    }
    await page.getByText('10 selected', { exact: true }).first().waitFor()
    expect.soft(await findingsInBoth(opened, 'list with a selection')).toEqual([])
    await page.keyboard.press('e')
    await row(20).waitFor({ state: 'detached' })
    for (let number = 10; number > 0; number -= 1) {
      await page.keyboard.press('x')
      if (number > 1) await press('j', number - 1)
    }
    await page.keyboard.press('#')
    await row(10).waitFor({ state: 'detached' })
    // the last is taken back, and then the one before it
    await page.keyboard.press('z')
    await row(10).waitFor()
    await page.keyboard.press('z')
    await press('Home', 30)
    await row(20).waitFor()
  })

  test('and the server holds what the window shows', async () => {
    await expect.poll(onServer, { timeout: 60_000, interval: 1000 }).toEqual({
      boxes: { INBOX: numbers(30, 1), Archive: numbers(50, 41), Trash: numbers(40, 31) },
      starred: numbers(30, 26),
      unread: [...numbers(50, 23), ...numbers(20, 1)].sort(),
    })
    await opened.page.getByRole('link', { name: /^Archive/ }).click()
    await row(45).waitFor()
    expect(await opened.page.getByRole('row', { name: /Letter/ }).count()).toBe(10)
  })
})

describe('what another program does to the account', () => {
  test('comes into the window without a reload', async () => {
    const { page } = opened
    await page.getByRole('link', { name: /^Timeline/ }).click()
    await page.getByRole('grid', { name: 'Timeline' }).focus()
    await press('Home', 30)
    await withSecondClient(server, user, async (client) => {
      await client.mailboxOpen('INBOX')
      const uids = await client.search({ subject: name(29) }, { uid: true })
      await client.messageMove(String(uids), 'Archive', { uid: true })
      const read = await client.search({ subject: name(28) }, { uid: true })
      await client.messageFlagsAdd(String(read), ['\\Seen'], { uid: true })
      await client.messageFlagsRemove(String(read), ['\\Flagged'], { uid: true })
      const marked = await client.search({ subject: name(20) }, { uid: true })
      await client.messageFlagsAdd(String(marked), ['\\Flagged'], { uid: true })
      await client.append('INBOX', letter(99), [])
    })
    await row(99).waitFor()
    await row(29).waitFor({ state: 'detached' })
    await page.getByRole('row', { name: new RegExp(`^Writer.*${name(28)}(?!.*starred)`) }).waitFor()
    await page.getByRole('row', { name: new RegExp(`${name(20)}.*starred`) }).waitFor()
  })

  test('and what is done here and there at once ends the same on both sides', async () => {
    const { page } = opened
    await row(27).click()
    await page.getByRole('article').getByText('This is letter 27.').waitFor()
    await withSecondClient(server, user, async (client) => {
      await client.mailboxOpen('INBOX')
      const uids = await client.search({ subject: name(27) }, { uid: true })
      await client.messageFlagsAdd(String(uids), ['\\Answered'], { uid: true })
    })
    await page.keyboard.press('s')
    await expect
      .poll(async () => Object.values((await serverState(server, user))['INBOX'] ?? {}), { timeout: 60_000 })
      .toContain('\\Answered \\Seen')
  })

  test('the window asked nobody else for anything, nor complained', () => {
    expect(opened.foreign).toEqual([])
    expect(opened.errors).toEqual([])
  })
})
