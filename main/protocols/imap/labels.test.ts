import { afterEach, describe, expect, test } from 'vitest'
import { testLine } from '../../../devtools/rig/index.ts'
import { type ImapCommand, startScriptedImap } from '../../../devtools/servers/index.ts'
import { appendMessage, connectImap, fetchFlags, openMailbox, storeFlags } from './index.ts'

let server: Awaited<ReturnType<typeof startScriptedImap>> | undefined
afterEach(() => server?.close())

async function open(capability: string, permanent: string, row: string) {
  server = await startScriptedImap(({ tag, name }) => {
    if (name === 'CAPABILITY') return [`* CAPABILITY IMAP4rev1 UIDPLUS ${capability}`, `${tag} OK`]
    if (name === 'SELECT') {
      return [
        '* FLAGS (\\Seen)',
        `* OK [PERMANENTFLAGS (${permanent})] ok`,
        '* 1 EXISTS',
        '* OK [UIDVALIDITY 1] ok',
        '* OK [UIDNEXT 8] ok',
        `${tag} OK [READ-WRITE]`,
      ]
    }
    if (name === 'APPEND') return ['+ go on', `${tag} OK [APPENDUID 1 8]`]
    if (name === 'UID FETCH') return [`* 1 FETCH (UID 7 ${row})`, `${tag} OK`]
    return null
  })
  const account = { host: '127.0.0.1', port: server.port, security: 'none' as const, user: 'ann' }
  const connection = await connectImap(
    { server: account, password: 'secret', trustedCertificate: null },
    { line: testLine() },
  )
  await openMailbox(connection, 'INBOX')
  return connection
}
const said = (name: string): string[] =>
  (server?.commands ?? []).filter((command: ImapCommand) => command.name === name).map(({ rest }) => rest)

describe('Gmail keeps labels', () => {
  const row = 'FLAGS (\\Seen) X-GM-LABELS ("\\\\Inbox" "Travel plans" Receipts &AMk-t&AOk-)'

  test('which come among the flags, told apart from keywords', async () => {
    const connection = await open('X-GM-EXT-1', '\\Seen \\*', row)
    expect((await fetchFlags(connection, [7]))[0]?.flags).toEqual([
      '%Receipts',
      '%Travel plans',
      '%\\Inbox',
      '%Été',
      '\\Seen',
    ])
    expect(said('UID FETCH')[0]).toContain('X-GM-LABELS')
    connection.close()
  })

  test('and gets the tags of messages as such, flags as flags', async () => {
    const connection = await open('X-GM-EXT-1', '\\Seen \\*', row)
    const stored = await storeFlags(connection, [7], ['\\Flagged', 'Travel plans', '$Forwarded'], ['%Receipts'])
    expect(stored).toEqual({ added: ['\\Flagged', '$Forwarded', '%Travel plans'], removed: ['%Receipts'] })
    expect(said('UID STORE')).toEqual([
      '7 +FLAGS.SILENT (\\Flagged $Forwarded)',
      '7 +X-GM-LABELS ("Travel plans")',
      '7 -X-GM-LABELS (Receipts)',
    ])
    connection.close()
  })
})

describe('any other server keeps keywords', () => {
  test('and labels of elsewhere come to it as such', async () => {
    const connection = await open('', '\\Seen \\*', 'FLAGS (Work)')
    expect((await fetchFlags(connection, [7]))[0]?.flags).toEqual(['Work'])
    expect(said('UID FETCH')[0]).not.toContain('X-GM-LABELS')
    const stored = await storeFlags(connection, [7], ['Travel plans', '\\Seen'], [])
    expect(stored.added).toEqual(['\\Seen', 'Travel_plans'])
    expect(said('UID STORE')).toEqual(['7 +FLAGS.SILENT (\\Seen Travel_plans)'])
    connection.close()
  })

  test('or none at all: the tag stays here, and nothing is refused', async () => {
    const connection = await open('', '\\Seen', 'FLAGS ()')
    expect(await storeFlags(connection, [7], ['Work'], [])).toEqual({ added: [], removed: [] })
    expect(said('UID STORE')).toEqual([])
    connection.close()
  })
})

test('what is uploaded to Gmail has its labels afterwards', async () => {
  const connection = await open('X-GM-EXT-1', '\\Seen \\*', 'FLAGS ()')
  const bytes = new TextEncoder().encode('Subject: x\r\n\r\nx\r\n')
  const appended = await appendMessage(connection, 'INBOX', bytes, ['\\Seen', 'Work'], 0)
  expect(appended).toMatchObject({ uid: 8, flags: ['\\Seen', '%Work'] })
  expect(said('UID STORE')).toEqual(['8 +X-GM-LABELS (Work)'])
  connection.close()
})
