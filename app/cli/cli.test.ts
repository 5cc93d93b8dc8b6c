import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ensure, root } from '../../devtools/ensure.mjs'

/** The program as a person runs it: built, in a process of its own, on a data directory of its own. */
const program = path.join(root, 'dist', 'cli', 'main.js')
const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'caliopen-cli-'))
const data = path.join(directory, 'data')

interface Ran {
  code: number | null
  stdout: string
  stderr: string
  bytes: Buffer
}

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
}

function run(args: readonly string[], input = ''): Promise<Ran> {
  const child = start([...args, '--data', data])
  const out: Buffer[] = []
  let stderr = ''
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk
  })
  child.stdin?.end(input)
  return new Promise((resolve) =>
    child.on('close', (code) => {
      const bytes = Buffer.concat(out)
      resolve({ code, stdout: bytes.toString(), stderr, bytes })
    }),
  )
}
const lines = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

const message = (n: number, subject: string) =>
  Buffer.from(
    [
      `From: Ada Lovelace <ada${n}@example.org>`,
      'To: charles@example.org',
      `Subject: ${subject}`,
      `Date: Tue, 0${n} Sep 2026 10:00:00 +0000`,
      `Message-ID: <m${n}@example.org>`,
      'Content-Type: text/plain; charset=iso-8859-1',
      'Content-Transfer-Encoding: 8bit',
      '',
      `The analytical engine weaves patterns, page ${n}.\xe9`,
      '',
    ].join('\r\n'),
    'latin1',
  )

beforeAll(async () => {
  await ensure({ build: ['main'] })
  for (const [n, subject] of ['Engine', 'Notes', 'Bernoulli'].entries()) {
    fs.writeFileSync(path.join(directory, `${n + 1}.eml`), message(n + 1, subject))
  }
}, 120_000)
afterAll(() => fs.rmSync(directory, { recursive: true }))

