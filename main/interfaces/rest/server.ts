import fastifyCookie from '@fastify/cookie'
import fastifyRateLimit from '@fastify/rate-limit'
import createFastify, { type FastifyInstance } from 'fastify'
import { z } from 'zod'
import { fail, toProblem } from '../../../core/defs/index.ts'
import type { Door, Events, Logger } from '../../../core/index.ts'
import { pagePolicy } from '../pages/index.ts'
import { createEventStream, type EventStream } from './events.ts'
import { guard } from './guard.ts'
import { limits } from './limits.ts'
import { openApi } from './openapi.ts'
import { commonHeaders, servePages } from './pages.ts'
import { documentOf, problemMediaType, Refusal } from './problems.ts'
import { addRoutes } from './routes.ts'
import { createTokens, type Tokens } from './tokens.ts'

export interface RestOptions {
  readonly door: Door
  readonly events: Events
  readonly logger: Logger
  /** 0 = any free port */
  readonly port: number
  readonly version: string
  /** the build of the renderer; null serves the API alone */
  readonly pagesDirectory: string | null
}

export interface RestServer {
  readonly port: number
  /** `http://127.0.0.1:<port>` */
  readonly origin: string
  /** for programs: `Authorization: Bearer …` */
  readonly token: string
  /** an address that opens the window signed in; works once. `view` is a path of the renderer. */
  windowAddress(view?: string): string
  close(): Promise<void>
}

const loopback = '127.0.0.1'
const sessionBody = z.object({ token: z.string().min(1).max(200) })

/** Starts the web interface on loopback. Fails with `refused` when the port is taken. */
export async function startRest(options: RestOptions): Promise<RestServer> {
  const tokens = createTokens()
  const stream = createEventStream(options.events)
  const app = createFastify({ exposeHeadRoutes: false, forceCloseConnections: true, bodyLimit: limits.jsonBodyBytes })
  let port = options.port

  app.setErrorHandler((thrown, request, reply) => {
    const document = documentOf(thrown)
    if (document.code === 'internal') {
      options.logger.error('A request failed inside', { url: request.routeOptions.url, details: document.details })
    }
    if (document.status === 401) reply.header('www-authenticate', 'Bearer realm="Caliopen"')
    return reply.status(document.status).type(problemMediaType).send(JSON.stringify(document))
  })
  // Another page may send text/plain without asking first (CORS); JSON it may not.
  app.removeContentTypeParser('text/plain')
  await app.register(fastifyCookie)
  await app.register(fastifyRateLimit, { global: false })
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...commonHeaders, 'content-security-policy': pagePolicy })
    const [path = ''] = request.url.split('?')
    const { method, headers } = request
    guard({ method, path, headers, cookie: request.cookies[cookieName(port)] }, port, tokens)
  })
  addSession(app, tokens, () => port)
  addOpenApi(app, options.version)
  addEvents(app, stream)
  addRoutes(app, options.door)
  await servePages(app, options.pagesDirectory)

  try {
    await app.listen({ host: loopback, port })
  } catch (error) {
    stream.close()
    await app.close()
    throw fail('refused', `Port ${port} of this computer cannot be used. Choose another with --port, or 0 for any.`, {
      server: `${loopback}:${port}`,
      details: toProblem(error).details ?? '',
    })
  }
  const address = app.server.address()
  if (typeof address === 'object' && address !== null) port = address.port
  const origin = `http://${loopback}:${port}`

  return {
    port,
    origin,
    token: tokens.bearer,
    windowAddress: (view = '/') => `${origin}${view}${view.includes('?') ? '&' : '?'}token=${tokens.issueOneTime()}`,
    async close() {
      stream.close()
      await app.close()
    },
  }
}

/** Cookies do not know ports: two servers on one computer must not overwrite each other's. */
function cookieName(port: number): string {
  return `caliopen_session_${port}`
}

function addSession(app: FastifyInstance, tokens: Tokens, port: () => number): void {
  const rateLimit = { max: limits.exchangesPerMinute, timeWindow: 60_000 }
  app.post('/api/session', { bodyLimit: limits.sessionBodyBytes, config: { rateLimit } }, async (request, reply) => {
    const body = sessionBody.safeParse(request.body)
    const secret = body.success ? tokens.exchange(body.data.token) : null
    if (secret === null) {
      throw new Refusal(401, 'auth', 'This address was used already. Open Caliopen again from where you started it.')
    }
    reply.setCookie(cookieName(port()), secret, { httpOnly: true, sameSite: 'strict', path: '/' })
    return reply.status(204).send()
  })
}

function addOpenApi(app: FastifyInstance, version: string): void {
  let text: string | undefined
  app.get('/api/openapi.json', (_request, reply) => {
    text ??= JSON.stringify(openApi(version))
    return reply.type('application/json; charset=utf-8').send(text)
  })
}

function addEvents(app: FastifyInstance, stream: EventStream): void {
  app.get('/api/v1/events', (request, reply) => {
    stream.listen(request.raw, reply.raw, { ...commonHeaders })
    reply.hijack()
  })
}
