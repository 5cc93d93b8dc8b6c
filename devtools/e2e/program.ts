import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { MailServer } from '../servers/index.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const cli = join(root, 'dist/cli/main.js')

export interface CliAnswer {
  readonly code: number
  /** the JSON documents of stdout, one a line */
  readonly documents: Record<string, unknown>[]
  readonly stderr: string
  /** it was killed by a signal before it ended */
  readonly killed: boolean
}

export interface CliOptions {
  /** kill -9 after so long, if it still runs then */
  readonly killAfterMs?: number
  readonly env?: Readonly<Record<string, string>>
}

/** The built command line, as a person runs it, with `--json`. */
export function caliopen(
  data: string,
  args: readonly string[],
  input = '',
  { killAfterMs, env }: CliOptions = {},
): Promise<CliAnswer> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args, '--data', data, '--json'], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    })
    const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs)
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk) => (stdout += chunk))
    child.stderr.on('data', (chunk) => (stderr += chunk))
    child.on('error', reject)
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      const lines = stdout.split('\n').filter((line) => line.trim() !== '')
      const killed = signal === 'SIGKILL'
      // what a killed program was just saying may end in the middle
      resolve({ code: code ?? 1, documents: killed ? [] : lines.map((line) => JSON.parse(line)), stderr, killed })
    })
    child.stdin.on('error', () => undefined) // it was killed before it read
    child.stdin.end(input)
  })
}

/** The same, and it must end well. */
export async function caliopenDone(
  data: string,
  args: readonly string[],
  input = '',
): Promise<Record<string, unknown>[]> {
  const answer = await caliopen(data, args, input)
  if (answer.code !== 0) throw new Error(`caliopen ${args.join(' ')} ended with ${answer.code}: ${answer.stderr}`)
  return answer.documents
}

export interface Program {
  readonly data: string
  readonly url: string
  readonly child: ChildProcess
  stop(): Promise<void>
}

/** Core in Node with its web interface on loopback, as `npm start` runs it where Electron is not there. */
export async function startProgram(data: string, args: readonly string[] = []): Promise<Program> {
  const child = spawn(process.execPath, [join(root, 'dist/server/main.js'), '--data', data, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TZ: 'UTC' },
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The program ended with ${code} before it was there.`)))
    createInterface({ input: child.stdout }).on('line', (line) => {
      const address = /https?:\/\/\S+/.exec(line)?.[0]
      if (address !== undefined) resolve(address)
    })
  })
  return {
    data,
    url,
    child,
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

export async function freshDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'caliopen-e2e-'))
}

export const removeDirectory = (directory: string): Promise<void> => rm(directory, { recursive: true, force: true })

/** Adds a user of the test server as an account. */
export async function addAccount(data: string, server: MailServer, user: string): Promise<string> {
  const servers = [
    '--imap',
    `127.0.0.1:${server.imapPort}`,
    '--smtp',
    `127.0.0.1:${server.smtpPort}`,
    '--security',
    'none',
  ]
  const [account] = await caliopenDone(data, ['account', 'add', user, ...servers, '--password-stdin'], 'secret\n')
  return String(account?.['id'])
}
