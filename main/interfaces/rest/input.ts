import { z } from 'zod'
import { fail } from '../../../core/defs/index.ts'

type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>

/** Of the transport, not of an operation. */
const reserved: ReadonlySet<string> = new Set(['download'])

/**
 * Query parameters -> input of an operation. Text stays, numbers and booleans are read by the field's schema, anything
 * nested is JSON text. Fails with `invalid` for broken JSON; what the schema refuses is left to the schema.
 */
export function inputFromQuery(schema: z.core.$ZodType, parameters: Parameters): Record<string, unknown> {
  const shape: Readonly<Record<string, z.core.$ZodType>> = schema instanceof z.ZodObject ? schema.shape : {}
  const input: Record<string, unknown> = {}
  for (const [name, given] of Object.entries(parameters)) {
    if (given === undefined || reserved.has(name)) continue
    const field = shape[name]
    input[name] = field === undefined ? given : read(field, name, given)
  }
  return input
}

function read(field: z.core.$ZodType, name: string, given: string | readonly string[]): unknown {
  const type = innermost(field)._zod.def.type
  if (Array.isArray(given)) return type === 'array' ? given : given.at(-1)
  const text = String(given)
  if (type === 'string' || type === 'enum' || type === 'literal') return text
  if (type === 'number') return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text)
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  if (type === 'array' && !text.startsWith('[')) return [text]
  try {
    return JSON.parse(text)
  } catch (error) {
    throw fail('invalid', `“${name}” should be JSON. Nothing was done.`, { field: name, details: String(error) })
  }
}

/** The schema within optional, nullable and default. */
export function innermost(schema: z.core.$ZodType): z.core.$ZodType {
  let inner = schema
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable || inner instanceof z.ZodDefault) {
    inner = inner.def.innerType
  }
  return inner
}
