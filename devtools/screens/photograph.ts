import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { generateDemo } from '../../main/demo/index.ts'
import { addAccount, freshDirectory, type Program, removeDirectory, startProgram } from '../e2e/program.ts'
import { launchBrowser, openWindow } from '../e2e/window.ts'
import { type MailServer, startMailServer } from '../servers/index.ts'

type Camera = (page: Page, name: string, options?: { readonly small?: boolean }) => Promise<void>

/** Enough that the first fetch is still under way when its picture is taken. */
const messagesToFetch = 4000
/** Transitions are off; this is for what is still being fetched from core. */
const settleMs = 500

/** Writes `<scene>-<theme>-<width>.png` of every scene into the folder. */
export async function photograph(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const browser = await launchBrowser()
  const camera: Camera = async (page, name, { small = false } = {}) => {
    const shoot = async (theme: 'light' | 'dark', width: number, height: number) => {
      await page.setViewportSize({ width, height })
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      await page.waitForTimeout(settleMs)
      await page.screenshot({ path: join(folder, `${name}-${theme}-${width}.png`) })
    }
    await shoot('dark', 1440, 900)
    if (small) await shoot('light', 1024, 700)
    await shoot('light', 1440, 900)
    process.stdout.write(`${name}\n`)
  }
  try {
    await withProgram(browser, ['--demo'], (page) => sampleMailbox(page, camera))
    await withProgram(browser, [], (page) => onboarding(page, camera))
    await onServer(browser, camera)
  } finally {
    await browser.close()
  }
}

async function withProgram(
  browser: Browser,
  args: readonly string[],
  look: (page: Page) => Promise<void>,
  prepare: (data: string) => Promise<void> = async () => undefined,
): Promise<void> {
  const data = await freshDirectory()
  let program: Program | null = null
  try {
    await prepare(data)
    program = await startProgram(data, args)
    const { page, context, errors } = await openWindow(browser, program.url)
    await look(page)
    for (const error of errors) process.stderr.write(`${error}\n`)
    await context.close()
  } finally {
    await program?.stop()
    await removeDirectory(data)
  }
}

const go = (page: Page, path: string) => page.goto(new URL(path, page.url()).href)

async function sampleMailbox(page: Page, camera: Camera): Promise<void> {
  await page.getByText('Appartement à Lyon').first().click()
  await page.mouse.move(900, 850)
  await page.getByText('Parfait, le dossier').last().waitFor()
  await camera(page, 'timeline', { small: true })
  await people(page, camera)
  await go(page, '/timeline')

  await page.getByText('Your tent deserves').first().click()
  await page.mouse.move(900, 850)
  await page.locator('iframe').last().waitFor()
  await camera(page, 'remote-content')

  await page.keyboard.press('?')
  await page.getByLabel('Find a command').waitFor()
  await camera(page, 'keyboard')
  await page.keyboard.press('Escape')

  await page.keyboard.press('Control+k')
  await page.keyboard.type('arch')
  await page.getByRole('option', { name: /Go to Archive/ }).waitFor()
  await camera(page, 'palette')
  await page.keyboard.press('Escape')

  await search(page, camera)
  await compose(page, camera)

  await go(page, '/settings/accounts')
  await page
    .getByRole('button', { name: /On this computer/ })
    .last()
    .click()
  await page.mouse.move(900, 850)
  await camera(page, 'settings')
  await go(page, '/settings/appearance')
  await camera(page, 'settings-appearance')
  await go(page, '/view/role:junk')
  await camera(page, 'empty')
}

