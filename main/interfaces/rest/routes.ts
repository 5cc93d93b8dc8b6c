import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type NamedOperation, operationList } from '../../../core/defs/index.ts'
import type { Door } from '../../../core/index.ts'
import { asFile, fileHeaders, toJsonText, wantsFile } from './answer.ts'
import { inputFromQuery } from './input.ts'
import { limits } from './limits.ts'

type Parameters = Record<string, string | string[] | undefined>
type Asked = FastifyRequest<{ Querystring: Parameters }>

/** `POST /api/v1/<noun>/<verb>` for every operation, `GET` for queries too. None is known by name here. */
export function addRoutes(app: FastifyInstance, door: Door): void {
  for (const named of operationList) {
    const url = `/api/v1/${named.noun}/${named.verb}`
    const bodyLimit = takesBytes(named) ? limits.bytesBodyBytes : limits.jsonBodyBytes
    app.post<{ Querystring: Parameters }>(url, { bodyLimit }, (request, reply) =>
      answer(door, named, request.body ?? {}, request, reply),
    )
    if (named.operation.kind === 'command') continue
    app.get<{ Querystring: Parameters }>(url, (request, reply) =>
      answer(door, named, inputFromQuery(named.operation.input, request.query), request, reply),
    )
  }
}

async function answer(door: Door, { name }: NamedOperation, input: unknown, request: Asked, reply: FastifyReply) {
  const gone = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort()
  })
  const priority = request.headers['caliopen-priority'] === 'batch' ? 'batch' : 'interactive'
  const output = await door.call(name, input, { signal: gone.signal, priority })
  reply.header('cache-control', 'no-store')
  const file = wantsFile(request.headers.accept, request.query['download']) ? asFile(output) : null
  if (file === null) return reply.type('application/json; charset=utf-8').send(toJsonText(output))
  const { buffer, byteOffset, byteLength } = file.bytes
  return reply.headers(fileHeaders(file)).send(Buffer.from(buffer, byteOffset, byteLength))
}

/** Whether the input has bytes anywhere: those bodies may be larger. */
function takesBytes({ operation }: NamedOperation): boolean {
  let found = false
  z.toJSONSchema(operation.input, {
    io: 'input',
    unrepresentable: 'any',
    override({ zodSchema }) {
      found ||= z.globalRegistry.get(zodSchema)?.id === 'Bytes'
    },
  })
  return found
}
