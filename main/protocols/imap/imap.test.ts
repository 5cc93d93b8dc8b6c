import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Failure, type Server } from '../../../core/defs/index.ts'
import { testLine } from '../../../devtools/rig/index.ts'
import {
  type FaultyProxy,
  freePorts,
  labPassword,
  type MailServer,
  startFaultyProxy,
  startMailServer,
  startScriptedImap,
} from '../../../devtools/servers/index.ts'
import {
  changedSince,
  connectImap,
  createMailbox,
  deleteMessages,
  fetchBodies,
  fetchFlags,
  fetchHeaders,
  findByMessageId,
  findUids,
  idle,
  listMailboxes,
  listMessages,
  moveMessages,
  openMailbox,
  storeFlags,
  tryImap,
} from './index.ts'

const line = testLine()

let lab: MailServer
let proxy: FaultyProxy
const at = (port: number, more: Partial<Server> = {}): Server => ({
  host: '127.0.0.1',
  port,
  security: 'tls',
  user: 'u1@lab.test',
  ...more,
})
const raw = (n: number) =>
  `From: a@lab.test\r\nSubject: number ${n}\r\nMessage-ID: <m${n}@lab.test>\r\n\r\nbody ${n}\r\n`
const problemOf = async (work: Promise<unknown>) => {
  const thrown = await work.then(
    () => null,
    (error: unknown) => error,
  )
  expect(thrown).toBeInstanceOf(Failure)
  return (thrown as Failure).problem
}
const connect = (server = at(lab.imapsPort)) =>
  connectImap({ server, password: labPassword, trustedCertificate: lab.fingerprint }, { line })

beforeAll(async () => {
  lab = await startMailServer()
  await lab.fill(
    'u1@lab.test',
    'INBOX',
    Array.from({ length: 20 }, (_, n) => ({ bytes: raw(n), flags: n % 2 ? 'S' : '' })),
  )
  proxy = await startFaultyProxy(lab.imapsPort)
})
afterAll(async () => {
  await proxy?.close()
  await lab?.remove()
})

describe('signing in', () => {
  test('a wrong password is said to be one, and names the server', async () => {
    const problem = await problemOf(tryImap(at(lab.imapsPort), 'wrong', lab.fingerprint, { line }))
    expect(problem).toMatchObject({ code: 'auth', server: `127.0.0.1:${lab.imapsPort}` })
  })

  test('an unknown certificate stops it and is explained', async () => {
    const problem = await problemOf(tryImap(at(lab.imapsPort), labPassword, null, { line }))
    expect(problem.code).toBe('certificate')
    expect(problem.message).toContain('signed by itself')
    expect(problem.certificate).toMatchObject({ subject: 'localhost', fingerprint: lab.fingerprint })
  })

  test('a certificate trusted by hand is accepted, over TLS and STARTTLS, and no other one is', async () => {
    await tryImap(at(lab.imapsPort), labPassword, lab.fingerprint, { line })
    await tryImap(at(lab.imapPort, { security: 'starttls' }), labPassword, lab.fingerprint.toUpperCase(), { line })
    for (const server of [at(lab.imapsPort), at(lab.imapPort, { security: 'starttls' })]) {
      const problem = await problemOf(tryImap(server, labPassword, 'ab'.repeat(32), { line }))
      expect(problem.code).toBe('certificate')
      expect(problem.message).toContain('not the one that you chose')
    }
  })

  test('a password never travels without TLS beyond this computer', async () => {
    expect(
      (await problemOf(tryImap(at(143, { host: 'mail.example', security: 'none' }), 'x', null, { line }))).code,
    ).toBe('invalid')
    await tryImap(at(lab.imapPort, { security: 'none' }), labPassword, null, { line })
  })

  test('a server that is off, has no name or speaks something else is told apart', async () => {
    const [port = 0] = await freePorts(1)
    expect((await problemOf(tryImap(at(port), 'x', null, { line }))).code).toBe('offline')
    expect((await problemOf(tryImap(at(993, { host: 'no-such-host.invalid' }), 'x', null, { line }))).code).toBe(
      'offline',
    )
    expect((await problemOf(tryImap(at(lab.imapPort), labPassword, null, { line }))).code).toBe('certificate')
  })

  test('it can be stopped', async () => {
    proxy.setFault({ stallAfterBytes: 0 })
    const abort = new AbortController()
    const trying = problemOf(tryImap(at(proxy.port), labPassword, lab.fingerprint, { line, signal: abort.signal }))
    setTimeout(() => abort.abort(), 100)
    expect((await trying).code).toBe('cancelled')
  })
})

