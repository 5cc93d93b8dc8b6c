import fs from 'node:fs'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server'
import { fail, toProblem } from '../../../core/defs/index.ts'
import type { Clock, Door, IngestItem, IngestOutcome, Logger } from '../../../core/index.ts'
import { limits } from './limits.ts'
import { findDestination } from './recipients.ts'
import { Reply, replyTo, replyToThrown, tooLarge, unknownRecipient } from './replies.ts'

export interface DeliveryOptions {
  readonly door: Door
  readonly clock: Clock
  readonly logger: Logger
  /** the ingest of core: answers when everything is on disk */
  deliver(items: readonly IngestItem[]): Promise<readonly IngestOutcome[]>
  /** a port of 127.0.0.1 (0 = any free one), or a unix socket */
  readonly listen: { readonly port: number } | { readonly socket: string }
  readonly maxBytes: number
  /** address of the account that takes mail for unknown recipients */
  readonly fallback: string | null
}

export interface DeliveryServer {
  /** `127.0.0.1:port`, or the path of the socket */
  readonly address: string
  close(): Promise<void>
}

/**
 * Takes mail from programs on this computer and gives it to the one ingest. A message is acknowledged only when it is
 * on disk. Its bytes stay as they came (no Received or Return-Path on top): a delivery that is repeated because an
 * acknowledgement was lost is then recognised as the same message.
 */
export async function startDelivery(protocol: 'lmtp' | 'smtp', options: DeliveryOptions): Promise<DeliveryServer> {
  const server = new SMTPServer({
    lmtp: protocol === 'lmtp',
    name: 'caliopen.localhost',
    banner: 'Caliopen',
    size: options.maxBytes,
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    hidePIPELINING: false,
    logger: false,
    maxClients: limits.clients,
    socketTimeout: limits.silenceMs,
    closeTimeout: limits.closeMs,
    ...createListeners(protocol, options),
  })
  server.on('error', (error: Error) =>
    options.logger.warn(`A connection to ${protocol} ended`, { details: error.message }),
  )
  const address = await listen(server, options.listen)
  return {
    address,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function createListeners(
  protocol: 'lmtp' | 'smtp',
  { door, clock, logger, deliver, maxBytes, fallback }: DeliveryOptions,
): Pick<SMTPServerOptions, 'onRcptTo' | 'onData'> {
  async function accept(address: string, session: SMTPServerSession): Promise<void> {
    if (session.envelope.rcptTo.length >= limits.recipients) throw new Reply(452, 'Too many recipients for one message')
    if ((await findDestination(door, address, fallback)) === 'unknown') throw unknownRecipient(address)
  }

  async function take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<(Reply | null)[]> {
    const bytes = await readAll(stream, maxBytes)
    const receivedMs = clock.nowMs()
    const destinations = await Promise.all(
      session.envelope.rcptTo.map(({ address }) => findDestination(door, address, fallback)),
    )
    const mailboxIds = [...new Set(destinations.flatMap((there) => (there === 'unknown' ? [] : [there.mailboxId])))]
    const outcomes = await deliver(mailboxIds.map((mailboxId) => ({ bytes, mailboxId, flags: [], receivedMs })))
    return destinations.map((there) => {
      // It was known when it was named: the account is just being removed.
      if (there === 'unknown') return new Reply(451, 'The account is not there at the moment')
      const outcome = outcomes[mailboxIds.indexOf(there.mailboxId)]
      if (outcome === undefined) return new Reply(451, 'The message could not be stored')
      return outcome.problem === null || outcome.status !== 'failed' ? null : replyTo(outcome.problem)
    })
  }

  return {
    onRcptTo({ address }, session, callback) {
      accept(address, session).then(
        () => callback(),
        (thrown) => callback(replyToThrown(thrown)),
      )
    },
    onData(stream, session, callback) {
      take(stream, session).then(
        (replies) => {
          if (protocol === 'lmtp')
            return callback(
              null,
              replies.map((reply) => reply ?? 'Stored'),
            )
          // One answer for all: try again if that can help, and what is stored already is recognised then.
          const refused = replies.filter((reply) => reply !== null)
          callback(refused.find(({ temporary }) => temporary) ?? refused[0] ?? null, 'Stored')
        },
        (thrown) => {
          const reply = replyToThrown(thrown)
          logger.warn(`A message over ${protocol} was not taken`, { details: reply.message })
          callback(reply)
        },
      )
    },
  }
}

async function readAll(stream: SMTPServerDataStream, maxBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.byteLength
    // The rest is read and thrown away: the other side hears the answer only after its last byte.
    if (size <= maxBytes) chunks.push(chunk)
    else chunks.length = 0
  }
  if (size > maxBytes || stream.sizeExceeded) throw tooLarge(maxBytes)
  return Buffer.concat(chunks, size)
}

async function listen(server: SMTPServer, where: DeliveryOptions['listen']): Promise<string> {
  const target = 'socket' in where ? where.socket : `127.0.0.1:${where.port}`
  if ('socket' in where) removeLeftover(where.socket)
  await new Promise<void>((resolve, reject) => {
    const refuse = (error: Error) =>
      reject(
        fail('refused', `Mail cannot be taken at ${target}: another program has it, or it is not yours to use.`, {
          server: target,
          details: toProblem(error).details ?? error.message,
        }),
      )
    server.server.once('error', refuse)
    const ready = () => {
      server.server.removeListener('error', refuse)
      resolve()
    }
    if ('socket' in where) server.listen(where.socket, ready)
    else server.listen(where.port, '127.0.0.1', ready)
  })
  const address = server.server.address()
  // Only this person's programs may write to the socket.
  if ('socket' in where) fs.chmodSync(where.socket, 0o600)
  return typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : target
}

/** A socket that a killed program left behind; anything else at that path is not ours to remove. */
function removeLeftover(path: string): void {
  if (fs.lstatSync(path, { throwIfNoEntry: false })?.isSocket()) fs.rmSync(path)
}
