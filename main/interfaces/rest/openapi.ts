import { z } from 'zod'
import { type NamedOperation, operationList, problem } from '../../../core/defs/index.ts'
import { innermost } from './input.ts'
import { problemMediaType } from './problems.ts'

type Json = Record<string, unknown>

/** An OpenAPI 3.1 description of every operation, derived from core/defs. Its schemas are JSON Schema 2020-12. */
export function openApi(version: string): Json {
  const schemas: Json = {}
  const paths: Json = {}
  for (const named of operationList) paths[`/api/v1/${named.noun}/${named.verb}`] = pathItem(named, schemas)
  schemas['Problem'] = jsonSchema(problem, 'output', schemas)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Caliopen Desktop',
      version,
      description: 'What the window of Caliopen can do, other programs on this computer can do too, with the token.',
      license: { name: 'GPL-3.0-or-later', identifier: 'GPL-3.0-or-later' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'caliopen_session' },
      },
      schemas,
      responses: {
        Problem: {
          description: 'What went wrong (RFC 9457)',
          content: { [problemMediaType]: { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  }
}

function pathItem({ name, noun, verb, operation }: NamedOperation, schemas: Json): Json {
  const responses = {
    200: {
      description: 'Done',
      content: { 'application/json': { schema: jsonSchema(operation.output, 'output', schemas) } },
    },
    default: { $ref: '#/components/responses/Problem' },
  }
  const common = { summary: operation.summary, tags: [noun], responses }
  const post = {
    ...common,
    operationId: name,
    requestBody: {
      required: false,
      content: { 'application/json': { schema: jsonSchema(operation.input, 'input', schemas) } },
    },
  }
  if (operation.kind === 'command') return { post }
  const parameters = queryParameters(operation.input, schemas)
  return { get: { ...common, operationId: `${noun}.${verb}.get`, parameters }, post }
}

function queryParameters(input: z.ZodType, schemas: Json): Json[] {
  if (!(input instanceof z.ZodObject)) return []
  const shape: Readonly<Record<string, z.ZodType>> = input.shape
  return Object.entries(shape).map(([name, field]) => {
    const schema = jsonSchema(field, 'input', schemas)
    const nested = innermost(field)._zod.def.type === 'object'
    return {
      name,
      in: 'query',
      required: !field.safeParse(undefined).success,
      ...(nested ? { content: { 'application/json': { schema } } } : { schema }),
    }
  })
}

/** `$defs` of each schema move to the components of the whole document. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output', schemas: Json): Json {
  const {
    $schema: _,
    $defs,
    ...json
  } = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema: made }) {
      if (z.globalRegistry.get(zodSchema)?.id !== 'Bytes') return
      delete made.anyOf
      Object.assign(made, { type: 'string', contentEncoding: 'base64' })
    },
  })
  for (const [name, definition] of Object.entries($defs ?? {})) schemas[name] ??= relocate(definition)
  return relocate(json) as Json // checked: an object in, an object out
}

function relocate(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relocate)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string'
        ? inner.replace(/^#\/\$defs\//, '#/components/schemas/')
        : relocate(inner),
    ]),
  )
}
