import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '../../core/defs/index.ts'
import { ownMbox } from '../crash/own-mail.ts'
import { quickDirectory } from '../crash/quick-directory.ts'
import { addAccount, caliopen, caliopenDone } from '../e2e/program.ts'
import { labMail } from '../rig/index.ts'
import { type MailServer, startMailServer } from '../servers/index.ts'

let folder: string
let lab: MailServer
beforeAll(async () => {
  folder = await quickDirectory('secrets-')
  lab = await startMailServer({ users: 3 })
})
afterAll(async () => {
  await lab?.remove()
  await rm(folder, { recursive: true, force: true })
})

test('a wrong password is refused with the name of the server, and nothing is added', async () => {
  const data = join(folder, 'wrong')
  const server = `127.0.0.1:${lab.imapPort}`
  const args = ['account', 'add', 'u1@lab.test', '--imap', server, '--smtp', `127.0.0.1:${lab.smtpPort}`]
  const refused = await caliopen(data, [...args, '--security', 'none', '--password-stdin'], 'not the password\n')
  expect(refused.code).toBe(1)
  expect(refused.documents).toMatchObject([{ code: 'auth', server }])
  expect(refused.stderr).toContain(server)
  expect(refused.stderr).not.toContain('not the password')
  expect(await caliopenDone(data, ['account', 'list'])).toEqual([])
})

test('a sign-in that the server refuses from now on stops the sync in words, and reading goes on', async () => {
  const data = join(folder, 'changed')
  await lab.fill('u2@lab.test', 'INBOX', labMail(5))
  const accountId = await addAccount(data, lab, 'u2@lab.test')
  await caliopenDone(data, ['sync', '--once'])
  const [account] = await caliopenDone(data, ['call', 'accounts.get', JSON.stringify({ id: accountId })])
  const { imap } = operations.accounts.get.output.parse(account)
  // the same account under a name that this password does not fit any more
  const wrong = { ...imap, user: 'u9@lab.test' }
  const update = (from: unknown, set: unknown) =>
    caliopenDone(data, [
      'call',
      'accounts.update',
      JSON.stringify({ id: accountId, from: { imap: from }, set: { imap: set } }),
    ])
  await update(imap, wrong)
  const refused = await caliopen(data, ['sync', '--once'])
  expect(refused.code).toBe(1)
  expect(refused.documents.at(-1)).toMatchObject({ code: 'auth', server: `127.0.0.1:${lab.imapPort}` })
  expect(refused.stderr).toContain(`127.0.0.1:${lab.imapPort}`)
  expect(await caliopenDone(data, ['search', 'harbour'])).toHaveLength(5)
  await update(wrong, imap)
  await caliopenDone(data, ['sync', '--once'])
})

test('a wrong passphrase leaves the passwords locked and in place; reading and searching still work', async () => {
  const data = join(folder, 'vault')
  const right = { env: { CALIOPEN_PASSPHRASE: 'correct horse' } }
  const wrong = { env: { CALIOPEN_PASSPHRASE: 'incorrect horse' } }
  await writeFile(join(folder, 'own.mbox'), ownMbox(3))
  await caliopenDone(data, ['import', join(folder, 'own.mbox')])
  const servers = ['--imap', `127.0.0.1:${lab.imapPort}`, '--smtp', `127.0.0.1:${lab.smtpPort}`, '--security', 'none']
  const added = await caliopen(
    data,
    ['account', 'add', 'u3@lab.test', ...servers, '--password-stdin'],
    'secret\n',
    right,
  )
  expect(added.code, added.stderr).toBe(0)
  for (const options of [wrong, {}]) {
    const locked = await caliopen(data, ['sync', '--once'], '', options)
    expect(locked.code).toBe(1)
    expect(locked.documents.at(-1)).toMatchObject({ code: 'locked' })
    expect(locked.stderr).toMatch(/passphrase/)
    const found = await caliopen(data, ['search', 'needle1'], '', options)
    expect(found.documents).toHaveLength(1)
  }
  expect((await caliopen(data, ['sync', '--once'], '', right)).code).toBe(0)
})
