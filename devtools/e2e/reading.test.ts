import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MailServer, startMailServer } from '../servers/index.ts'
import { file, hostileHtml, html, letter, oddMail, plain } from './letters.ts'
import { addAccount, freshDirectory, type Program, removeDirectory, startProgram } from './program.ts'
import { startTrap, type Trap } from './trap.ts'
import { findingsInBoth, launchBrowser, type Opened, openWindow, showThreads } from './window.ts'

const user = 'u1@lab.test'
/** A red square of 8 × 8. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC',
  'base64',
)
const pdf =
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n'
const bytes = randomBytes(200_000)
let server: MailServer
let trap: Trap
let browser: Browser
let program: Program
let opened: Opened

beforeAll(async () => {
  trap = await startTrap(picture)
  server = await startMailServer({ users: 1 })
  const odd = Object.values(oddMail).map((raw) => ({ bytes: Buffer.from(raw, 'latin1') }))
  await server.fill(user, 'INBOX', odd)
  for (const raw of ordinary()) await server.deliver(user, raw)
  const data = await freshDirectory()
  await addAccount(data, server, user)
  program = await startProgram(data)
  browser = await launchBrowser()
  opened = await openWindow(browser, program.url)
  await opened.page.getByRole('button', { name: 'Fetching and sending, Up to date' }).waitFor()
  // One sender wrote most of it: a discussion would hold what is opened here one by one.
  await showThreads(opened)
})

afterAll(async () => {
  await browser?.close()
  await program?.stop()
  await removeDirectory(program.data)
  await server?.remove()
  await trap?.close()
})

function ordinary(): string[] {
  const cid = { ...file('red.png', 'image/png', picture) }
  const inline = {
    ...cid,
    headers: ['Content-Disposition: inline; filename="red.png"', 'Content-ID: <red@sender.test>'],
  }
  const quote = Array.from({ length: 8 }, (_, at) => `> Quoted line ${at}`).join('\r\n')
  return [
    letter('A hostile page', [html(hostileHtml(trap.url))]),
    letter(
      'A picture within',
      [html('<p>Look: <img src="cid:red@sender.test" alt="A red square"></p>'), inline],
      'related',
    ),
    letter('Four files', [
      plain('The files are attached.'),
      file('square.png', 'image/png', picture),
      file('empty.pdf', 'application/pdf', pdf),
      file('notes.txt', 'text/plain', 'Bring the kettle. <script>window.hostileRan = true</script>'),
      file('random.bin', 'application/octet-stream', bytes),
    ]),
    letter('An answer', [plain(`Yes, on Tuesday.\r\n\r\nOn Monday, Ben wrote:\r\n${quote}\r\n`)]),
    letter(
      'Too many parts',
      Array.from({ length: 1200 }, (_, at) => plain(`Part ${at}`)),
    ),
  ]
}

const row = (subject: string) => opened.page.getByRole('row', { name: new RegExp(subject) })
const article = () => opened.page.getByRole('article')
async function open(subject: string): Promise<void> {
  await row(subject).click()
  await opened.page.getByRole('heading', { name: subject }).first().waitFor()
}

/** Whether the frame that shows the message holds such elements. Asked from outside: nothing runs within. */
const inFrame = (page: Page, selector: string): Promise<number | null> =>
  page.evaluate((wanted) => {
    const inside = document.querySelector<HTMLIFrameElement>('article iframe')?.contentDocument
    return inside ? inside.querySelectorAll(wanted).length : null
  }, selector)
/** Names of attributes in the frame that would run something. */
const handlersInFrame = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const inside = document.querySelector<HTMLIFrameElement>('article iframe')?.contentDocument
    const names = [...(inside?.querySelectorAll('*') ?? [])].flatMap((element) => element.getAttributeNames())
    return names.filter((name) => name.startsWith('on'))
  })
const textInFrame = (page: Page): Promise<string> =>
  page.evaluate(
    () => document.querySelector<HTMLIFrameElement>('article iframe')?.contentDocument?.body.textContent ?? '',
  )

/** Where an element of the frame is in the window, so that it is clicked as a person does. */
async function clickInFrame(page: Page, text: string): Promise<void> {
  const at = await page.evaluate((words) => {
    const frame = document.querySelector<HTMLIFrameElement>('article iframe')
    const found = [...(frame?.contentDocument?.querySelectorAll('a') ?? [])].find((a) => a.textContent?.includes(words))
    found?.scrollIntoView({ block: 'center' })
    const outer = frame?.getBoundingClientRect()
    const inner = found?.getBoundingClientRect()
    return outer && inner ? { x: outer.x + inner.x + inner.width / 2, y: outer.y + inner.y + inner.height / 2 } : null
  }, text)
  if (at === null) throw new Error(`There is no link “${text}” in the message.`)
  await page.mouse.click(at.x, at.y)
}

