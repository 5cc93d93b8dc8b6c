import { z } from 'zod'
import type { Client, CoreEvent } from '../../core/defs/index.ts'
import type { Door } from '../../core/index.ts'
import type { ReadConfig } from '../../main/configs/index.ts'
import { UsageError } from './usage-error.ts'

/** One argument or option. Its schema is the one of core/defs wherever core has one. */
export interface Field<S extends z.ZodType = z.ZodType> {
  readonly schema: S
  /** what stands for the value in the help (`N`, `MAILBOX`); null for a switch */
  readonly value: string | null
  readonly description: string
  /** may be given several times (option), or takes all that is left (argument) */
  readonly many: boolean
}
type Fields = Readonly<Record<string, Field>>
type Values<F extends Fields> = { readonly [K in keyof F]: z.output<F[K]['schema']> }

/** What a command may use of the world. */
export interface Io {
  readonly json: boolean
  readonly signal: AbortSignal
  /** one result of several: a line of JSON, or text for a person */
  line(value: unknown, text: string): void
  /** the result: a JSON document, or text for a person */
  document(value: unknown, text: string): void
  /** bytes as they are; resolves when they are written */
  bytes(bytes: Uint8Array): Promise<void>
  /** what is going on, to standard error */
  note(text: string): void
  /** all of standard input */
  input(): Promise<Uint8Array>
  /** a line from the keyboard that is not shown; fails where nobody sits */
  secret(question: string): Promise<string>
  /** `set` are configuration keys given as options of the command */
  configuration(set?: Readonly<Record<string, unknown>>): ReadConfig
  /** opens the data directory and runs core in this process; closed when the command ends */
  open(set?: Readonly<Record<string, unknown>>): Promise<OpenCore>
  /** makes the command end with 1 although its result is printed */
  failed(): void
}

export interface OpenCore {
  readonly client: Client
  readonly door: Door
  subscribe(listener: (event: CoreEvent) => void): () => void
  /** the interfaces for other programs (REST, LMTP, SMTP), until the command ends */
  serve(): Promise<{ readonly url: string; readonly token: string; readonly lmtp?: string; readonly smtp?: string }>
}

export interface Command {
  /** `['account', 'add']` */
  readonly words: readonly string[]
  readonly summary: string
  readonly positionals: Fields
  readonly options: Fields
  run(given: Readonly<Record<string, unknown>>, io: Io): Promise<void>
}

interface CommandSpec<P extends Fields, O extends Fields> {
  readonly words: readonly string[]
  readonly summary: string
  readonly positionals?: P
  readonly options?: O
  run(values: Values<P & O>, io: Io): Promise<void>
}

export function command<P extends Fields = Record<never, never>, O extends Fields = Record<never, never>>(
  spec: CommandSpec<P, O>,
): Command {
  const positionals: Fields = spec.positionals ?? {}
  const options: Fields = spec.options ?? {}
  const schemas = Object.entries({ ...positionals, ...options }).map(([name, { schema }]) => [name, schema] as const)
  const schema = z.object(Object.fromEntries(schemas))
  return {
    words: spec.words,
    summary: spec.summary,
    positionals,
    options,
    async run(given, io) {
      const parsed = schema.safeParse(given)
      if (!parsed.success) throw wrongValue(parsed.error, positionals, options)
      await spec.run(parsed.data as Values<P & O>, io) // checked: parsed by the schemas that the type is made of
    },
  }
}

function wrongValue(error: z.ZodError, positionals: Fields, options: Fields): UsageError {
  const issue = error.issues[0]
  const name = String(issue?.path[0] ?? '')
  const shown = name in options ? `--${optionName(name)}` : (positionals[name]?.value ?? name)
  const missing = issue?.code === 'invalid_type' && issue.message.endsWith('received undefined')
  return new UsageError(missing ? `${shown} is missing` : `${shown}: ${issue?.message ?? 'not understood'}`, name)
}

/** `trustCertificate` -> `trust-certificate` */
export function optionName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

interface FieldFacts {
  readonly description?: string
  readonly many?: boolean
}

/** A field with a value. The description is the schema's own unless another is given. */
export function field<S extends z.ZodType>(schema: S, value: string, facts: FieldFacts = {}): Field<S> {
  const description = facts.description ?? z.globalRegistry.get(schema)?.description ?? ''
  return { schema, value, description, many: facts.many ?? false }
}

export function flag(description: string): Field<z.ZodDefault<z.ZodBoolean>> {
  return { schema: z.boolean().default(false), value: null, description, many: false }
}
