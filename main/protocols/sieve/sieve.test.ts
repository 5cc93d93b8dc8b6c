import { writeFile } from 'node:fs/promises'
import { createServer, type Server as TcpServer } from 'node:net'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../../../core/defs/index.ts'
import { fakeAccount } from '../../../devtools/fakes/index.ts'
import { testLine } from '../../../devtools/rig/index.ts'
import { labPassword, type MailServer, startMailServer } from '../../../devtools/servers/index.ts'
import { AnswerReader } from './answers.ts'
import { readScripts } from './index.ts'

const line = testLine()
const holiday = 'require ["vacation"];\n# "quoted" and {12}\nvacation "Back on Monday.";\n'

describe('Dovecot’s filters', () => {
  let lab: MailServer
  let account: Account
  beforeAll(async () => {
    lab = await startMailServer({ users: 1 })
    account = fakeAccount({
      address: 'u1@lab.test',
      imap: { host: '127.0.0.1', port: lab.imapsPort, security: 'tls', user: 'u1@lab.test' },
      trustedCertificate: lab.fingerprint,
    })
  })
  afterAll(() => lab?.remove())
  const read = (change: Partial<Account> = {}, password = labPassword) =>
    readScripts({ ...account, ...change }, password, { line, server: { host: '127.0.0.1', port: lab.sievePort } })

  test('are shown as they are, and which of them is at work', async () => {
    expect(await read()).toEqual([])
    await putScripts(lab)
    expect(await read()).toEqual([
      { name: 'Été', active: true, text: holiday },
      { name: 'old', active: false, text: 'keep;\n' },
    ])
  })

  test('are not asked for with a wrong password, nor of a server that is not the one trusted', async () => {
    await expect(read({}, 'wrong')).rejects.toMatchObject({ code: 'auth' })
    const strange = await read({ trustedCertificate: '00'.repeat(32) }).catch((thrown: unknown) => thrown)
    expect(strange).toMatchObject({ code: 'certificate' })
    expect(String(Reflect.get(strange as object, 'message'))).toContain('The password was not sent.')
  })

  async function fileWith(text: string): Promise<string> {
    const file = join(lab.directory, 'script.sieve')
    await writeFile(file, text, { mode: 0o644 })
    return file
  }

  /** By `doveadm sieve`, which knows the same scripts. */
  async function putScripts(server: MailServer) {
    for (const [name, text] of [
      ['old', 'keep;\n'],
      ['Été', holiday],
    ] as const) {
      await server.doveadm('sieve', 'put', '-u', 'u1@lab.test', name, await fileWith(text))
    }
    await server.doveadm('sieve', 'activate', '-u', 'u1@lab.test', 'Été')
  }
})

describe('a server that is none, or lies', () => {
  let server: TcpServer | undefined
  afterEach(() => new Promise((done) => (server === undefined ? done(null) : server.close(done))))

  async function at(greeting: string, more: { stallTimeoutMs?: number } = {}) {
    server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.write(greeting)
    })
    await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    return readScripts(fakeAccount(), 'secret', { line, server: { host: '127.0.0.1', port }, ...more }).catch(
      (thrown: unknown) => thrown,
    )
  }

  test.each([['SSH-2.0-OpenSSH_9.2\r\n'.repeat(3000)], ['x'.repeat(200_000)], ['"SIEVE" {99999999}\r\n'], ['OK\r\n']])(
    'ends in a clear word: %#',
    async (greeting) => {
      expect(await at(greeting)).toMatchObject({ code: 'unsupported' })
    },
  )

  test('that says nothing is not waited for', async () => {
    expect(await at('', { stallTimeoutMs: 50 })).toMatchObject({ code: 'timeout' })
  })

  test('where there is none, nothing is wrong', async () => {
    const nobody = { line, server: { host: '127.0.0.1', port: 1 } }
    await expect(readScripts(fakeAccount(), 'secret', nobody)).rejects.toMatchObject({ code: 'unsupported' })
  })
})

describe('answers', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)

  test('come out the same however they are cut on the way', () => {
    const text = '"SASL" "PLAIN"\r\n{14}\r\nline\r\n"two"\r\n) x\r\n"a \\"b\\" c" ACTIVE\r\nOK (WARNINGS) "é"\r\n'
    const whole = new AnswerReader().push(bytes(text))
    expect(whole.map((each) => each.map((token) => token.text))).toEqual([
      ['SASL', 'PLAIN'],
      ['line\r\n"two"\r\n)', 'x'],
      ['a "b" c', 'ACTIVE'],
      ['OK', '(', 'WARNINGS', ')', 'é'],
    ])
    fc.assert(
      fc.property(fc.array(fc.nat({ max: bytes(text).length }), { maxLength: 20 }), (cuts) => {
        const reader = new AnswerReader()
        const ends = [...cuts, bytes(text).length].sort((a, b) => a - b)
        const found = ends.flatMap((end, i) => reader.push(bytes(text).subarray(ends[i - 1] ?? 0, end)))
        expect(found).toEqual(whole)
      }),
    )
  })

  test('of any bytes are lines or a refusal', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 20 }), (chunks) => {
        const reader = new AnswerReader()
        for (const chunk of chunks) for (const each of reader.push(chunk)) expect(Array.isArray(each)).toBe(true)
      }),
    )
  })
})
