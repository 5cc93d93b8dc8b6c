import { createServer, type Socket } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Server } from '../../../core/defs/index.ts'
import { testLine } from '../../../devtools/rig/index.ts'
import { labPassword, type MailServer, startMailServer } from '../../../devtools/servers/index.ts'
import { type SendResult, sendMail, trySmtp } from './index.ts'

const line = testLine()

const utf8 = (text: string) => new TextEncoder().encode(text)
const letter = (body = 'Hello', to = 'u2@lab.test') =>
  utf8(`From: u1@lab.test\r\nTo: ${to}\r\nSubject: Test\r\nMessage-ID: <t@lab.test>\r\n\r\n${body}\r\n`)

const noted: string[] = []
const onHandingOver = async () => void noted.push('handing over')
const unsafe = (port: number): Server => ({ host: '127.0.0.1', port, security: 'none', user: 'u1@lab.test' })

function send(server: Server, change: Partial<Parameters<typeof sendMail>[1]> = {}, trusted: string | null = null) {
  const login = { server, password: labPassword, trustedCertificate: trusted }
  return sendMail(
    login,
    { from: 'u1@lab.test', to: ['u2@lab.test'], bytes: letter(), ...change },
    { line, onHandingOver },
  )
}

const problemOf = (result: SendResult) => (result.kind === 'sent' ? null : result.problem)

describe('a real Postfix', () => {
  let lab: MailServer
  let starttls: Server
  let tls: Server

  beforeAll(async () => {
    lab = await startMailServer()
    const user = 'u1@lab.test'
    starttls = { host: 'localhost', port: lab.smtpPort, security: 'starttls', user }
    tls = { host: 'localhost', port: lab.smtpsPort, security: 'tls', user }
  })
  afterAll(() => lab.remove())

  const delivered = async (text: string) => {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const found = await lab.doveadm('search', '-u', 'u2@lab.test', 'mailbox', 'INBOX', 'body', text)
      if (found.trim() !== '') return true
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    return false
  }

  test('a message arrives over TLS and over STARTTLS, and is announced before it leaves', async () => {
    noted.length = 0
    expect(await send(tls, { bytes: letter('over-tls') }, lab.fingerprint)).toEqual({ kind: 'sent', rejected: [] })
    expect(await send(starttls, { bytes: letter('over-starttls') }, lab.fingerprint)).toMatchObject({ kind: 'sent' })
    expect(noted).toEqual(['handing over', 'handing over'])
    expect(await delivered('over-tls')).toBe(true)
    expect(await delivered('over-starttls')).toBe(true)
  })

  test('a certificate that nobody vouches for is refused before the password is sent, and explained', async () => {
    for (const server of [tls, starttls]) {
      const result = await send(server)
      expect(problemOf(result)).toMatchObject({ code: 'certificate', server: `localhost:${server.port}` })
      expect(problemOf(result)?.message).toMatch(/signed by itself/)
      expect(problemOf(result)?.certificate?.fingerprint).toBe(lab.fingerprint)
      await expect(trySmtp(server, labPassword, 'ab'.repeat(32), { line })).rejects.toMatchObject({
        code: 'certificate',
      })
    }
    expect(await lab.doveadm('who')).not.toContain('smtp')
  })

  test('a wrong password is told as such', async () => {
    await expect(trySmtp(tls, 'wrong', lab.fingerprint, { line })).rejects.toMatchObject({
      problem: { code: 'auth', server: `localhost:${tls.port}` },
    })
    await trySmtp(tls, labPassword, lab.fingerprint, { line })
    await trySmtp(starttls, labPassword, lab.fingerprint, { line })
  })

  test('a temporary refusal is for later, a final one is final, each in the words of the server', async () => {
    const later = await send(tls, { to: ['later@lab.test'] }, lab.fingerprint)
    expect(later.kind).toBe('later')
    expect(problemOf(later)?.message).toContain('try again later')
    const refused = await send(tls, { to: ['refused@lab.test'] }, lab.fingerprint)
    expect(refused.kind).toBe('refused')
    expect(problemOf(refused)?.message).toContain('refused by policy')
  })

  test('one refused recipient does not keep the message from the others, and is named', async () => {
    const mail = { to: ['u2@lab.test', 'refused@lab.test'], bytes: letter('partly') }
    const result = await send(tls, mail, lab.fingerprint)
    expect(result).toMatchObject({ kind: 'sent', rejected: [{ address: 'refused@lab.test' }] })
    expect(await delivered('partly')).toBe(true)
  })

  test('lines of dots and lone line ends arrive as they are and end nothing early', async () => {
    const result = await send(tls, { bytes: letter('smuggled\r\n.\r\nQUIT\r\n..two\n.\nend-of-dots') }, lab.fingerprint)
    expect(result.kind).toBe('sent')
    expect(await delivered('end-of-dots')).toBe(true)
  })
})