describe('reading and changing', () => {
  test('mailboxes come with their special use and where they stand', async () => {
    const connection = await connect()
    const listed = await listMailboxes(connection)
    expect(Object.fromEntries(listed.map((each) => [each.path, each.role]))).toMatchObject({
      INBOX: 'inbox',
      Drafts: 'drafts',
      Sent: 'sent',
      Junk: 'junk',
      Trash: 'trash',
      Archive: 'archive',
    })
    const inbox = listed.find(({ role }) => role === 'inbox')
    expect(inbox?.status).toMatchObject({ total: 20, unseen: 10, uidNext: 21 })
    expect(inbox?.status?.highestModSeq).toMatch(/^\d+$/)
    await connection.logout()
  })

  test('messages are listed, read, changed, moved and deleted, and the changes are found again', async () => {
    const connection = await connect()
    const other = await connect()
    const inbox = await openMailbox(connection, 'INBOX')
    const uids = await findUids(connection, 1, inbox.uidNext - 1)
    expect(uids).toHaveLength(20)
    const [first] = await listMessages(connection, [1])
    expect(first).toMatchObject({ uid: 1, messageId: 'm0@lab.test', sizeBytes: raw(0).length })
    const [headers] = await fetchHeaders(connection, [2])
    expect(Buffer.from(headers!.header).toString()).toContain('Subject: number 1\r\n')
    const bodies = await fetchBodies(connection, [3, 1, 99])
    expect(bodies.map(({ uid, bytes }) => [uid, Buffer.from(bytes).toString()])).toEqual([
      [1, raw(0)],
      [3, raw(2)],
    ])
    expect(await findByMessageId(connection, 'm4@lab.test')).toEqual([5])

    await openMailbox(other, 'INBOX')
    await storeFlags(other, [1, 2], ['\\Flagged', '$Forwarded'], ['\\Seen'])
    await createMailbox(other, 'Projects/Été & co')
    const moved = await moveMessages(other, [3, 4], 'Projects/Été & co')
    expect([...moved.uids]).toEqual([
      [3, 1],
      [4, 2],
    ])
    await deleteMessages(other, [5])
    await other.logout()

    await openMailbox(connection, 'INBOX')
    const changes = await changedSince(connection, { first: 1, last: 20 }, inbox.highestModSeq ?? '1')
    expect(changes.vanished).toEqual([3, 4, 5])
    expect(changes.flags).toEqual([
      { uid: 1, flags: ['$Forwarded', '\\Flagged'] },
      { uid: 2, flags: ['$Forwarded', '\\Flagged'] },
    ])
    expect(await fetchFlags(connection, [1, 3])).toEqual([{ uid: 1, flags: ['$Forwarded', '\\Flagged'] }])
    expect((await listMailboxes(connection)).map(({ path }) => path)).toContain('Projects/Été & co')
    expect((await problemOf(openMailbox(connection, 'Nowhere'))).code).toBe('not-found')
    await connection.logout()
  })

  test('new mail ends the waiting at once', async () => {
    const connection = await connect()
    await openMailbox(connection, 'INBOX')
    const waiting = idle(connection, 20_000, new AbortController().signal)
    await new Promise((resolve) => setTimeout(resolve, 300))
    await lab.deliver('u1@lab.test', raw(100))
    expect(await waiting).toBe(true)
    const wake = new AbortController()
    setTimeout(() => wake.abort(), 50)
    expect(await idle(connection, 20_000, wake.signal)).toBe(false)
    expect((await listMessages(connection, [21])).length).toBe(1)
    await connection.logout()
  })
})

describe('a bad network and a bad server', () => {
  test('silence is a timeout, a cut is being offline', async () => {
    proxy.setFault({})
    const login = { server: at(proxy.port), password: labPassword, trustedCertificate: lab.fingerprint }
    const quiet = await connectImap(login, { line, stallTimeoutMs: 500 })
    await openMailbox(quiet, 'INBOX')
    proxy.setFault({ stallAfterBytes: 50 })
    expect(await problemOf(fetchBodies(quiet, [6, 7, 8]))).toMatchObject({
      code: 'timeout',
      server: `127.0.0.1:${proxy.port}`,
    })
    proxy.setFault({})
    const cut = await connectImap(login, { line })
    await openMailbox(cut, 'INBOX')
    proxy.setFault({ dropAfterBytes: 50 })
    expect(await problemOf(fetchBodies(cut, [6, 7, 8]))).toMatchObject({ code: 'offline' })
  })

  test('a server that answers without end, with others or with nonsense is not believed', async () => {
    const row = (uid: number) =>
      `* ${uid} FETCH (UID ${uid} FLAGS (\\Seen) INTERNALDATE "nonsense" RFC822.SIZE 99999999999 BODY[HEADER] {2}\r\n\r\n)`
    const liar = await startScriptedImap(({ tag, name, rest }) => {
      if (name === 'SELECT')
        return ['* 4294967295 EXISTS', '* OK [UIDVALIDITY 7] x', '* OK [UIDNEXT 99999999999999] x', `${tag} OK`]
      if (name === 'UID SEARCH') return ['* SEARCH 5 0 -1 99999999999 9', `${tag} OK`]
      if (name === 'UID FETCH' && rest.startsWith('5 ')) return [row(5), row(5), row(77), `${tag} OK`]
      if (name === 'UID FETCH' && rest.startsWith('6 '))
        return [...Array.from({ length: 3000 }, (_, n) => row(n + 10)), `${tag} OK`]
      if (name === 'UID FETCH') return ['* 1 FETCH (UID 7 BODY[] {9999999999}', 'x']
      return null
    })
    const server = at(liar.port, { security: 'none' })
    const connection = await connectImap({ server, password: 'x', trustedCertificate: null }, { line })
    expect(await openMailbox(connection, 'INBOX')).toMatchObject({ uidValidity: '7', uidNext: 0, total: 4294967295 })
    expect(await findUids(connection, 1, 10)).toEqual([5, 9])
    expect(await fetchHeaders(connection, [5])).toMatchObject([{ uid: 5, receivedMs: null, sizeBytes: 4294967295 }])
    expect((await problemOf(fetchHeaders(connection, [6]))).code).toBe('refused')
    const again = await connectImap({ server, password: 'x', trustedCertificate: null }, { line })
    await openMailbox(again, 'INBOX')
    expect((await problemOf(fetchBodies(again, [7]))).code).toBe('refused')
    await liar.close()
  })
})