/** What there is about people: how private, how important, who they are, whom the program talked to. */
async function people(page: Page, camera: Camera): Promise<void> {
  await page.getByText('Kiste 15: die Liste').first().click()
  await page.mouse.move(900, 850)
  const tabs = page.getByRole('tablist', { name: 'Threads inside' })
  await tabs.waitFor()
  await camera(page, 'discussion', { small: true })
  await page.keyboard.press('i')
  const inspector = page.getByRole('complementary', { name: 'Privacy and importance explained' })
  await inspector.getByText(/^Rules version/).waitFor()
  await camera(page, 'privacy', { small: true })
  await inspector.getByRole('radio', { name: 'Importance' }).click({ force: true })
  await inspector.getByText(/^Rules version/).waitFor()
  await camera(page, 'importance')
  await inspector.getByRole('button', { name: 'Close' }).click()

  await page.getByText('Nouveau compte').first().click()
  await page.mouse.move(900, 850)
  await page.getByText('Look-alike of').first().waitFor()
  await camera(page, 'look-alike')

  await contacts(page, camera)
  await page.getByRole('button', { name: /^Notifications/ }).click()
  await page.getByRole('dialog', { name: 'Notifications' }).waitFor()
  await camera(page, 'notifications')
  await page.keyboard.press('Escape')
  for (const name of ['rules', 'tags', 'importance', 'notifications', 'privacy']) {
    await go(page, `/settings/${name}`)
    await page.getByRole('heading', { level: 2 }).last().waitFor()
    await camera(page, `settings-${name}`)
  }
}

const vcards = [
  'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Nora Sandvik\r\nEMAIL:nora@fjord.example\r\nEND:VCARD\r\n',
  'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Léa Brandt\r\nEMAIL:lea@brandt.example\r\nTEL:+33 4 26 00 77 10\r\nEND:VCARD\r\n',
  'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Karim Benali\r\nEMAIL:karim@atlas.example\r\nORG:Atlas\r\nEND:VCARD\r\n',
].join('')

async function contacts(page: Page, camera: Camera): Promise<void> {
  await page.getByRole('link', { name: 'Contacts' }).click()
  await page.getByRole('row', { name: /^Amira Haddad/ }).click()
  await page.mouse.move(900, 850)
  await page.getByText('may be the same person').waitFor()
  await camera(page, 'contact', { small: true })
  await page.getByRole('button', { name: 'Compare and merge' }).click()
  await page.getByRole('dialog').getByText('a.haddad@univ-lyon.example').first().waitFor()
  await camera(page, 'contact-merge')
  await page.keyboard.press('Escape')
  await page.locator('input[type=file]').setInputFiles({
    name: 'contacts.vcf',
    mimeType: 'text/vcard',
    buffer: Buffer.from(vcards),
  })
  await page.getByRole('dialog').getByText('Nora Sandvik').waitFor()
  await camera(page, 'contact-import')
  await page.keyboard.press('Escape')
}

async function search(page: Page, camera: Camera): Promise<void> {
  await page.keyboard.press('/')
  await page.keyboard.type('from:jonas Kiste')
  await page.keyboard.press('Enter')
  await page.locator('mark').first().waitFor()
  await camera(page, 'search')
}

async function compose(page: Page, camera: Camera): Promise<void> {
  await go(page, '/timeline')
  await page.getByRole('row').first().waitFor()
  await page.keyboard.press('c')
  await page.getByRole('combobox', { name: 'To' }).waitFor()
  for (const name of ['amira', 'zuzana', 'jonas']) {
    await page.keyboard.type(name)
    await page.getByRole('option').first().waitFor()
    await page.keyboard.press('Enter')
  }
  await page.getByLabel('Subject').fill('Programme of the Friday round table')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Dear all,\n\nHere is the order for Friday, with the changes you sent me.\n\n')
  await page.keyboard.press('Control+Shift+8')
  await page.keyboard.type(
    '9:30 Opening\n10:15 Twelve thousand plates in eleven months\n11:30 What the reviewers asked',
  )
  await page.locator('input[type=file]').setInputFiles({
    name: 'reading-room-plan.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.alloc(412_000, '%PDF-1.7 '),
  })
  await page.getByText('reading-room-plan.pdf').waitFor()
  await page.getByText(/^Saved/).waitFor()
  await camera(page, 'composer', { small: true })
}

