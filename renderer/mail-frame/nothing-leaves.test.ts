import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FRAME_SANDBOX } from './frame-document.ts'
import { vectors } from './hostile-vectors.suite.ts'

/** Long enough for a request that the browser means to make to reach a server on the same machine. */
const SETTLE_MS = 2500

const DOMAIN = 'leak.example'
const address = (index: number, phase: string) => `http://v${index}-${phase}.${DOMAIN}/`

let trap: Server
let host: Server
let browser: Browser
let page: Page
let directory: string
const arrived = new Map<string, string[]>()

const arrivedIn = (phase: string): string[] =>
  [...arrived].flatMap(([name, urls]) => (name.includes(`-${phase}.`) ? urls.map((url) => `${name}${url}`) : []))

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)))

async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      lib: { entry: new URL('./prepare.ts', import.meta.url).pathname, formats: ['iife'], name: 'MailFrame' },
    },
  })
  const [output] = (Array.isArray(built) ? built : [built]).flatMap((one) => ('output' in one ? one.output : []))
  if (output?.type !== 'chunk') throw new Error('nothing was built')
  return output.code
}

/** Shows every vector at once, each in a frame of its own, and waits until the browser has fetched what it will. */
async function show(phase: string, as: 'raw' | 'frame' | 'frame without its policy' | 'long'): Promise<void> {
  const mails = vectors.map(({ html }, index) => html(address(index, phase)))
  await page.evaluate(
    ({ mails, as, sandbox }) => {
      const { prepareMail, prepareInSlices, toTheEnd } = Reflect.get(window, 'MailFrame')
      const filler = '<div><p>text</p></div>'.repeat(70)
      document.body.replaceChildren()
      for (const mail of mails) {
        const frame = document.createElement('iframe')
        if (as === 'raw') frame.srcdoc = mail
        else {
          const options = { attachments: [], labels: { quoted: () => 'quoted', signature: 's' }, atMost: 1_000_000 }
          const prepared =
            as === 'long'
              ? toTheEnd(prepareInSlices(`${mail}${filler}<div>${mail}${filler}</div>`, options))
              : prepareMail(mail, options)
          frame.setAttribute('sandbox', sandbox)
          frame.srcdoc =
            as !== 'frame without its policy'
              ? prepared.document
              : prepared.document.replace(/<meta http-equiv="Content[^>]*>/, '')
          frame.name = 'mail'
        }
        document.body.append(frame)
      }
    },
    { mails, as, sandbox: FRAME_SANDBOX },
  )
  await page.waitForTimeout(SETTLE_MS)
}

beforeAll(async () => {
  trap = createServer((request, response) => {
    const name = (request.headers.host ?? '').split(':')[0] ?? ''
    arrived.set(name, [...(arrived.get(name) ?? []), request.url ?? ''])
    response.writeHead(404, { 'access-control-allow-origin': '*' }).end()
  })
  const script = await bundle()
  host = createServer((request, response) => {
    response.setHeader('content-type', request.url === '/bundle.js' ? 'text/javascript' : 'text/html; charset=utf-8')
    response.end(request.url === '/bundle.js' ? script : '<!doctype html><script src="/bundle.js"></script><body>')
  })
  const [trapPort, hostPort] = await Promise.all([listen(trap), listen(host)])
  directory = await mkdtemp(join(tmpdir(), 'nothing-leaves-'))
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      `--host-resolver-rules=MAP *.${DOMAIN} 127.0.0.1:${trapPort}`,
      `--log-net-log=${join(directory, 'net.json')}`,
      '--net-log-capture-mode=IncludeSensitive',
    ],
  })
  page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${hostPort}/`)
})

afterAll(async () => {
  await browser?.close()
  trap?.close()
  host?.close()
  if (directory !== undefined) await rm(directory, { recursive: true, force: true })
})

describe('reading a message tells nobody', () => {
  test('the trap works: the same messages, shown as they came, ask for dozens of addresses', async () => {
    await show('control', 'raw')
    const hosts = new Set(arrivedIn('control').map((url) => url.split('.')[0]))
    expect(hosts.size).toBeGreaterThan(60)
  })

  test('nor while a long one is being prepared, part by part', async () => {
    await show('long', 'long')
    expect(arrivedIn('long')).toEqual([])
  })

  test('no request arrives from any of them in the frame, links hovered and clicked', async () => {
    await show('frame', 'frame')
    let clicked = 0
    for (const frame of page.frames().filter((one) => one.name() === 'mail')) {
      for (const link of await frame.locator('a[href^="http"]').all()) {
        await link.click({ timeout: 5000 })
        clicked += 1
      }
    }
    expect(clicked).toBeGreaterThan(2)
    await page.waitForTimeout(SETTLE_MS)
    expect(arrivedIn('frame')).toEqual([])
  })

  test('the sanitiser alone holds, without the policy of the frame', async () => {
    await show('bare', 'frame without its policy')
    expect(arrivedIn('bare')).toEqual([])
  })

  test('no name was looked up and no connection was prepared', async () => {
    await browser.close()
    const log = await readFile(join(directory, 'net.json'), 'utf8')
    expect(log).toContain(`-control.${DOMAIN}`)
    const seen = new Set(log.match(new RegExp(`v\\d+-(?:frame|bare|long)\\.${DOMAIN}`, 'g')) ?? [])
    expect([...seen].map((name) => vectors[Number(/\d+/.exec(name)?.[0])]?.name)).toEqual([])
  })
})
