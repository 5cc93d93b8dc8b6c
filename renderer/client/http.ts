import { createClient } from '../../core/call.ts'
import { event as eventSchema, Failure, fail, operationList, problem } from '../../core/defs/index.ts'
import { bytesAsBase64 } from './base64.ts'
import type { Connection } from './connection.ts'

const operationByName = new Map<string, (typeof operationList)[number]>(
  operationList.map((named) => [named.name, named]),
)

/** Core over HTTP on this computer: JSON calls, and an event stream (text/event-stream) beside them. */
export function httpConnection(base = '/api/v1'): Connection {
  return {
    client: createClient((name, input, { signal }) => call(base, name, input, signal)),
    subscribe: (onEvent, onLink) => {
      const source = new EventSource(`${base}/events`)
      let lost = false
      source.onmessage = (message: MessageEvent<string>) => {
        const parsed = eventSchema.safeParse(JSON.parse(message.data))
        if (parsed.success) onEvent(parsed.data)
      }
      // Too much was missed to be told one by one: everything is asked for again.
      source.addEventListener('reset', () => onLink('restored'))
      source.onerror = () => {
        lost = true
        // The browser tries again by itself, but not after an answer that refuses.
        onLink(source.readyState === EventSource.CLOSED ? 'ended' : 'lost')
      }
      source.onopen = () => {
        if (lost) onLink('restored')
        lost = false
      }
      return () => source.close()
    },
  }
}

async function call(base: string, name: string, input: unknown, signal: AbortSignal | undefined): Promise<unknown> {
  const named = operationByName.get(name)
  if (named === undefined) throw fail('not-found', `There is no operation ${name}.`)
  const response = await reach(`${base}/${named.noun}/${named.verb}`, input, signal)
  const body: unknown = await response.json().catch(() => undefined)
  if (!response.ok) throw toFailure(response, body)
  return named.operation.output.parse(body)
}

async function reach(address: string, input: unknown, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input ?? {}, bytesAsBase64),
      ...(signal ? { signal } : {}),
    })
  } catch (thrown) {
    if (signal?.aborted) throw thrown
    throw fail('offline', 'Caliopen is not running any more. Your messages are safe on disk. Start it again.', {
      details: thrown instanceof Error ? thrown.message : String(thrown),
    })
  }
}

/** RFC 9457 problem documents carry the fields of Problem beside their own. */
function toFailure(response: Response, body: unknown): Failure {
  const parsed = problem.safeParse(body)
  if (parsed.success) return new Failure(parsed.data)
  if (response.status === 401 || response.status === 403) {
    return fail(
      'auth',
      'This window has no session. Your messages are safe. Open it again from the address that Caliopen printed at its start.',
    )
  }
  return fail('internal', 'Something went wrong inside Caliopen. Your messages are safe.', {
    details: `HTTP ${response.status}`,
  })
}
