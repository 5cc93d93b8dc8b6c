import type { MessagePort } from 'node:worker_threads'
import { authservMentions, verifyMail } from '../../core/brokers/authentication/index.ts'
import type { HeardAnswer, NameType } from '../../core/ports.ts'
import { refuseEverything } from '../network/index.ts'
import { letGo } from './encode-blob.ts'
import type { NameQuestion, NameReply, VerifyRequest } from './verify-requests.ts'

// What is checked here is hostile: the DNS is asked by the host's thread, and nothing else is reached from here.
refuseEverything()

/** The verifying thread: several messages at once, since most of the time of each is waiting for the DNS. */
export default async function answer(request: VerifyRequest): Promise<unknown> {
  if (request.kind === 'mentions') {
    return request.mails.map((bytes) => authservMentions(new Uint8Array(bytes), request.hosts))
  }
  try {
    return await verifyMail(new Uint8Array(request.bytes), request.question, askBy(request.line))
  } finally {
    request.line.close()
    letGo(request.bytes)
  }
}

function askBy(line: MessagePort): (name: string, type: NameType) => Promise<HeardAnswer> {
  const waiting = new Map<number, (answer: HeardAnswer) => void>()
  let last = 0
  line.on('message', ({ number, answer }: NameReply) => {
    waiting.get(number)?.(answer)
    waiting.delete(number)
  })
  return (name, type) => {
    const { promise, resolve } = Promise.withResolvers<HeardAnswer>()
    const number = ++last
    waiting.set(number, resolve)
    line.postMessage({ number, name, type } satisfies NameQuestion)
    return promise
  }
}
