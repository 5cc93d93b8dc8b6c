import { commonOptions } from './arguments.ts'
import { type Command, type Field, optionName } from './command.ts'

const columnWidth = 30

/** The list of commands, made from the table. */
export function helpForAll(commands: readonly Command[]): string {
  return [
    'Usage: caliopen COMMAND [ARGUMENTS]',
    '',
    ...commands.map((command) => row(usage(command), command.summary)),
    '',
    ...commonRows(),
    row('--version', 'Print the version'),
    '',
    '“caliopen COMMAND --help” explains one. Exit code: 0 done, 1 failed, 2 wrong usage.',
  ].join('\n')
}

export function helpFor(command: Command): string {
  const rows = [
    ...Object.entries(command.positionals).map(([name, field]) => row(field.value ?? name, field.description)),
    ...Object.entries(command.options).map(([name, field]) => row(optionUsage(name, field), field.description)),
  ]
  return [`Usage: caliopen ${usage(command)} [OPTIONS]`, '', command.summary, '', ...rows, ...commonRows()].join('\n')
}

function usage({ words, positionals }: Command): string {
  const names = Object.values(positionals).map(({ schema, value, many }) => {
    const name = `${value ?? ''}${many ? '…' : ''}`
    return schema.safeParse(undefined).success ? `[${name}]` : name
  })
  return [...words, ...names].join(' ')
}

function optionUsage(name: string, { value, many }: Pick<Field, 'value' | 'many'>): string {
  return `--${optionName(name)}${value === null ? '' : ` ${value}`}${many ? '…' : ''}`
}

function commonRows(): string[] {
  return Object.entries(commonOptions).map(([name, { value, description }]) =>
    row(optionUsage(name, { value, many: false }), description),
  )
}

function row(left: string, right: string): string {
  return left.length < columnWidth
    ? `  ${left.padEnd(columnWidth)}${right}`
    : `  ${left}\n  ${' '.repeat(columnWidth)}${right}`
}
