import { parseArgs } from 'node:util'
import { type Command, type Field, optionName } from './command.ts'
import { UsageError } from './usage-error.ts'

export interface Asked {
  /** null: help on everything, or the version */
  readonly command: Command | null
  readonly values: Readonly<Record<string, unknown>>
  readonly data: string | undefined
  readonly json: boolean
  readonly help: boolean
  readonly version: boolean
}

/** Options of every command. */
export const commonOptions = {
  data: { value: 'DIR', description: 'The folder that holds everything; without it, the one of this user' },
  json: { value: null, description: 'JSON on standard output: one document, or one a line' },
  help: { value: null, description: 'Explain the command' },
} as const

/** Reads a command line. Fails with a UsageError that says what is wrong with it. */
export function readArguments(given: readonly string[], commands: readonly Command[]): Asked {
  // `caliopen help search` is what many try first
  const argv = given[0] === 'help' ? [...given.slice(1), '--help'] : given
  const command = findCommand(argv, commands)
  const options: Record<string, { type: 'string' | 'boolean'; multiple?: boolean; short?: string }> = {
    data: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
    ...(command === null ? { version: { type: 'boolean', short: 'v' } } : {}),
  }
  const fields = Object.entries(command?.options ?? {})
  for (const [name, { value, many }] of fields) {
    options[optionName(name)] = { type: value === null ? 'boolean' : 'string', multiple: many }
  }
  const { values, positionals } = parse(argv, options)
  const asked = {
    command,
    data: typeof values['data'] === 'string' ? values['data'] : undefined,
    json: values['json'] === true,
    help: values['help'] === true,
    version: values['version'] === true,
  }
  if (asked.help || asked.version) return { ...asked, values: {} }
  if (command === null) throw new UsageError(unknownCommand(positionals, commands))
  return {
    ...asked,
    values: {
      ...Object.fromEntries(fields.map(([name]) => [name, values[optionName(name)]])),
      ...positionalValues(positionals.slice(command.words.length), command),
    },
  }
}

function parse(argv: readonly string[], options: NonNullable<Parameters<typeof parseArgs>[0]>['options'] & object) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true })
  } catch (error) {
    const [first = 'not understood'] = error instanceof Error ? error.message.split('. ') : []
    throw new UsageError(first)
  }
}

/** The command whose words stand first, among the words that are no options. */
function findCommand(argv: readonly string[], commands: readonly Command[]): Command | null {
  const words: string[] = []
  for (let i = 0; i < argv.length && words.length < 2; i += 1) {
    const word = argv[i] ?? ''
    if (word === '--') break
    if (word === '--data') i += 1
    else if (!word.startsWith('-')) words.push(word)
  }
  const matching = commands.filter((command) => command.words.every((word, i) => words[i] === word))
  return matching.sort((a, b) => b.words.length - a.words.length)[0] ?? null
}

function unknownCommand(positionals: readonly string[], commands: readonly Command[]): string {
  const [first = ''] = positionals
  if (first === '') return 'Say what to do'
  const inner = commands.filter(({ words }) => words[0] === first).map(({ words }) => words[1])
  if (inner.length > 0) return `“${first}” needs one of: ${inner.join(', ')}`
  return `There is no command “${first}”`
}

function positionalValues(given: readonly string[], command: Command): Record<string, unknown> {
  const left = [...given]
  const values: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(command.positionals)) {
    const value = takePositional(field, left)
    if (value !== undefined) values[name] = value
  }
  const [extra] = left
  if (extra !== undefined) throw new UsageError(`“${extra}” is one argument too many`)
  return values
}

function takePositional({ many }: Field, left: string[]): string | string[] | undefined {
  if (!many) return left.shift()
  const all = left.splice(0)
  return all.length > 0 ? all : undefined
}
