import { z } from 'zod'

/**
 * One thing that can be asked of core. `query` reads, `command` changes. IPC channels, REST routes, OpenAPI, the typed
 * client and the CLI's arguments are all derived from these; none of them knows an operation by name.
 */
export interface Operation<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'query' | 'command'
  readonly summary: string
  readonly input: I
  readonly output: O
}

export const query = <I extends z.ZodType, O extends z.ZodType>(
  summary: string,
  input: I,
  output: O,
): Operation<I, O> => ({ kind: 'query', summary, input, output })

export const command = <I extends z.ZodType, O extends z.ZodType>(
  summary: string,
  input: I,
  output: O,
): Operation<I, O> => ({ kind: 'command', summary, input, output })

/** Who asks: cancellation, and whether somebody waits for the answer (interactive reads go ahead of batch work). */
export interface CallContext {
  readonly signal?: AbortSignal
  readonly priority: 'interactive' | 'batch'
}

export type Noun = Readonly<Record<string, Operation>>

/** What a manager implements for one noun: checked input in, output to be checked out. */
export type Handlers<N extends Noun> = {
  readonly [V in keyof N]: (input: z.output<N[V]['input']>, context: CallContext) => Promise<z.input<N[V]['output']>>
}

/** What a caller sees of one noun. */
export type NounClient<N extends Noun> = {
  readonly [V in keyof N]: (
    input: z.input<N[V]['input']>,
    options?: { readonly signal?: AbortSignal; readonly priority?: CallContext['priority'] },
  ) => Promise<z.output<N[V]['output']>>
}

/** Bytes in any interface: as they are where the transport can (IPC), base64 where it cannot (JSON). */
export const bytes = z
  .union([
    z.custom<Uint8Array>((value) => value instanceof Uint8Array),
    z.base64().transform((text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0))),
  ])
  .meta({ id: 'Bytes', description: 'Raw bytes; base64 in JSON.' })

export const nothing = z.object({})

/** Cursor pagination, the same for every list. `limit` is bounded: lists never return everything. */
export const pageInput = {
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
}
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })
export interface Page<T> {
  items: T[]
  nextCursor: string | null
}
