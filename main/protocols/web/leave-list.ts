import { Failure, fail } from '../../../core/defs/index.ts'
import type { Line } from '../../network/index.ts'

/** A person waits for it, and a server that takes longer may be asked again. */
const timeoutMs = 15_000
/** What the server says is not shown; so much is taken so that it is not cut off in the middle of it. */
const maxAnswerBytes = 64 * 1024

export interface LeaveOptions {
  readonly line: Line
  readonly signal?: AbortSignal | undefined
  /** another one in tests: theirs is no public server */
  readonly reach?: { readonly protocols: readonly ('http:' | 'https:')[]; readonly publicOnly: boolean }
}

/**
 * Tells the server of a list that somebody leaves it, by RFC 8058: the one POST that it defines, to an address that the
 * message names. No cookies, no credentials, no redirects, and nothing within this computer or its network is reached.
 * Fails with `invalid`, `refused`, `offline`, `timeout`, `certificate` or `cancelled`, naming the server.
 */
export async function leaveList(address: string, options: LeaveOptions): Promise<void> {
  const { line, signal, reach = { protocols: ['https:'], publicOnly: true } } = options
  const url = URL.parse(address)
  if (url === null || url.username !== '' || url.password !== '') {
    throw fail('invalid', 'The address that this list names cannot be used. Nothing was sent.', { field: 'url' })
  }
  url.hash = ''
  const server = url.host
  const message = { type: 'application/x-www-form-urlencoded', content: 'List-Unsubscribe=One-Click' }
  try {
    const answer = await line.post(url, { ...message, ...reach, timeoutMs, signal })
    await answer.read(maxAnswerBytes)
    if (answer.status >= 200 && answer.status <= 299) return
    const details = `HTTP ${answer.status}`
    throw fail('refused', `${server} did not take you off this list. Try its page, or mark the message as spam.`, {
      server,
      details,
    })
  } catch (thrown) {
    throw leavingFailure(thrown, server, signal?.aborted === true)
  }
}

function leavingFailure(thrown: unknown, server: string, stopped: boolean): Failure {
  if (thrown instanceof Failure) return thrown
  if (stopped) return fail('cancelled', 'You are still on this list.')
  const details = thrown instanceof Error ? thrown.message : String(thrown)
  if (thrown instanceof Error && thrown.name === 'TimeoutError') {
    return fail('timeout', `${server} did not answer in time. You may still be on this list; try again.`, { server })
  }
  return fail('offline', `No connection to ${server}. You are still on this list; try again later.`, {
    server,
    details,
  })
}