/** What is found for an address stands in the records of its domain; here it is invented, and nobody is asked. */
const discovered = {
  imap: { host: 'imap.lambert.example', port: 993, security: 'tls', user: 'noe@lambert.example' },
  smtp: { host: 'smtp.lambert.example', port: 465, security: 'tls', user: 'noe@lambert.example' },
  attempts: [{ method: 'srv', what: '_imaps._tcp.lambert.example', outcome: 'found' }],
}

async function onboarding(page: Page, camera: Camera): Promise<void> {
  await page.route('**/api/v1/accounts/discover*', (route) => route.fulfill({ json: discovered }))
  await page.getByLabel('Address', { exact: true }).fill('noe@lambert.example')
  await page.getByLabel('Your name, as others see it').fill('Noé Lambert')
  await page.getByText('imap.lambert.example').waitFor()
  await page.getByLabel(/^Password/).fill('correct horse')
  await camera(page, 'onboarding')
}

async function onServer(browser: Browser, camera: Camera): Promise<void> {
  let server: MailServer | null = null
  try {
    server = await startMailServer({ users: 1 })
  } catch (thrown) {
    process.stderr.write(`No mail server could be started, so its pictures stay as they are: ${String(thrown)}\n`)
    return
  }
  const { fill } = server
  const found = server
  try {
    const old = (index: number) =>
      `From: archive@lab.test\r\nSubject: Record ${index}\r\nMessage-ID: <${index}@old>\r\n\r\n${index}\r\n`
    const records = Array.from({ length: messagesToFetch }, (_, index) => ({ bytes: old(index), flags: 'S' }))
    await fill('u1@lab.test', '.Archive', records)
    const inbox = [...generateDemo(Date.now())].filter(({ mailbox }) => mailbox === 'INBOX')
    await fill(
      'u1@lab.test',
      'INBOX',
      inbox.map(({ raw, flags, receivedMs }) => ({
        bytes: raw,
        receivedMs,
        flags: flags.includes('\\Seen') ? 'S' : '',
      })),
    )
    await withProgram(
      browser,
      [],
      (page) => account(page, camera),
      async (data) => void (await addAccount(data, found, 'u1@lab.test')),
    )
  } finally {
    await server.remove()
  }
}

interface Answer {
  readonly id: string
  readonly items: readonly { readonly id: string }[]
}

/** What the window itself would ask. */
const ask = (page: Page, operation: string, input: unknown): Promise<Answer> =>
  page.evaluate(
    async ([path, body]) => {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`/api/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
      return (await answer.json()) as Answer // checked: only the fields below are read, of operations that give them
    },
    [operation, input] as const,
  )

async function account(page: Page, camera: Camera): Promise<void> {
  await page
    .getByText(/^Fetching/)
    .first()
    .waitFor()
  await page.getByRole('row').first().waitFor()
  await camera(page, 'first-sync')

  const { items } = await ask(page, 'accounts/list', {})
  const set = { name: 'Sam Taylor', label: 'University' }
  await ask(page, 'accounts/update', { id: items[0]?.id, from: {}, set })
  const write = (label: string, address: string, subject: string, text: string) =>
    ask(page, 'drafts/create', { content: { to: [{ label, address }], subject, text, html: null } })
  const refused = await write('Hausverwaltung Brandt', 'refused@lab.test', 'Re: Nebenkosten 2025', 'Anbei die Belege.')
  await ask(page, 'outbox/send', { draftId: refused.id, undoMs: 0 })
  const later = await write('Préfecture du Rhône', 'guichet@prefecture.example', 'Pièce complémentaire', 'Bonjour,')
  await ask(page, 'outbox/send', { draftId: later.id, sendAtMs: Date.now() + 9 * 3_600_000 })
  await write(
    'Ana Márquez',
    'ana@museum.example',
    'Programme of the Friday round table',
    'Dear Ana,\n\nhere is the order.',
  )
  await go(page, '/drafts')
  await page.getByRole('button', { name: 'Try again' }).waitFor({ timeout: 60_000 })
  await page.getByText('Ana Márquez').first().click()
  await page.getByLabel('Subject').waitFor()
  await camera(page, 'drafts')
  await go(page, '/connections')
  await page.getByRole('table').waitFor()
  await camera(page, 'connections')
}
