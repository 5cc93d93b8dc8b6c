import type { VerifyRequest } from './verify-requests.ts'
import answer from './verify-worker.ts'

/** The verifying thread with two weaknesses planted: messages that hang it and messages that end it. */
export default async function hostile(request: VerifyRequest): Promise<unknown> {
  if (request.kind === 'verify') {
    const text = Buffer.from(request.bytes).toString('latin1')
    if (text.includes('X-Hang: yes')) for (;;);
    if (text.includes('X-Crash: yes')) process.exit(3)
  }
  return answer(request)
}
