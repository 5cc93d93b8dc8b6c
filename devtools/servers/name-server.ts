import { createSocket } from 'node:dgram'
import { createServer, type Socket } from 'node:net'
import { type Answer, decode, encode, type Packet, type Question, streamEncode } from 'dns-packet'

/**
 * What one question is answered. `records`: those; an empty list: the name is there without such records. `absent`: no
 * such name. `silence`: nothing at all. `failure`: SERVFAIL. `flood`: cut short, then so many bytes without end by TCP.
 * `other-question`, `other-id`: an answer to something that nobody asked. `nonsense`: bytes that are no answer.
 */
export type NameAnswerOf =
  | { readonly kind: 'records'; readonly records: readonly NameRecord[] }
  | { readonly kind: 'absent' | 'silence' | 'failure' | 'other-question' | 'other-id' | 'nonsense' }
  | { readonly kind: 'flood'; readonly bytes: number }

/** TXT in its strings (of 255 characters at most); the rest as `dns-packet` has it. */
export type NameRecord =
  | { readonly type: 'TXT'; readonly data: readonly string[] }
  | { readonly type: 'A' | 'AAAA' | 'CNAME' | 'PTR'; readonly data: string }
  | { readonly type: 'MX'; readonly data: { readonly preference: number; readonly exchange: string } }
  | {
      readonly type: 'SRV'
      readonly data: {
        readonly priority: number
        readonly weight: number
        readonly port: number
        readonly target: string
      }
    }

export interface NameServer {
  /** `address:port`, as the configuration takes it */
  readonly address: string
  /** `name TYPE` of every question, repetitions included, in their order */
  readonly asked: string[]
  close(): Promise<void>
}

/** A server of the Domain Name System on loopback, by UDP and TCP, that says what a test wants it to say. */
export async function startNameServer(answer: (name: string, type: string) => NameAnswerOf): Promise<NameServer> {
  const asked: string[] = []
  const sockets = new Set<Socket>()
  const hear = (bytes: Buffer): { packet: Packet; answered: NameAnswerOf } | null => {
    const packet = decode(bytes)
    const question = packet.questions?.[0]
    if (question === undefined) return null
    asked.push(`${question.name.toLowerCase()} ${question.type}`)
    return { packet, answered: answer(question.name.toLowerCase(), question.type) }
  }

  const tcp = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    socket.once('data', (bytes) => {
      const heard = hear(bytes.subarray(2))
      if (heard === null || heard.answered.kind === 'silence') return
      if (heard.answered.kind === 'flood') socket.write(Buffer.alloc(heard.answered.bytes, 0x61))
      else socket.write(streamEncode(reply(heard.packet, heard.answered)))
    })
  })
  const port = await new Promise<number>((resolve) => {
    tcp.listen(0, '127.0.0.1', () => {
      const address = tcp.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  const udp = createSocket('udp4')
  udp.on('message', (bytes, from) => {
    const heard = hear(bytes)
    if (heard === null || heard.answered.kind === 'silence') return
    const encoded =
      heard.answered.kind === 'nonsense' ? Buffer.alloc(40, 0xff) : encode(reply(heard.packet, heard.answered))
    const tooLong = encoded.length > maxDatagram || heard.answered.kind === 'flood'
    const sent = tooLong
      ? encode({ ...reply(heard.packet, { kind: 'records', records: [] }), flags: truncated })
      : encoded
    udp.send(sent, from.port, from.address)
  })
  await new Promise<void>((resolve) => udp.bind(port, '127.0.0.1', resolve))
  return {
    address: `127.0.0.1:${port}`,
    asked,
    async close() {
      for (const socket of sockets) socket.destroy()
      await Promise.all([
        new Promise<void>((resolve) => udp.close(() => resolve())),
        new Promise((resolve) => tcp.close(resolve)),
      ])
    },
  }
}

/** Longer answers go by TCP (RFC 1035 4.2.1, with some room for what the resolver offers beyond it). */
const maxDatagram = 1200
/** RFC 1035 4.1.1: cut short, recursion is there */
const truncated = 0x0200 | 0x0080
const codes = { absent: 3, failure: 2 } as const

function reply({ id = 0, questions = [] }: Packet, answered: NameAnswerOf): Packet {
  const code = answered.kind === 'absent' || answered.kind === 'failure' ? codes[answered.kind] : 0
  const lie: Question = { type: 'TXT', class: 'IN', name: 'nobody.asked.example' }
  return {
    type: 'response',
    id: answered.kind === 'other-id' ? (id + 1) % 65_536 : id,
    flags: 0x0080 | code,
    questions: answered.kind === 'other-question' ? [lie] : questions,
    answers: answersTo(questions[0], answered),
  }
}

function answersTo(question: Question | undefined, answered: NameAnswerOf): Answer[] {
  const name = question?.name ?? ''
  if (answered.kind === 'other-question' || answered.kind === 'other-id') {
    return [{ type: 'TXT', class: 'IN', ttl: 60, name, data: ['a lie'] }]
  }
  if (answered.kind !== 'records') return []
  return answered.records.map((record): Answer => {
    const head = { name, ttl: 60, class: 'IN' as const }
    return record.type === 'TXT' ? { ...head, type: 'TXT', data: [...record.data] } : { ...head, ...record }
  })
}
