import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ensure, root } from '../../devtools/ensure.mjs'
import { createSigner, textStrings } from '../../devtools/fakes/index.ts'
import { type NameAnswerOf, type NameServer, startNameServer } from '../../devtools/servers/index.ts'

/** The program as a person runs it, with a name server of the test's own in the place of the internet's. */
const program = path.join(root, 'dist', 'cli', 'main.js')
const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'caliopen-signatures-'))
const ana = createSigner('example.org')
const key: NameAnswerOf = { kind: 'records', records: [{ type: 'TXT', data: textStrings(ana.keyRecord) }] }

let server: NameServer
let says: (name: string) => NameAnswerOf
beforeAll(async () => {
  await ensure({ build: ['main'] })
  server = await startNameServer((name) => says(name))
})
afterAll(async () => {
  await server.close()
  fs.rmSync(directory, { recursive: true, force: true })
})

const publish = (name: string): NameAnswerOf => (name === ana.keyName ? key : { kind: 'absent' })

async function run(data: string, ...args: string[]): Promise<{ code: number | null; out: string; notes: string }> {
  const child = spawn(process.execPath, [program, ...args, '--data', path.join(directory, data)], {
    env: { ...process.env, CALIOPEN_DNS_SERVERS: server.address },
  })
  let out = ''
  let notes = ''
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk
  })
  child.stderr.on('data', (chunk: Buffer) => {
    notes += chunk
  })
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, out, notes }
}

const linesOf = (out: string) =>
  out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

async function write(name: string, raw: string | Uint8Array): Promise<string> {
  const file = path.join(directory, name)
  await fs.promises.writeFile(file, raw)
  return file
}

const letter = (n: number) =>
  `From: Ana <ana@example.org>\r\nTo: bob@example.net\r\nSubject: number${n}\r\nDate: Tue, 24 Nov 2026 08:59:00 +0000\r\nMessage-ID: <${n}@example.org>\r\n\r\nHello ${n}\r\n`

async function idOf(data: string, subject: string): Promise<string> {
  return linesOf((await run(data, 'search', `subject:${subject}`, '--json')).out)[0].id
}
const technicOf = async (data: string, id: string) => linesOf((await run(data, 'privacy', id, '--json')).out)[0].technic
const domainOf = (technic: { contributions: { feature: string; value: unknown; points: number }[] }) =>
  technic.contributions.find(({ feature }) => feature === 'domain')
const factsOf = async (data: string, id: string) =>
  JSON.parse((await run(data, 'call', 'privacy.features', JSON.stringify({ id }), '--json')).out).items

describe('signatures of imported mail', () => {
  test('are verified with keys from the DNS; one changed byte of the body lowers technic, with the reason named', async () => {
    says = publish
    const signed = await ana.sign(letter(1))
    const changed = Buffer.from(await ana.sign(letter(2)))
      .toString('latin1')
      .replace('Hello 2', 'Hello 3')
    const files = [await write('whole.eml', signed), await write('changed.eml', changed)]
    expect((await run('one', 'import', ...files)).code).toBe(0)
    const whole = await technicOf('one', await idOf('one', 'number1'))
    const broken = await technicOf('one', await idOf('one', 'number2'))
    expect(domainOf(whole)?.value).toContain('dkim pass example.org')
    expect(domainOf(broken)?.value).toContain('dkim fail body-changed')
    expect(broken.score).toBeLessThan(whole.score)
    expect(server.asked).toContain(`${ana.keyName} TXT`)
  })

  test('wait while the DNS is silent, and are decided by “caliopen verify” when it answers', async () => {
    says = () => ({ kind: 'silence' })
    const file = await write('later.eml', await ana.sign(letter(4)))
    const imported = await run('two', 'import', file)
    expect(imported.code).toBe(0)
    expect(imported.notes).toContain('caliopen verify')
    const id = await idOf('two', 'number4')
    expect(domainOf(await technicOf('two', id))?.value).toBe('pending')
    says = publish
    const verified = await run('two', 'verify', '--json')
    expect(JSON.parse(verified.out)).toEqual({ checked: 1, pending: 0, left: 0, mayAsk: true })
    expect(domainOf(await technicOf('two', id))?.value).toContain('dkim pass')
  })
})

describe('the provider’s results', () => {
  const hop = 'Received: from out.example.org (out.example.org [192.0.2.1]) by mx.home.example with ESMTPS id 1\r\n'
  const results =
    'Authentication-Results: mx.home.example; dkim=pass header.d=example.org; dmarc=pass header.from=example.org\r\n'

  test('count for whom the user trusts, whom the mail itself suggests; a forged one counts for nothing', async () => {
    says = publish
    const told = await write('told.eml', `${results}${hop}${letter(5)}`)
    const forged = await write('forged.eml', `${hop}${results}${letter(6)}`)
    await run('three', 'import', told, forged)
    const suggested = linesOf((await run('three', 'account', 'trust', 'local', '--json')).out)
    expect(suggested).toEqual([{ authservId: 'mx.home.example', messages: 1, anywhere: 2, trusted: false }])
    const id = await idOf('three', 'number5')
    const before = await technicOf('three', id)
    const trusted = await run('three', 'account', 'trust', 'local', '--authserv-id', 'MX.home.example', '--json')
    expect(JSON.parse(trusted.out)).toMatchObject({ trustedAuthservIds: ['mx.home.example'] })
    const after = await technicOf('three', id)
    expect(after.score).toBeGreaterThan(before.score)
    expect(await factsOf('three', id)).toContainEqual(expect.objectContaining({ name: 'dmarc', origin: 'provider' }))
    const facts = await factsOf('three', await idOf('three', 'number6'))
    expect(
      facts.filter(({ origin, name }: { origin: string; name: string }) => origin === 'provider' && name !== 'tls'),
    ).toEqual([])
  }, 120_000)
})
