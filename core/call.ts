import { z } from 'zod'
import {
  type AllHandlers,
  type CallContext,
  type Client,
  Failure,
  fail,
  operationList,
  toProblem,
} from './defs/index.ts'

/** The one door for every interface: check input -> manager -> check output. */
export interface Door {
  /** `name` is `noun.verb`; `input` is unchecked. Throws only Failure. */
  call(name: string, input: unknown, context: CallContext): Promise<unknown>
  /** the same, typed, for callers in this process */
  readonly client: Client
}

type Handler = (input: unknown, context: CallContext) => Promise<unknown>

export function createDoor(handlers: AllHandlers): Door {
  const table = new Map(
    operationList.map(({ name, noun, verb, operation }) => {
      const nounHandlers: Readonly<Record<string, Handler | undefined>> = Reflect.get(handlers, noun)
      const handler = nounHandlers[verb]
      if (handler === undefined) throw new Error(`Operation ${name} has no handler`)
      return [name as string, { operation, handler }] as const
    }),
  )

  async function call(name: string, input: unknown, context: CallContext): Promise<unknown> {
    const entry = table.get(name)
    if (entry === undefined) throw fail('not-found', `There is no operation ${name}.`)
    const parsed = entry.operation.input.safeParse(input ?? {})
    if (!parsed.success) throw invalidInput(name, parsed.error)
    try {
      context.signal?.throwIfAborted()
      return entry.operation.output.parse(await entry.handler(parsed.data, context))
    } catch (thrown) {
      throw thrown instanceof Failure ? thrown : new Failure(toProblem(thrown))
    }
  }

  return {
    call,
    client: createClient((name, input, options) => call(name, input, { priority: 'interactive', ...options })),
  }
}

type Transport = (
  name: string,
  input: unknown,
  options: { readonly signal?: AbortSignal; readonly priority?: CallContext['priority'] },
) => Promise<unknown>

/** A typed client over any transport: one function a noun and verb, none written by hand. */
export function createClient(transport: Transport): Client {
  const nouns: Record<string, Record<string, unknown>> = {}
  for (const { name, noun, verb } of operationList) {
    nouns[noun] ??= {}
    nouns[noun][verb] = (input: unknown, options = {}) => transport(name, input, options)
  }
  return nouns as unknown as Client // checked: built from the same table as the type
}

function invalidInput(name: string, error: z.ZodError): Failure {
  const issue = error.issues[0]
  return fail('invalid', `This cannot be done as asked: ${issue?.message ?? 'the input is not understood'}.`, {
    field: issue?.path.join('.') ?? '',
    details: `${name}: ${z.prettifyError(error)}`,
  })
}