describe('a mailbox, from the command line', () => {
  let ids: string[] = []

  test('is imported once, and a second import finds that it is here', async () => {
    const files = ['1.eml', '2.eml', '3.eml'].map((name) => path.join(directory, name))
    const first = await run(['import', ...files, '--json'])
    expect([first.code, JSON.parse(first.stdout)]).toEqual([0, { imported: 3, duplicates: 0, failed: [] }])
    const again = await run(['import', ...files, '--json'])
    expect(JSON.parse(again.stdout)).toEqual({ imported: 0, duplicates: 3, failed: [] })
    expect(JSON.parse((await run(['stats', '--json'])).stdout)).toMatchObject({ messages: 3 })
  })

  test('is searched a line each, page by page', async () => {
    const { code, stdout } = await run(['search', 'analytical', '--json'])
    const hits = lines(stdout)
    ids = hits.map(({ id }) => id)
    expect(code).toBe(0)
    expect(hits.map(({ messageId }) => messageId)).toEqual(['m3@example.org', 'm2@example.org', 'm1@example.org'])
    expect(Object.keys(hits[0])).toEqual(['id', 'threadId', 'messageId', 'date', 'from', 'subject', 'snippet'])
    expect(hits[0]).toMatchObject({
      date: '2026-09-03T10:00:00.000Z',
      from: 'Ada Lovelace <ada3@example.org>',
      subject: 'Bernoulli',
    })
    expect(hits[0].snippet).toContain('analytical')
    const page = await run(['search', 'analytical', '--limit', '2', '--json'])
    const cursor = /--cursor (\S+)/.exec(page.stderr)?.[1] ?? ''
    const rest = await run(['search', 'analytical', '--limit', '2', '--cursor', cursor, '--json'])
    expect([...lines(page.stdout), ...lines(rest.stdout)].map(({ id }) => id)).toEqual(ids)
  })

  test('gives back the very bytes', async () => {
    const { code, bytes } = await run(['show', ids[0] ?? '', '--raw'])
    expect(code).toBe(0)
    expect(bytes.equals(message(3, 'Bernoulli'))).toBe(true)
    expect((await run(['show', ids[0] ?? ''])).stdout).toContain('page 3.é')
  })

  test('is told by the people that it was exchanged with, a line for each discussion', async () => {
    const { code, stdout } = await run(['discussions', '--json'])
    const shown = lines(stdout)
    expect(code).toBe(0)
    expect(Object.keys(shown[0])).toEqual([
      'id',
      'participants',
      'count',
      'unread',
      'lastDate',
      'importance',
      'privacy',
    ])
    expect(shown).toMatchObject(
      [3, 2, 1].map((n) => ({
        participants: [`Ada Lovelace <ada${n}@example.org>`, 'charles@example.org'],
        count: 1,
        unread: 1,
        lastDate: `2026-09-0${n}T10:00:00.000Z`,
      })),
    )
    const page = await run(['discussions', '--limit', '2', '--json'])
    const cursor = /--cursor (\S+)/.exec(page.stderr)?.[1] ?? ''
    const rest = await run(['discussions', '--cursor', cursor, '--json'])
    expect([...lines(page.stdout), ...lines(rest.stdout)]).toEqual(shown)
    expect((await run(['discussions', '--importance=-9..-8'])).stdout).toBe('')
    const wrong = await run(['discussions', '--importance', 'much', '--json'])
    expect([wrong.code, JSON.parse(wrong.stdout)]).toMatchObject([1, { code: 'invalid', field: 'importance' }])
  })

  test('says how private each of it is and why, with points that add up, twice the same to the byte', async () => {
    const { code, stdout } = await run(['privacy', ...ids, '--json'])
    const explained = lines(stdout)
    expect(code).toBe(0)
    expect(explained.map(({ id }) => id)).toEqual(ids)
    expect(Object.keys(explained[0])).toEqual(['id', 'version', 'overall', 'technic', 'context', 'comportment'])
    for (const one of explained) {
      for (const { score, contributions } of [one.technic, one.context, one.comportment]) {
        expect(Object.keys(contributions[0])).toEqual(['feature', 'value', 'points', 'of', 'advice'])
        expect(contributions.reduce((sum: number, { points }: { points: number }) => sum + points, 0)).toBe(score)
      }
    }
    expect((await run(['privacy', ...ids, '--json'])).stdout).toBe(stdout)
    const [discussion] = lines((await run(['discussions', '--limit', '1', '--json'])).stdout)
    const [whole] = lines((await run(['privacy', discussion.id, '--json'])).stdout)
    expect(whole).toMatchObject({ id: discussion.id, overall: discussion.privacy.overall })
    expect((await run(['privacy', 'device', 'own'])).stdout).toContain('credentials')
    const nothing = await run(['privacy', 'nowhere', '--json'])
    expect([nothing.code, JSON.parse(nothing.stdout)]).toMatchObject([1, { code: 'not-found' }])
  })

  test('says how important each of it is and why, the same way, and is tagged and treated by rules', async () => {
    const add = (points: number[]) => points.reduce((sum, each) => sum + each, 0)
    const explain = async () => lines((await run(['importance', ...ids, '--json'])).stdout)
    const before = await explain()
    expect(Object.keys(before[0])).toEqual(['id', 'version', 'importance', 'correction', 'spam', 'contributions'])
    for (const { importance, contributions } of before) {
      expect(add(contributions.map(({ points }: { points: number }) => points))).toBe(importance)
    }
    expect(await explain()).toEqual(before)

    const tag = JSON.parse((await run(['tags', 'add', 'Engines', '--importance', '3', '--json'])).stdout)
    const made = await run(['rules', 'add', '--name', 'Notes', '--tag', 'engines', 'subject:notes', '--json'])
    expect(JSON.parse((await run(['rules', 'preview', 'subject:notes', '--json'])).stdout)).toMatchObject({ count: 1 })
    expect(JSON.parse((await run(['rules', 'run', JSON.parse(made.stdout).id, '--json'])).stdout)).toMatchObject({
      changed: 1,
    })
    await run(['tags', 'apply', ids[0] ?? '', '--add', tag.id])
    const after = await explain()
    expect(after.map(({ importance }, i) => importance - before[i].importance)).toEqual([3, 3, 0])
    const listed = lines((await run(['tags', '--json'])).stdout)
    expect(listed.map(({ name, messages }) => [name, messages])).toEqual([
      ['Engines', 2],
      ['Important', 0],
    ])
    expect(lines((await run(['search', 'tag:engines', '--json'])).stdout)).toHaveLength(2)
    await run(['tags', 'remove', 'engines'])
    expect(await explain()).toEqual(before)
    expect(lines((await run(['rules', '--json'])).stdout)).toMatchObject([
      { name: 'Notes', actions: [], enabled: false },
    ])
    expect((await run(['tags', 'apply', ids[0] ?? '', '--add', 'nope'])).code).toBe(1)
  })

  test('is acted on, listed and exported', async () => {
    expect(JSON.parse((await run(['act', 'read', ...ids, '--json'])).stdout)).toMatchObject({ changed: 3 })
    expect(JSON.parse((await run(['stats', '--json'])).stdout)).toMatchObject({ unread: 0 })
    expect(lines((await run(['threads', '--json'])).stdout)).toHaveLength(3)
    expect(lines((await run(['mailboxes', '--json'])).stdout).length).toBeGreaterThan(0)
    const out = path.join(directory, 'out')
    expect(JSON.parse((await run(['export', out, '--format', 'eml', '--json'])).stdout)).toMatchObject({ exported: 3 })
    const exported = fs.globSync('**/*.eml', { cwd: out }).map((file) => fs.readFileSync(path.join(out, file)))
    expect(new Set(exported.map((file) => file.toString('latin1')))).toEqual(
      new Set(
        [message(1, 'Engine'), message(2, 'Notes'), message(3, 'Bernoulli')].map((raw) => raw.toString('latin1')),
      ),
    )
    const doctor = await run(['doctor', '--json'])
    expect([doctor.code, JSON.parse(doctor.stdout).findings.every(({ ok }: { ok: boolean }) => ok)]).toEqual([0, true])
  })

  test('answers any operation by its name', async () => {
    const { stdout } = await run(['call', 'messages.list', '{"view":"all","limit":1}', '--json'])
    expect(JSON.parse(stdout).items).toHaveLength(1)
    const wrong = await run(['call', 'messages.list', '{"limit":0}', '--json'])
    expect([wrong.code, JSON.parse(wrong.stdout)]).toMatchObject([1, { code: 'invalid', field: 'limit' }])
  })
})

