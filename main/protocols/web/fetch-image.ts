import { Failure, fail } from '../../../core/defs/index.ts'
import type { MailPart } from '../../../core/index.ts'
import type { Line, WebAnswer } from '../../network/index.ts'

/** A picture larger than this is no picture for a mail; it is refused before it is whole. */
const maxImageBytes = 20 * 1024 * 1024
/** A reader waits no longer for a picture. */
const timeoutMs = 20_000
const pictures = /^image\/(png|jpeg|gif|webp|avif|bmp|x-icon|vnd\.microsoft\.icon|svg\+xml)\b/i
const accept = 'image/avif,image/webp,image/png,image/jpeg,image/gif,image/svg+xml'

export interface FetchOptions {
  readonly line: Line
  readonly signal?: AbortSignal | undefined
}

/**
 * Fetches a picture that a message shows, because the user asked for it: no cookies, no referrer, nothing that tells
 * this program or computer from another. Fails with `invalid` when it is no picture, `limit`, `offline`, `timeout` or
 * `refused`, naming the server.
 */
export async function fetchImage(url: string, { line, signal }: FetchOptions): Promise<MailPart> {
  const start = new URL(url)
  const deadline = AbortSignal.timeout(timeoutMs)
  const both = signal === undefined ? deadline : AbortSignal.any([signal, deadline])
  try {
    const answer = await line.get(start, { accept, protocols: ['https:', 'http:'], timeoutMs, signal: both })
    return await readPicture(answer)
  } catch (thrown) {
    throw pictureFailure(thrown, start.host, deadline.aborted, both.aborted)
  }
}

function pictureFailure(thrown: unknown, server: string, late: boolean, stopped: boolean): Failure {
  if (late) return fail('timeout', `${server} did not answer in time. The picture was not fetched.`, { server })
  if (stopped) return fail('cancelled', 'The picture was not fetched.')
  if (thrown instanceof Failure) return thrown
  const details = thrown instanceof Error ? thrown.message : String(thrown)
  return fail('offline', `No connection to ${server}. The picture was not fetched.`, { server, details })
}

async function readPicture(answer: WebAnswer): Promise<MailPart> {
  const { url, status, type } = answer
  const server = url.host
  if (status < 200 || status > 299) {
    answer.drop()
    throw fail('refused', `${server} did not give this picture.`, { server, details: `HTTP ${status}` })
  }
  if (!pictures.test(type)) {
    answer.drop()
    throw fail('invalid', `${server} sent something that is no picture. It was thrown away.`, { server, details: type })
  }
  const bytes = await answer.read(maxImageBytes)
  if (bytes === null) {
    const megabytes = maxImageBytes / 1024 / 1024
    throw fail('limit', `This picture is larger than ${megabytes} MB and was not fetched whole.`, { server })
  }
  return { name: url.pathname.split('/').at(-1) || 'picture', type: type.split(';')[0] ?? type, bytes }
}
