import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CoreEvent } from '../../../core/defs/index.ts'
import type { Events } from '../../../core/index.ts'
import { limits } from './limits.ts'
import { Refusal } from './problems.ts'

/** Server-sent events (WHATWG HTML, section 9.2): what happens in core, to every window and program that listens. */
export interface EventStream {
  /** answers with the stream; ends when the listener goes or the server closes */
  listen(request: IncomingMessage, response: ServerResponse, headers: Record<string, string>): void
  close(): void
}

interface Kept {
  readonly number: number
  readonly text: string
}

/**
 * Each event is `id: <run>-<number>` and `data: <JSON>`. One who missed some (Last-Event-ID too old, or too slow to
 * read what came: its connection ends then) gets `event: reset` instead, and should read again whatever it shows.
 */
export function createEventStream(events: Events): EventStream {
  const run = randomBytes(4).toString('hex')
  const listeners = new Set<ServerResponse>()
  const behind = new Set<ServerResponse>()
  const kept: Kept[] = []
  let last = 0

  const reset = () => `id: ${run}-${last}\nevent: reset\ndata: {}\n\n`

  function publish(event: CoreEvent): void {
    last += 1
    const text = `id: ${run}-${last}\ndata: ${JSON.stringify(event)}\n\n`
    kept.push({ number: last, text })
    if (kept.length > limits.eventsKept) kept.shift()
    for (const response of listeners) send(response, text)
  }

  function send(response: ServerResponse, text: string): void {
    if (behind.has(response)) return
    if (response.writableLength > limits.eventQueueBytes) {
      behind.add(response)
      response.once('drain', () => {
        // It comes back by itself, and asks anew for whatever it shows.
        response.end(reset())
      })
      return
    }
    response.write(text)
  }

  function missed(lastEventId: string): string {
    const [theirRun, number = ''] = lastEventId.split('-')
    const oldest = kept[0]?.number ?? last + 1
    const from = Number(number)
    if (theirRun !== run || !Number.isInteger(from) || from > last || from < oldest - 1) return reset()
    return kept.flatMap((event) => (event.number > from ? [event.text] : [])).join('')
  }

  const end = events.subscribe(publish)
  const heartbeat = setInterval(() => {
    for (const response of listeners) send(response, ':\n\n')
  }, limits.heartbeatMs)
  heartbeat.unref()

  return {
    listen(request, response, headers) {
      if (listeners.size >= limits.eventListeners) {
        throw new Refusal(503, 'limit', 'Too many windows and programs listen already. Close one of them.')
      }
      response.writeHead(200, {
        ...headers,
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      const lastEventId = request.headers['last-event-id']
      response.write(`retry: 1000\n\n${typeof lastEventId === 'string' ? missed(lastEventId) : ''}`)
      listeners.add(response)
      response.once('close', () => {
        listeners.delete(response)
        behind.delete(response)
      })
    },
    close() {
      end()
      clearInterval(heartbeat)
      for (const response of listeners) response.end()
      listeners.clear()
    },
  }
}