describe('servers of other kinds', () => {
  const closing: (() => Promise<void>)[] = []
  afterAll(async () => void (await Promise.all(closing.map((close) => close()))))

  async function startServer(options: SMTPServerOptions): Promise<Server> {
    const server = new SMTPServer({
      authOptional: true,
      allowInsecureAuth: true,
      logger: false,
      onAuth: (_, __, done) => done(null, { user: 'u1' }),
      disableReverseLookup: true,
      ...options,
    })
    server.on('error', () => undefined)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closing.push(() => new Promise((resolve) => server.close(() => resolve())))
    const address = server.server.address()
    return unsafe(typeof address === 'object' && address !== null ? address.port : 0)
  }

  async function startScript(talk: (line: string, socket: Socket) => string | null): Promise<Server> {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.write('220 ready\r\n')
      let rest = ''
      socket.on('data', (chunk) => {
        const lines = (rest + chunk.toString()).split('\r\n')
        rest = lines.pop() ?? ''
        for (const line of lines) {
          const answer = talk(line, socket)
          if (answer !== null) socket.write(`${answer}\r\n`)
        }
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closing.push(() => new Promise((resolve) => server.close(() => resolve())))
    const address = server.address()
    return unsafe(typeof address === 'object' && address !== null ? address.port : 0)
  }

  /** a server that does all by the book, but for what `change` says */
  const polite = (change: (line: string, socket: Socket, inData: boolean) => string | null | undefined) => {
    let inData = false
    return (line: string, socket: Socket): string | null => {
      const changed = change(line, socket, inData)
      if (changed !== undefined) return changed
      if (inData) {
        if (line !== '.') return null
        inData = false
        return '250 taken'
      }
      if (/^EHLO/.test(line)) return '250 hello'
      if (/^STARTTLS/.test(line)) return '502 not here'
      if (/^DATA/.test(line)) {
        inData = true
        return '354 go on'
      }
      return /^QUIT/.test(line) ? '221 bye' : '250 ok'
    }
  }

  test('STARTTLS is never fallen back from', async () => {
    const lines: string[] = []
    const server = await startScript(polite((line) => void lines.push(line)))
    const result = await send({ ...server, security: 'starttls' })
    expect(problemOf(result)?.code).toBe('certificate')
    expect(result.kind).not.toBe('sent')
    expect(lines.join(' ')).not.toMatch(/AUTH|MAIL/)
  })

  test('without TLS nothing but this computer is talked to', async () => {
    const result = await send({ host: 'mail.example', port: 587, security: 'none', user: 'x' })
    expect(result).toMatchObject({ kind: 'refused', problem: { code: 'invalid', field: 'smtp.security' } })
  })

  test('a message over the limit of the server is not even begun', async () => {
    const server = await startServer({ size: 1000 })
    const result = await send(server, { bytes: letter('x'.repeat(5000)) })
    expect(result).toMatchObject({ kind: 'refused', problem: { code: 'limit' } })
    expect(problemOf(result)?.message).toContain(`127.0.0.1:${server.port}`)
  })

  test('an address that needs SMTPUTF8 is refused in plain words where the server has none', async () => {
    const server = await startServer({ hideSMTPUTF8: true })
    const result = await send(server, { to: ['bö@bücher.example'] })
    expect(result).toMatchObject({ kind: 'refused', problem: { code: 'unsupported' } })
    expect((await send(await startServer({}), { to: ['bö@bücher.example'] })).kind).toBe('sent')
  })

  test.each([
    ['while saying hello', (line: string) => /^EHLO/.test(line)],
    ['at the sender', (line: string) => /^MAIL/.test(line)],
    ['at the recipient', (line: string) => /^RCPT/.test(line)],
    ['before the text', (line: string) => /^DATA/.test(line)],
    ['within the text', (line: string, inData: boolean) => inData && line === 'Hello'],
  ])('a connection that breaks %s leaves the message for later', async (_, when) => {
    const server = await startScript(
      polite((line, socket, inData) => {
        if (!when(line, inData)) return undefined
        socket.destroy()
        return null
      }),
    )
    const result = await send(server, { bytes: letter(`Hello\r\n${'x'.repeat(30_000_000)}`) })
    expect(result).toMatchObject({ kind: 'later', problem: { server: `127.0.0.1:${server.port}` } })
  })

  test('a connection that breaks after the final dot leaves it unknown whether the message was taken', async () => {
    const server = await startScript(
      polite((line, socket) => {
        if (line !== '.') return undefined
        socket.destroy()
        return null
      }),
    )
    expect((await send(server)).kind).toBe('unknown')
  })

  test('an answer to the final dot is certain: later or never', async () => {
    const answering = (answer: string) => startScript(polite((line) => (line === '.' ? answer : undefined)))
    expect((await send(await answering('451 4.3.0 busy'))).kind).toBe('later')
    const refused = await send(await answering('554 5.7.1 spam'))
    expect(refused.kind).toBe('refused')
    expect(problemOf(refused)?.message).toContain('554 5.7.1 spam')
  })

  test('a server that falls silent is given up', async () => {
    const server = await startScript(polite((line) => (/^RCPT/.test(line) ? null : undefined)))
    const login = { server, password: '', trustedCertificate: null }
    const mail = { from: 'a@x.example', to: ['b@x.example'], bytes: letter() }
    const result = await sendMail(login, mail, { line, onHandingOver, stallTimeoutMs: 300 })
    expect(result).toMatchObject({ kind: 'later', problem: { code: 'timeout' } })
  })

  test('nobody at the port, and a name that does not exist, are told apart from a refusal', async () => {
    expect(problemOf(await send(unsafe(1)))?.code).toBe('offline')
    const nowhere: Server = { host: 'no.such.host.invalid', port: 465, security: 'tls', user: 'x' }
    expect(problemOf(await send(nowhere))?.code).toBe('offline')
  })

  test('stopping ends it at once, for later', async () => {
    const server = await startScript(polite((line) => (/^RCPT/.test(line) ? null : undefined)))
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 100)
    const login = { server, password: '', trustedCertificate: null }
    const mail = { from: 'a@x.example', to: ['b@x.example'], bytes: letter() }
    const result = await sendMail(login, mail, { line, onHandingOver, signal: stop.signal })
    expect(result).toMatchObject({ kind: 'later', problem: { code: 'cancelled' } })
  })

  test('when the hand-over cannot be recorded, the final dot is not sent', async () => {
    const lines: string[] = []
    const server = await startScript(polite((line) => void lines.push(line)))
    const login = { server, password: '', trustedCertificate: null }
    const mail = { from: 'a@x.example', to: ['b@x.example'], bytes: letter() }
    const failing = async () => {
      throw new Error('disk full')
    }
    expect((await sendMail(login, mail, { line, onHandingOver: failing })).kind).toBe('later')
    expect(lines).not.toContain('.')
  })
})
