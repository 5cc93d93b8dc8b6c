import { fail } from '../../../core/defs/index.ts'
import type { MailPart } from '../../../core/index.ts'

/** A picture larger than this is no picture for a mail; it is refused before it is whole. */
const maxImageBytes = 20 * 1024 * 1024
/** A reader waits no longer for a picture. */
const timeoutMs = 20_000
/** Counters chain redirects; nobody else needs more. */
const maxRedirects = 5
const pictures = /^image\/(png|jpeg|gif|webp|avif|bmp|x-icon|vnd\.microsoft\.icon|svg\+xml)\b/i

/**
 * Fetches a picture that a message shows, because the user asked for it: no cookies, no referrer, nothing that tells
 * this program or computer from another. Fails with `invalid` when it is no picture, `limit`, `offline`, `timeout` or
 * `refused`, naming the server.
 */
export async function fetchImage(url: string, signal?: AbortSignal): Promise<MailPart> {
  const deadline = AbortSignal.timeout(timeoutMs)
  const both = signal === undefined ? deadline : AbortSignal.any([signal, deadline])
  let at = new URL(url)
  for (let hop = 0; hop <= maxRedirects; hop += 1) {
    const response = await request(at, both, deadline)
    const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null
    if (location === null) return readPicture(at, response)
    await response.body?.cancel()
    const next = new URL(location, at)
    if (next.protocol !== 'http:' && next.protocol !== 'https:') break
    at = next
  }
  throw fail('refused', 'This picture leads on and on to other addresses. It was not fetched.', { server: at.host })
}

async function request(url: URL, signal: AbortSignal, deadline: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, {
      signal,
      redirect: 'manual',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      headers: {
        accept: 'image/avif,image/webp,image/png,image/jpeg,image/gif,image/svg+xml',
        'user-agent': 'Mozilla/5.0',
      },
    })
  } catch (thrown) {
    if (deadline.aborted)
      throw fail('timeout', `${url.host} did not answer in time. The picture was not fetched.`, { server: url.host })
    if (signal.aborted) throw fail('cancelled', 'The picture was not fetched.')
    const details = thrown instanceof Error ? String(thrown.cause ?? thrown.message) : String(thrown)
    throw fail('offline', `No connection to ${url.host}. The picture was not fetched.`, { server: url.host, details })
  }
}

async function readPicture(url: URL, response: Response): Promise<MailPart> {
  const type = response.headers.get('content-type') ?? ''
  const server = url.host
  if (!response.ok || response.body === null) {
    throw fail('refused', `${server} did not give this picture.`, { server, details: `HTTP ${response.status}` })
  }
  if (!pictures.test(type)) {
    await response.body.cancel()
    throw fail('invalid', `${server} sent something that is no picture. It was thrown away.`, { server, details: type })
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body) {
    size += chunk.length
    if (size > maxImageBytes)
      throw fail('limit', `This picture is larger than ${maxImageBytes / 1024 / 1024} MB and was not fetched whole.`, {
        server,
      })
    chunks.push(chunk)
  }
  return {
    name: url.pathname.split('/').at(-1) || 'picture',
    type: type.split(';')[0] ?? type,
    bytes: Buffer.concat(chunks),
  }
}