describe('a hostile page', () => {
  test('is read without asking anybody for anything, and holds nothing that could', async () => {
    const { page } = opened
    await open('A hostile page')
    await expect.poll(() => textInFrame(page), { timeout: 20_000 }).toContain('The hostile text is read.')
    await page.getByText(/not loaded\./).waitFor()
    expect.soft(await findingsInBoth(opened, 'hostile message')).toEqual([])
    const banned =
      'script, iframe, object, embed, form, input, button, meta[http-equiv=refresh], base, link, video, audio'
    expect(await inFrame(page, banned)).toBe(0)
    expect(await handlersInFrame(page)).toEqual([])
    expect(await page.evaluate(() => 'hostileRan' in window)).toBe(false)
    expect(trap.requests).toEqual([])
    expect(opened.foreign).toEqual([])
  })

  test('has its pictures shown when asked, without its trackers, cookies or a referrer', async () => {
    const { page } = opened
    await page.getByRole('button', { name: 'Show images' }).click()
    const shown = () =>
      page.evaluate(() => {
        const inside = document.querySelector<HTMLIFrameElement>('article iframe')?.contentDocument
        return inside?.querySelector<HTMLImageElement>('img[alt="A photograph"]')?.naturalWidth
      })
    await expect.poll(shown, { timeout: 20_000 }).toBe(8)
    await expect.poll(() => trap.requests.map(({ path }) => path)).toContain('/css.png')
    const asked = new Set(trap.requests.map(({ path }) => path))
    const pictures = [
      '/photo.png',
      '/picture.png',
      '/body.png',
      '/css.png',
      '/table.png',
      '/cell.png',
      '/style.png',
      '/list.png',
    ]
    expect([...asked].filter((path) => !pictures.includes(path))).toEqual([])
    for (const { headers } of trap.requests) {
      expect(headers.cookie).toBeUndefined()
      expect(headers.referer).toBeUndefined()
      expect(headers.origin).toBeUndefined()
    }
    expect(opened.foreign).toEqual([])
    expect.soft(await findingsInBoth(opened, 'pictures shown')).toEqual([])
  })

  test('has a link that says one address and leads to another: the window asks before it follows', async () => {
    const { page } = opened
    const before = trap.requests.length
    await clickInFrame(page, 'bank.example')
    const dialog = page.getByRole('dialog', { name: 'Where this link leads' })
    await dialog.getByText(/names bank.example, but it leads to 127\.0\.0\.1/).waitFor()
    expect.soft(await findingsInBoth(opened, 'link in doubt')).toEqual([])
    await dialog.getByRole('button', { name: 'Stay here' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(trap.requests.length).toBe(before)
    expect(opened.context.pages()).toHaveLength(1)
  })
})

describe('a message', () => {
  test('shows the pictures that came within it', async () => {
    const { page } = opened
    await open('A picture within')
    const width = () =>
      page.evaluate(() => {
        const inside = document.querySelector<HTMLIFrameElement>('article iframe')?.contentDocument
        return inside?.querySelector<HTMLImageElement>('img[alt="A red square"]')?.naturalWidth
      })
    await expect.poll(width, { timeout: 20_000 }).toBe(8)
    expect(await page.getByText(/not loaded\./).count()).toBe(0)
  })

  test('folds what it quotes, and unfolds it', async () => {
    const { page } = opened
    await open('An answer')
    const quoted = article().getByText('Quoted line 3')
    await article().getByText('Yes, on Tuesday.').waitFor()
    expect(await quoted.isVisible()).toBe(false)
    await article()
      .getByText(/8 quoted lines/)
      .click()
    await quoted.waitFor()
    expect.soft(await findingsInBoth(opened, 'quotes')).toEqual([])
    expect(await page.getByRole('article').count()).toBe(1)
  })

  test('has its files opened in the window as what they are, and saved byte for byte', async () => {
    const { page } = opened
    await open('Four files')
    const files = article().getByRole('list', { name: '4 attachments' })
    expect.soft(await findingsInBoth(opened, 'files')).toEqual([])
    await files.getByRole('button', { name: /^Open.*square\.png/ }).click()
    const image = page.getByRole('dialog', { name: 'square.png' })
    await image.getByRole('img', { name: 'square.png' }).waitFor()
    expect.soft(await findingsInBoth(opened, 'picture opened')).toEqual([])
    await page.keyboard.press('Escape')
    await image.waitFor({ state: 'detached' })
    await files.getByRole('button', { name: /^Open.*notes\.txt/ }).click()
    expect(await page.getByRole('textbox', { name: 'notes.txt' }).inputValue()).toContain('Bring the kettle. <script>')
    await page.keyboard.press('Escape')
    await files.getByRole('button', { name: /^Open.*empty\.pdf/ }).click()
    await page.getByRole('dialog', { name: 'empty.pdf' }).locator('iframe[title="empty.pdf"]').waitFor()
    await page.keyboard.press('Escape')
    const download = page.waitForEvent('download', (one) => one.suggestedFilename() === 'random.bin')
    await files.getByRole('button', { name: 'Save random.bin', exact: true }).click()
    const saved = await readFile(await (await download).path())
    expect(hash(saved)).toBe(hash(bytes))
    expect(await page.evaluate(() => 'hostileRan' in window)).toBe(false)
  })

  test('that cannot be read says why, and its source is there', async () => {
    const { page } = opened
    await open('Too many parts')
    await article()
      .getByText(/This message has more than 1000 parts/)
      .waitFor()
    expect.soft(await findingsInBoth(opened, 'unreadable')).toEqual([])
    await article().getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'View source' }).click()
    const source = page.getByRole('textbox', { name: 'View source' })
    await source.waitFor()
    expect(await source.inputValue()).toContain('Subject: Too many parts')
    expect.soft(await findingsInBoth(opened, 'source')).toEqual([])
    await page.keyboard.press('Escape')
  })
})

