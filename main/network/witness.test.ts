import { createHook } from 'node:async_hooks'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openTestNetwork } from '../../devtools/rig/index.ts'
import { labPassword, type MailServer, startMailServer, startNameServer } from '../../devtools/servers/index.ts'
import { createDiscoveryNetwork } from '../protocols/discovery/index.ts'
import { connectImap } from '../protocols/imap/index.ts'
import { sendMail } from '../protocols/smtp/index.ts'
import { fetchImage } from '../protocols/web/index.ts'

let lab: MailServer
beforeAll(async () => {
  lab = await startMailServer({ users: 2 })
})
afterAll(() => lab?.remove())

/**
 * What Node itself asks of the system, whatever opened it: a look below everything that this program, or a library, could
 * do in JavaScript. `TCPCONNECTWRAP` is one attempt to connect, `GETADDRINFOREQWRAP` and `QUERYWRAP` are names asked for.
 */
function watchSystem() {
  const seen = { connections: 0, names: 0 }
  const hook = createHook({
    init(_, type) {
      if (type === 'TCPCONNECTWRAP' || type === 'UDPSENDWRAP') seen.connections += 1
      if (type === 'GETADDRINFOREQWRAP' || type === 'QUERYWRAP') seen.names += 1
    },
  }).enable()
  return { seen, end: () => hook.disable() }
}

test('mail, pictures and look-ups: the record holds what the system was asked for, no more and no less', async () => {
  const names = await startNameServer(() => ({ kind: 'records', records: [{ type: 'TXT', data: ['v=1'] }] }))
  const web = createServer((_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end('PNG'))
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
  const address = web.address()
  const webPort = typeof address === 'object' && address !== null ? address.port : 0
  const { network, ledger } = openTestNetwork([names.address])
  const login = { password: labPassword, trustedCertificate: lab.fingerprint }
  const at = (port: number, security: 'tls' | 'starttls') => ({
    host: '127.0.0.1',
    port,
    security,
    user: 'u1@lab.test',
  })
  const system = watchSystem()
  try {
    for (const server of [at(lab.imapsPort, 'tls'), at(lab.imapPort, 'starttls')]) {
      const line = network.line({ kind: 'fetch-mail', accountId: 'a1' })
      await (await connectImap({ ...login, server }, { line })).logout()
    }
    const bytes = new TextEncoder().encode('From: u1@lab.test\r\nSubject: Test\r\n\r\nHello\r\n')
    const mail = { from: 'u1@lab.test', to: ['u2@lab.test'], bytes }
    for (const server of [at(lab.smtpsPort, 'tls'), at(lab.smtpPort, 'starttls')]) {
      const line = network.line({ kind: 'send-mail', accountId: 'a1' })
      const sent = await sendMail({ ...login, server }, mail, { line, onHandingOver: async () => undefined })
      expect(sent).toMatchObject({ kind: 'sent' })
    }
    const pictures = network.line({ kind: 'show-pictures', messageId: 'm1' })
    await fetchImage(`http://127.0.0.1:${webPort}/a.png`, { line: pictures })
    await fetchImage('http://no-such-host.invalid/a.png', { line: pictures }).catch(() => undefined)
    await createDiscoveryNetwork(network.line({ kind: 'find-servers', domain: 'example.org' })).resolveMx(
      'example.org',
      AbortSignal.timeout(5000),
    )
    await network.line({ kind: 'verify-mail', domain: 'example.org' }).ask('key.example.org', 'TXT')
    await vi.waitFor(() => expect(ledger.openNow).toBe(0))
  } finally {
    system.end()
    web.close()
    await names.close()
  }
  const events = ledger.events()
  const lookUps = events.filter(({ service }) => service === 'names')
  const failed = events.filter(({ host }) => host === 'no-such-host.invalid')
  expect(failed).toMatchObject([{ service: 'web', outcome: 'failed', address: null }])
  // Without an address nothing was connected.
  expect(events.length - lookUps.length - failed.length).toBe(system.seen.connections)
  expect(lookUps.length).toBe(system.seen.names)
  expect(system.seen).toEqual({ connections: 5, names: 3 })
  const mailed = events.filter(({ service }) => service === 'mail-in' || service === 'mail-out')
  expect(mailed).toHaveLength(4)
  for (const { protection, bytesIn, bytesOut, outcome } of mailed) {
    expect(outcome).toBe('closed')
    expect(protection?.protocol).toMatch(/^TLSv1\.[23]$/)
    expect(protection?.certificate?.fingerprint).toBe(lab.fingerprint.toLowerCase())
    expect(Math.min(bytesIn, bytesOut)).toBeGreaterThan(500)
  }
  expect(JSON.stringify(ledger.saved())).not.toContain(labPassword)
})

test('the witness sees what is opened past the record', async () => {
  const web = createServer()
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
  const address = web.address()
  const system = watchSystem()
  const socket = connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1')
  await new Promise((resolve) => socket.once('connect', resolve))
  system.end()
  expect(system.seen.connections).toBe(1)
  socket.destroy()
  web.close()
})
