import readline from 'node:readline'
import { Writable } from 'node:stream'
import type { Problem } from '../../core/defs/index.ts'
import type { Io } from './command.ts'
import { UsageError } from './usage-error.ts'

type Speech = Pick<Io, 'line' | 'document' | 'bytes' | 'note' | 'input' | 'secret'>

export interface Streams {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
}

/** Results go to standard output, as JSON if asked; everything else to standard error. */
export function createSpeech({ stdin, stdout, stderr }: Streams, json: boolean): Speech {
  const say = (value: unknown, text: string) => {
    stdout.write(json ? `${jsonText(value)}\n` : `${printable(text)}\n`)
  }
  return {
    line: say,
    document: say,
    bytes: (bytes) =>
      new Promise((resolve, reject) => stdout.write(bytes, (error) => (error ? reject(error) : resolve()))),
    note: (text) => stderr.write(`${printable(text)}\n`),
    input: () => readAll(stdin),
    secret: (question) => askUnseen(question, { stdin, stdout, stderr }),
  }
}

/** How a failure looks: JSON on standard output for a program, a sentence on standard error for a person. */
export function sayProblem({ stdout, stderr }: Streams, json: boolean, problem: Problem): void {
  const { code, message, server, source, offset, field, details } = problem
  if (json) stdout.write(`${JSON.stringify({ code, message, server, source, offset, field, details })}\n`)
  const at = [server, source, code === 'internal' ? details : undefined].filter(
    (fact) => fact !== undefined && !message.includes(fact),
  )
  stderr.write(`${printable(`caliopen: ${message}${at.length > 0 ? ` (${at.join(', ')})` : ''}`)}\n`)
}

/** Ends quietly when the reader of a pipe has gone (`caliopen search … | head`). */
export function endWithReader({ stdout, stderr }: Pick<Streams, 'stdout' | 'stderr'>, end: () => void): void {
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') end()
      else throw error
    })
  }
}

export function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()))
}

/** Bytes are base64 in JSON, as over HTTP. */
function jsonText(value: unknown): string {
  return JSON.stringify(value, function replace(this: unknown, key: string, inner: unknown) {
    const original: unknown = this instanceof Object ? Reflect.get(this, key) : inner
    return original instanceof Uint8Array ? Buffer.from(original).toString('base64') : inner
  })
}

/** What a message says must not steer the terminal: control characters are shown, not sent. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => (character === '\n' || character === '\t' ? character : '\u{fffd}'))
}

async function readAll(stdin: NodeJS.ReadStream): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

function askUnseen(question: string, { stdin, stderr }: Streams): Promise<string> {
  if (!stdin.isTTY) throw new UsageError('Give the password by standard input: --password-stdin', 'password')
  stderr.write(question)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const asked = readline.createInterface({ input: stdin, output: silent, terminal: true })
  return new Promise((resolve, reject) => {
    asked.once('line', (line) => {
      asked.close()
      stderr.write('\n')
      resolve(line)
    })
    asked.once('SIGINT', () => {
      asked.close()
      reject(new UsageError('No password was given', 'password'))
    })
  })
}
