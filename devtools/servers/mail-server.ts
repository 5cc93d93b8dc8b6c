import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { freePorts } from './free-ports.ts'

const run = promisify(execFile)
const script = fileURLToPath(new URL('./mail-lab.sh', import.meta.url))

/** The password of every user of the server. */
export const labPassword = 'secret'

export interface MailServerOptions {
  /** u1@lab.test … uN@lab.test */
  readonly users?: number
  /** advertised in place of everything that Dovecot can do: a poor old server */
  readonly imapCapability?: string
  /** `u2:20K` */
  readonly quota?: string
}

/** One message file of a Maildir: info flags as Maildir has them (`S` seen, `F` flagged, `R` answered, `D` draft). */
export interface MaildirMessage {
  readonly bytes: Uint8Array | string
  readonly flags?: string
  readonly receivedMs?: number
}

/** A real Dovecot and Postfix on loopback in a folder of their own. Needs root and the Debian packages. */
export interface MailServer {
  readonly directory: string
  readonly imapPort: number
  readonly imapsPort: number
  readonly smtpPort: number
  readonly smtpsPort: number
  readonly lmtpPort: number
  /** ManageSieve; STARTTLS */
  readonly sievePort: number
  /** PEM; good for localhost and 127.0.0.1, signed by itself */
  readonly certificate: string
  /** SHA-256 of the certificate, lower-case hex */
  readonly fingerprint: string
  start(): Promise<void>
  stop(): Promise<void>
  /** SIGKILL to every process of it */
  kill(): Promise<void>
  doveadm(...args: string[]): Promise<string>
  /** over LMTP, as Postfix would */
  deliver(user: string, raw: string): Promise<void>
  /** writes files straight into a Maildir, which is the fast way; only while no client has the mailbox open */
  fill(user: string, mailbox: string, messages: Iterable<MaildirMessage>): Promise<void>
  /** stops it and removes the folder */
  remove(): Promise<void>
}

export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(options)
    } catch (thrown) {
      // Another test may have taken a port between the look and the start.
      if (attempt === 3 || !String(thrown).includes('is taken')) throw thrown
    }
  }
}

async function startOnce(options: MailServerOptions): Promise<MailServer> {
  const directory = await mkdtemp(join(tmpdir(), 'mail-'))
  await chmod(directory, 0o755)
  const [imapPort = 0, imapsPort = 0, smtpPort = 0, smtpsPort = 0, lmtpPort = 0, sievePort = 0] = await freePorts(6)
  const env = {
    ...process.env,
    IMAP_PORT: String(imapPort),
    IMAPS_PORT: String(imapsPort),
    SMTP_PORT: String(smtpPort),
    SMTPS_PORT: String(smtpsPort),
    LMTP_PORT: String(lmtpPort),
    SIEVE_PORT: String(sievePort),
    ...(options.imapCapability === undefined ? {} : { IMAP_CAPABILITY: options.imapCapability }),
    ...(options.quota === undefined ? {} : { QUOTA: options.quota }),
  }
  const lab = async (command: string, ...args: string[]): Promise<string> => {
    const { stdout } = await run(script, [command, directory, ...args], { env, maxBuffer: 64 * 1024 * 1024 })
    return stdout
  }
  const start = async (): Promise<void> => void (await lab('start', String(options.users ?? 2)))
  await start()
  const certificate = await readFile(join(directory, 'cert.pem'), 'utf8')
  return {
    directory,
    imapPort,
    imapsPort,
    smtpPort,
    smtpsPort,
    lmtpPort,
    sievePort,
    certificate,
    fingerprint: new X509Certificate(certificate).fingerprint256.replaceAll(':', '').toLowerCase(),
    start,
    stop: async () => void (await lab('stop')),
    kill: async () => void (await lab('kill')),
    doveadm: (...args) => lab('doveadm', ...args),
    deliver: (user, raw) => deliverByLmtp(lmtpPort, user, raw),
    fill: (user, mailbox, messages) => fillMaildir(directory, user, mailbox, messages),
    remove: async () => {
      await lab('stop')
      await rm(directory, { recursive: true, force: true })
    },
  }
}

let written = 0

async function fillMaildir(
  directory: string,
  user: string,
  mailbox: string,
  messages: Iterable<MaildirMessage>,
): Promise<void> {
  const home = join(directory, 'mail', user)
  const maildir = mailbox === 'INBOX' ? join(home, 'Maildir') : join(home, 'Maildir', mailbox)
  const { uid, gid } = await stat(join(directory, 'mail'))
  for (const path of [
    home,
    join(home, 'Maildir'),
    maildir,
    ...['cur', 'new', 'tmp'].map((sub) => join(maildir, sub)),
  ]) {
    await mkdir(path, { recursive: true })
    await chown(path, uid, gid)
  }
  for (const { bytes, flags, receivedMs } of messages) {
    written += 1
    const seconds = Math.floor((receivedMs ?? 1_700_000_000_000 + written * 1000) / 1000)
    const path = join(maildir, 'cur', `${seconds}.M${String(written).padStart(8, '0')}.lab:2,${flags ?? ''}`)
    await writeFile(path, bytes)
    await chown(path, uid, gid)
  }
}

function deliverByLmtp(port: number, user: string, raw: string): Promise<void> {
  const body = raw.replaceAll(/\r?\n/g, '\r\n').replaceAll(/^\./gm, '..')
  const steps = ['LHLO lab.test', 'MAIL FROM:<sender@lab.test>', `RCPT TO:<${user}>`, 'DATA', `${body}\r\n.`, 'QUIT']
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let buffer = ''
    let delivered = false
    socket.setEncoding('utf8')
    socket.on('error', reject)
    socket.on('close', () => (delivered ? resolve() : reject(new Error(`LMTP closed early: ${buffer}`))))
    socket.on('data', (chunk: string) => {
      buffer += chunk
      for (let end = buffer.indexOf('\r\n'); end !== -1; end = buffer.indexOf('\r\n')) {
        const line = buffer.slice(0, end)
        buffer = buffer.slice(end + 2)
        if (line[3] === '-') continue
        if (!/^[23]/.test(line)) return socket.destroy(new Error(`LMTP refused: ${line}`))
        const next = steps.shift()
        if (next === 'QUIT') delivered = true
        if (next !== undefined) socket.write(`${next}\r\n`)
      }
      return undefined
    })
  })
}
