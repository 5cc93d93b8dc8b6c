import answer from './ingest-worker.ts'
import type { WorkerRequest } from './requests.ts'
import { announceStart } from './started.ts'

/** The ingest thread with two weaknesses planted: messages that hang it and messages that end it. */
export default async function hostile(request: WorkerRequest): Promise<unknown> {
  announceStart(request)
  const text = Buffer.from(request.bytes).toString('latin1')
  const reading = request.kind !== 'prepare' || request.mails.some((mail) => mail.giveUp === undefined)
  if (reading && text.includes('X-Hang: yes')) for (;;);
  if (reading && text.includes('X-Crash: yes')) process.exit(3)
  if (text.includes('X-Crash: always')) process.exit(3)
  return answer(request)
}