describe('what goes wrong', () => {
  test('is a code and a sentence, and no stack trace', async () => {
    const gone = await run(['show', 'nothing', '--json'])
    expect(gone.code).toBe(1)
    expect(JSON.parse(gone.stdout)).toMatchObject({ code: 'not-found', message: expect.stringMatching(/\.$/) })
    expect(gone.stdout + gone.stderr).not.toMatch(/\bat .*\.[jt]s:\d/)
    const missing = await run(['import', path.join(directory, 'missing.mbox'), '--json'])
    expect(missing.code).toBe(1)
  })

  test('is told apart from wrong usage', async () => {
    expect((await run(['frobnicate'])).code).toBe(2)
    const wrong = await run(['search', '--json'])
    expect([wrong.code, JSON.parse(wrong.stdout)]).toEqual([
      2,
      { code: 'invalid', message: 'QUERY is missing', field: 'query' },
    ])
  })

  test('a server that refuses is named', async () => {
    const args = [
      'account',
      'add',
      'ada@example.org',
      '--imap',
      '127.0.0.1:1',
      '--smtp',
      '127.0.0.1:1',
      '--security',
      'none',
    ]
    const refused = await run([...args, '--password-stdin', '--json'], 'secret\n')
    expect(refused.code).toBe(1)
    expect(JSON.parse(refused.stdout)).toMatchObject({ server: '127.0.0.1:1' })
    expect(refused.stdout + refused.stderr).not.toContain('secret')
  })

  test('a reader that has gone ends it quietly', async () => {
    const child = start(['call', 'list', '--data', data])
    let stderr = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr += chunk
    })
    child.stdout?.destroy()
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect([code, stderr]).toEqual([0, ''])
  })
})

describe('serve', () => {
  test('prints its address and token, keeps the directory to itself, and ends when told to', async () => {
    const child = start(['serve', '--json', '--data', data, '--lmtp', '0'])
    const first = await new Promise<string>((resolve) =>
      child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString())),
    )
    const { url, token, lmtp } = JSON.parse(first)
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=/)
    expect(lmtp).toMatch(/^127\.0\.0\.1:\d+$/)
    const asked = await fetch(new URL('/api/v1/system/stats', url), { headers: { authorization: `Bearer ${token}` } })
    expect(await asked.json()).toMatchObject({ messages: 3 })
    const second = await run(['stats', '--json'])
    expect([second.code, JSON.parse(second.stdout).code]).toEqual([1, 'locked'])
    child.kill('SIGTERM')
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0)
    expect((await run(['stats', '--json'])).code).toBe(0)
  })
})
