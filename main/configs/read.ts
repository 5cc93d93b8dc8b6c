import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fail } from '../../core/defs/index.ts'
import { defaultDataDirectory, type Surroundings } from './data-directory.ts'
import { type Config, configKeys, configSchema, type Origin } from './schema.ts'

export interface ConfigSources extends Surroundings {
  /** dotted key -> value, as given on the command line */
  readonly flags: Readonly<Record<string, unknown>>
  /** the text of a file, null where there is none */
  readFile(file: string): string | null
}

export interface ReadConfig {
  readonly config: Config
  /** where each value came from, by dotted key */
  readonly origins: Readonly<Record<string, Origin>>
  /** the file that was looked for */
  readonly file: string
}

const fileName = 'config.json'
/** `CALIOPEN_DATA` is the short name of `CALIOPEN_DATA_DIRECTORY`, for the variable that people type. */
const dataVariable = 'CALIOPEN_DATA'

/**
 * Reads the configuration: defaults, then `config.json` in the data directory, then `CALIOPEN_…` variables, then
 * flags; the later wins. Fails with `invalid`, naming the key and where it stands, if a value or a key is not understood.
 */
export function readConfig(sources: ConfigSources): ReadConfig {
  const dataDirectory = findDataDirectory(sources)
  const file = path.join(dataDirectory.value, fileName)
  const origins: Record<string, Origin> = Object.fromEntries(configKeys.map(({ key }) => [key, 'default']))
  const values: Record<string, unknown> = {}
  const layer = (origin: Origin, given: Readonly<Record<string, unknown>>) => {
    for (const [key, value] of Object.entries(given)) {
      if (value === undefined) continue
      values[key] = value
      origins[key] = origin
    }
  }

  layer('file', parseFile(file, sources.readFile(file)))
  layer('environment', environmentValues(sources.environment))
  layer('flag', sources.flags)
  values['dataDirectory'] = dataDirectory.value
  origins['dataDirectory'] = dataDirectory.origin
  return { config: check(values, origins, file), origins, file }
}

/** What `readConfig` needs of this computer. */
export function thisComputer(): Omit<ConfigSources, 'flags'> {
  return {
    platform: process.platform,
    environment: process.env,
    homeDirectory: os.homedir(),
    readFile(file) {
      try {
        return fs.readFileSync(file, 'utf8')
      } catch (error) {
        if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return null
        throw fail(
          'invalid',
          `The configuration file ${file} cannot be read. Nothing was changed; check who owns it.`,
          {
            source: file,
            details: String(error),
          },
        )
      }
    },
  }
}

function findDataDirectory(sources: ConfigSources): { value: string; origin: Origin } {
  const flag = sources.flags['dataDirectory']
  if (typeof flag === 'string' && flag !== '') return { value: path.resolve(flag), origin: 'flag' }
  const variable = sources.environment[dataVariable] ?? sources.environment['CALIOPEN_DATA_DIRECTORY']
  if (variable !== undefined && variable !== '') return { value: path.resolve(variable), origin: 'environment' }
  return { value: defaultDataDirectory(sources), origin: 'default' }
}

function parseFile(file: string, text: string | null): Record<string, unknown> {
  if (text === null) return {}
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw fail(
      'invalid',
      `The configuration file ${file} is not valid JSON. Nothing was changed; mend it or move it away.`,
      {
        source: file,
        details: String(error),
      },
    )
  }
  const found: Record<string, unknown> = {}
  flatten(json, '', found, file)
  return found
}

/** Keys may be nested (`{"lmtp": {"port": 24}}`) or dotted (`{"lmtp.port": 24}`). */
function flatten(value: unknown, prefix: string, found: Record<string, unknown>, file: string): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [name, inner] of Object.entries(value)) {
      flatten(inner, prefix === '' ? name : `${prefix}.${name}`, found, file)
    }
    return
  }
  if (prefix === 'dataDirectory' || !configKeys.some(({ key }) => key === prefix)) {
    const reason =
      prefix === 'dataDirectory' ? 'is where this file lies and cannot be set in it' : 'is not a setting of Caliopen'
    throw fail('invalid', `In ${file}, “${prefix}” ${reason}. Take it out; “caliopen config” lists what there is.`, {
      source: file,
      field: prefix,
    })
  }
  found[prefix] = value
}

function environmentValues(environment: ConfigSources['environment']): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const { key, variable } of configKeys) {
    const text = environment[variable]
    if (text === undefined || text === '' || key === 'dataDirectory') continue
    found[key] = text === 'null' ? null : text
  }
  return found
}

function check(values: Readonly<Record<string, unknown>>, origins: Record<string, Origin>, file: string): Config {
  const tree: Record<string, unknown> = emptyGroups()
  for (const { key, path: parts } of configKeys) place(tree, parts, values[key])
  const parsed = configSchema.safeParse(tree)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const key = issue?.path.join('.') ?? ''
  const known = configKeys.find((entry) => entry.key === key)
  const origin = origins[key]
  const where = origin === 'file' ? ` in ${file}` : origin === 'environment' ? ` in ${known?.variable ?? ''}` : ''
  throw fail(
    'invalid',
    `The setting “${key}”${where} cannot be used: ${issue?.message ?? 'not understood'}. ${known?.description ?? ''}`,
    {
      field: key,
      ...(origin === 'file' ? { source: file } : {}),
    },
  )
}

/** `{lmtp: {}, …}`: a group of which nothing is set has its defaults all the same. */
function emptyGroups(): Record<string, unknown> {
  return Object.fromEntries(
    configKeys.flatMap(({ path: [group = '', ...rest] }) => (rest.length > 0 ? [[group, {}]] : [])),
  )
}

function place(tree: Record<string, unknown>, [head = '', ...rest]: readonly string[], value: unknown): void {
  if (value === undefined) return
  if (rest.length === 0) {
    tree[head] = value
    return
  }
  const inner = (tree[head] ?? {}) as Record<string, unknown> // checked: groups are made here only
  tree[head] = inner
  place(inner, rest, value)
}
