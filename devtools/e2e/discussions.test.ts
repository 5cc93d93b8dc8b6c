import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MailServer, startMailServer, withSecondClient } from '../servers/index.ts'
import { addAccount, freshDirectory, type Program, removeDirectory, startProgram } from './program.ts'
import { findingsInBoth, launchBrowser, type Opened, openWindow } from './window.ts'

const user = 'u1@lab.test'
/** Messages of one discussion: more than are loaded, and many more than are drawn. */
const long = 400
/** Messages that the page may hold at any moment, however long a discussion is. */
const drawnAtMost = 90
let server: MailServer
let browser: Browser
let program: Program
let opened: Opened

beforeAll(async () => {
  server = await startMailServer({ users: 1 })
  const mail = [...amira(), ...news(), ...harbour()]
  await server.fill(
    user,
    'INBOX',
    mail.map((bytes) => ({ bytes, flags: 'S' })),
  )
  const data = await freshDirectory()
  await addAccount(data, server, user)
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

interface Letter {
  readonly from: string
  readonly to?: string
  readonly subject: string
  readonly text: string
  readonly id: string
  readonly answers?: string
  readonly atMs: number
  readonly headers?: readonly string[]
}

const letter = ({ from, to = user, subject, text, id, answers, atMs, headers = [] }: Letter): string =>
  [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Date: ${new Date(atMs).toUTCString()}`,
    `Message-ID: <${id}@people.test>`,
    ...(answers ? [`In-Reply-To: <${answers}@people.test>`, `References: <${answers}@people.test>`] : []),
    ...headers,
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '',
  ].join('\r\n')

const startMs = Date.UTC(2026, 4, 4, 8)
const hourMs = 3_600_000

/** Two threads of the same two people, their messages between one another. */
function amira(): string[] {
  const from = 'Amira Haddad <amira@people.test>'
  const one = (id: string, subject: string, hours: number, answers?: string) =>
    letter({
      from,
      id,
      subject,
      text: `This is ${id}.`,
      atMs: startMs + hours * hourMs,
      ...(answers ? { answers } : {}),
    })
  return [
    one('box-1', 'Box 14', 0),
    one('train-1', 'Train to Lyon', 1),
    one('box-2', 'Re: Box 14', 2, 'box-1'),
    one('train-2', 'Re: Train to Lyon', 3, 'train-1'),
  ]
}

/** A list with several authors. */
function news(): string[] {
  const headers = ['List-Id: Harbour news <news.people.test>', 'Precedence: list']
  return ['Ben Ode <ben@people.test>', 'Cleo Marsh <cleo@people.test>'].map((from, at) =>
    letter({
      from,
      to: 'news@people.test',
      subject: `Harbour news ${at}`,
      text: 'The tide tables are out.',
      id: `news-${at}`,
      atMs: startMs + (10 + at) * hourMs,
      headers,
    }),
  )
}

/** One discussion of hundreds. */
const harbour = (): string[] =>
  Array.from({ length: long }, (_, at) =>
    letter({
      from: 'Harbour Master <master@harbour.test>',
      subject: `Day ${at + 1}`,
      text: `The harbour was quiet on day ${at + 1}.`,
      id: `day-${at + 1}`,
      atMs: startMs - (long - at) * hourMs,
    }),
  )

const row = (name: RegExp) => opened.page.getByRole('row', { name })
const articles = () => opened.page.getByRole('article')
const slider = (name: 'Lowest' | 'Highest') => opened.page.getByRole('slider', { name: `${name} importance shown` })
const inspector = () => opened.page.getByRole('complementary')

test('everything with the same people is one row, a list has its own, and each says how private and important it is', async () => {
  const { page } = opened
  await row(/^Amira Haddad, .*, privacy \w+, importance −?\d+/).waitFor()
  await row(/^news, /).waitFor()
  await row(/^Harbour Master, /).waitFor()
  await expect.poll(() => page.getByRole('row', { name: /, importance / }).count()).toBe(3)
  expect.soft(await findingsInBoth(opened, 'timeline of discussions')).toEqual([])
})

test('a discussion shows its threads inside, all together or one at a time', async () => {
  const { page } = opened
  await row(/^Amira Haddad, /).click()
  await page.getByRole('tab', { name: /^All/ }).waitFor()
  await expect.poll(() => articles().count()).toBe(4)
  const lines = page.getByRole('region', { name: 'Messages' }).getByRole('heading')
  expect(await lines.allInnerTexts()).toEqual(['Box 14', 'Train to Lyon', 'Box 14', 'Train to Lyon'])
  expect.soft(await findingsInBoth(opened, 'discussion')).toEqual([])
  await page.getByRole('tab', { name: /^Box 14/ }).click()
  await expect.poll(() => articles().count()).toBe(2)
  await page.reload()
  await expect.poll(() => articles().count()).toBe(2)
  await page.getByRole('tab', { name: /^Box 14/, selected: true }).waitFor()
  await page.keyboard.press('Alt+ArrowUp')
  await page.getByRole('tab', { name: /^Train to Lyon/, selected: true }).waitFor()
  await page.keyboard.press('Alt+ArrowUp')
  await page.getByRole('tab', { name: /^All/, selected: true }).waitFor()
  await expect.poll(() => articles().count()).toBe(4)
})

test('a thread that is taken out is a discussion of its own, and comes back when that is undone', async () => {
  const { page } = opened
  await page.getByRole('button', { name: 'Actions for the thread “Train to Lyon”' }).first().click()
  await page.getByRole('menuitem', { name: 'Take this thread out' }).click()
  await expect.poll(() => row(/^Amira Haddad, /).count()).toBe(2)
  await expect.poll(() => articles().count()).toBe(2)
  await page.keyboard.press('z')
  await expect.poll(() => row(/^Amira Haddad, /).count()).toBe(1)
  await row(/^Amira Haddad, /).click()
  await expect.poll(() => articles().count()).toBe(4)
})

test('discussions are joined by hand and parted again', async () => {
  const { page } = opened
  await page.getByRole('toolbar').getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Join with…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Join with another discussion' })
  await dialog.getByRole('option', { name: 'news' }).click()
  expect.soft(await findingsInBoth(opened, 'joining')).toEqual([])
  await dialog.getByRole('button', { name: 'Join with news' }).click()
  await expect.poll(() => articles().count()).toBe(6)
  await expect.poll(() => page.getByRole('row', { name: /, importance / }).count()).toBe(2)
  await page.keyboard.press('z')
  await row(/^news, /).waitFor()
  await row(/^Amira Haddad, /).click()
  await expect.poll(() => articles().count()).toBe(4)
})

test('a tag that is made with the keyboard is on the row, in the side bar, and on what its view shows', async () => {
  const { page } = opened
  await row(/^Amira Haddad, /).click()
  await page.keyboard.press('l')
  await page.getByRole('dialog', { name: 'Tag' }).getByRole('searchbox').waitFor()
  await page.keyboard.type('Archive')
  await page.getByRole('menuitem', { name: 'Make the tag “Archive”' }).waitFor()
  expect.soft(await findingsInBoth(opened, 'menu of tags')).toEqual([])
  await page.keyboard.press('Enter')
  await row(/^Amira Haddad, .*tagged Archive/).waitFor()
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: /^Archive/ })
    .last()
    .click()
  await page.getByRole('heading', { name: 'Archive', level: 1 }).waitFor()
  expect(new URL(page.url()).pathname).toMatch(/^\/view\/tag/)
  await expect.poll(() => page.getByRole('row', { name: /, importance / }).count()).toBe(1)
  await page.getByRole('link', { name: /^Timeline/ }).click()
})

test('importance is corrected with a key, says for whom it is learnt, and is taken back', async () => {
  const { page } = opened
  await row(/^news, /).click()
  const level = async () =>
    Number(/importance (−?\d+)/.exec((await row(/^news, /).getAttribute('aria-label')) ?? '')?.[1]?.replace('−', '-'))
  const before = await level()
  await page.keyboard.press('+')
  await page.getByText(/^Importance .* → .*, learnt for news/).waitFor()
  await expect.poll(level).toBe(before + 1)
  await page.keyboard.press('z')
  await expect.poll(level).toBe(before)
})

test('the slider hides what is less important, counts it, shows it again, and keeps its range for the view', async () => {
  const { page } = opened
  await page.getByRole('button', { name: 'View', exact: true }).click()
  expect.soft(await findingsInBoth(opened, 'view menu')).toEqual([])
  await page.getByRole('menuitem', { name: /^Noise/ }).click()
  await page.getByText('Nothing between −10 and −4. 3 are more important.').waitFor()
  expect.soft(await findingsInBoth(opened, 'nothing in the range')).toEqual([])
  await page.getByRole('button', { name: 'Show them', exact: true }).click()
  await row(/^Amira Haddad, /).waitFor()
  await page.reload()
  await page.getByText(/^Nothing between/).waitFor()
  expect(await slider('Highest').inputValue()).toBe('-4')
  await slider('Highest').focus()
  await page.keyboard.press('End')
  await row(/^Amira Haddad, /).waitFor()
  await page.keyboard.press('Home')
  expect(await slider('Highest').inputValue()).toBe('-10')
  await page.getByRole('region', { name: 'Importance shown' }).getByRole('group').dblclick()
  await expect
    .poll(async () => [await slider('Lowest').inputValue(), await slider('Highest').inputValue()])
    .toEqual(['-3', '10'])
})

test('why a row is judged so is one key away, and Escape leads back', async () => {
  const { page } = opened
  await row(/^Amira Haddad, /).click({ button: 'right' })
  expect.soft(await findingsInBoth(opened, 'menu of a row')).toEqual([])
  await page.getByRole('menuitem', { name: 'Why this importance' }).click()
  await inspector().waitFor()
  expect.soft(await findingsInBoth(opened, 'why')).toEqual([])
  await page.keyboard.press('Escape')
  await inspector().waitFor({ state: 'detached' })
  await row(/^Amira Haddad, /).click()
  await articles().last().waitFor()
  await page.keyboard.press('i')
  await inspector().waitFor()
  await page.setViewportSize({ width: 1024, height: 700 })
  await page.getByRole('grid').waitFor({ state: 'detached' })
  expect.soft(await findingsInBoth(opened, 'why, in place of the list')).toEqual([])
  await page.setViewportSize({ width: 600, height: 700 })
  await page.getByRole('region', { name: 'Discussion' }).waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await articles().last().waitFor()
  await page.setViewportSize({ width: 1440, height: 900 })
})

test('hundreds of messages are read from their end, older ones come in above, and what is read stays in its place', async () => {
  const { page } = opened
  await row(/^Harbour Master, /).click()
  await articles().last().getByText(`quiet on day ${long}.`).waitFor()
  const flow = page.getByRole('region', { name: 'Messages' })
  await flow.hover()
  const standing = () =>
    page.evaluate(() => {
      const drawn = [...document.querySelectorAll('article')]
      const edge = document.querySelector('[data-pane="reading"] [data-pane-focus]')?.getBoundingClientRect().top ?? 0
      const first = drawn.find((card) => card.getBoundingClientRect().top > edge + 60)
      const day = (card: Element | undefined) => Number(/day (\d+)/.exec(card?.textContent ?? '')?.[1] ?? 0)
      return {
        drawn: drawn.length,
        day: day(first),
        oldest: day(drawn[0]),
        top: first?.getBoundingClientRect().top ?? 0,
      }
    })
  let at = await standing()
  for (let turns = 0; at.oldest > 1 && turns < 200; turns += 1) {
    const before = at.day
    // At the very top the wheel waits for what comes in above.
    const day = async () => {
      await page.mouse.wheel(0, -1500)
      at = await standing()
      return at.day
    }
    await expect.poll(day).not.toBe(before)
    expect(at.drawn).toBeLessThan(drawnAtMost)
    // Never a leap: what was just above is what is seen now.
    expect(before - at.day).toBeLessThan(90)
  }
  expect(at.oldest).toBe(1)
  expect.soft(await findingsInBoth(opened, 'long discussion')).toEqual([])
})

test('an address of a message in the middle of it opens there', async () => {
  const { page } = opened
  const id = await page.evaluate(async () => {
    const ask = async (operation: string, input: unknown) => {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`/api/v1/${operation}`, { method: 'POST', headers, body: JSON.stringify(input) })
      return answer.json()
    }
    const { items } = await ask('search/messages', { query: '"quiet on day 200"' })
    return String(items[0].message.id)
  })
  await page.goto(new URL(`/messages/${id}`, page.url()).href)
  await articles().getByText('quiet on day 200.').waitFor()
  await expect
    .poll(() =>
      page.evaluate((which) => {
        const box = document.getElementById(`message-${which}`)?.getBoundingClientRect()
        return box !== undefined && box.top > 0 && box.top < 400
      }, id),
    )
    .toBe(true)
})

test('a message that comes in is in its discussion without a reload, and its row moves up', async () => {
  const { page } = opened
  await row(/^Amira Haddad, /).click()
  await expect.poll(() => articles().count()).toBe(4)
  await withSecondClient(server, user, async (client) => {
    const from = 'Amira Haddad <amira@people.test>'
    const text = 'One more thing.'
    await client.append(
      'INBOX',
      letter({ from, id: 'box-3', subject: 'Re: Box 14', text, answers: 'box-2', atMs: startMs + 20 * hourMs }),
      [],
    )
  })
  await articles().getByText('One more thing.').waitFor()
  await expect
    .poll(() =>
      page
        .getByRole('row', { name: /, importance / })
        .first()
        .getAttribute('aria-label'),
    )
    .toMatch(/Amira Haddad/)
})

test('the window asked nobody else for anything, nor complained', () => {
  expect(opened.foreign).toEqual([])
  // A discussion that was joined, or whose thread came back, is asked for and not there any more.
  expect(opened.errors.filter((text) => !/404 .*\/(discussions|importance|privacy)\//.test(text))).toEqual([])
})