const hash = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')

describe('ten odd messages', () => {
  test('stand in the list with the others, which keeps its form', async () => {
    const { page } = opened
    await page.goto(new URL('/view/all', page.url()).href)
    await showThreads(opened)
    const grid = page.getByRole('grid', { name: 'All messages' })
    await grid.focus()
    for (const key of ['Home', 'End']) {
      await page.keyboard.press(key)
      await expect.poll(() => formOf(page)).toEqual({ wide: [], sideways: false })
    }
    expect(await page.evaluate(countThreads)).toBe(15)
    expect.soft(await findingsInBoth(opened, 'odd messages')).toEqual([])
  })

  test('are opened one by one, and the window stays whole', async () => {
    const { page } = opened
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    const seen = new Set<string>()
    for (let at = 0; at < 15; at += 1) {
      await article().first().waitFor()
      seen.add(new URL(page.url()).pathname)
      const form = await formOf(page)
      expect(form, page.url()).toEqual({ wide: [], sideways: false })
      await page.keyboard.press('j')
      if (at < 14) await expect.poll(() => seen.has(new URL(page.url()).pathname)).toBe(false)
    }
    expect(seen.size).toBe(15)
  })

  test('the window asked nobody for anything, nor complained', () => {
    expect(opened.foreign).toEqual([])
    // The sanitiser takes a page apart in a document that shows and runs nothing; Chromium notes there what the
    // window's policy would have refused anyway. That none of it is in what is shown was looked at above.
    const ofTheSanitiser = /^(Setting the document's base URI|Executing inline event handler).*Content Security Policy/
    expect(opened.errors.filter((text) => !ofTheSanitiser.test(text))).toEqual([])
  })
})

/** Rows that are wider than their list, and whether the window itself scrolls sideways. */
const formOf = (page: Page): Promise<{ wide: string[]; sideways: boolean }> =>
  page.evaluate(() => {
    const grid = document.querySelector('[role="grid"]')
    const edge = (grid?.getBoundingClientRect().right ?? 0) + 1
    const wide = [...(grid?.querySelectorAll('[role="row"], tr') ?? [])]
      .filter((one) => [one, ...one.querySelectorAll('time')].some((part) => part.getBoundingClientRect().right > edge))
      .map((one) => one.getAttribute('aria-label')?.slice(0, 80) ?? '')
    return { wide, sideways: document.documentElement.scrollWidth > innerWidth }
  })

/** Threads of the list that the window asks for. */
async function countThreads(): Promise<number> {
  const response = await fetch('/api/v1/threads/list?view=all')
  return (await response.json()).items.length
}
