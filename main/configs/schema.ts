import { z } from 'zod'

const port = z.coerce.number().int().min(0).max(65_535)

/** Environment variables, flags and files written by hand say `true` in several ways; anything else is an error. */
const yesOrNo = z.union([z.boolean(), z.stringbool()])

/** Lists are written `a, b` in the environment and on the command line, and as lists in the file. */
const commaSeparated = (value: unknown): unknown =>
  typeof value === 'string'
    ? value
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '')
    : value

/** `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53`, `[2001:db8::53]:5353` */
const nameServer = /^(\d{1,3}(\.\d{1,3}){3}(:\d{1,5})?|[\da-f:]+(\.\d{1,3}){0,3}|\[[\da-f:.]+\](:\d{1,5})?)$/i

/**
 * Every setting of the program as a whole (what belongs to a person is in `Settings`, core/defs). The description is
 * the documentation: `caliopen config` and doc/ print it. Keys are named `storage.engine` in errors and flags and
 * `CALIOPEN_STORAGE_ENGINE` in the environment.
 */
export const configSchema = z.object({
  dataDirectory: z.string().min(1).describe('The folder that holds everything: messages, accounts, settings.'),
  logLevel: z
    .enum(['error', 'warn', 'info', 'debug'])
    .default('warn')
    .describe('How much is written to the log: error, warn, info or debug.'),
  storage: z.object({
    engine: z.enum(['sqlite']).default('sqlite').describe('Where data is kept. sqlite: in the data directory.'),
  }),
  ingest: z.object({
    threads: z.coerce
      .number()
      .int()
      .min(0)
      .max(64)
      .default(0)
      .describe('Threads that read messages as they come in; 0 = one less than the computer has cores.'),
    components: z
      .preprocess(commaSeparated, z.array(z.string().min(1)).max(50))
      .default([])
      .describe(
        'Files of components from outside that look at each message as it comes in (doc/components.md), separated by ' +
          'commas. They run with all rights of the program: name only what you trust.',
      ),
  }),
  sync: z.object({
    enabled: yesOrNo.default(true).describe('Whether mail is fetched and sent by itself while the program runs.'),
    intervalSeconds: z.coerce
      .number()
      .int()
      .min(30)
      .max(86_400)
      .default(300)
      .describe('How often servers that cannot announce new mail are asked for it, in seconds.'),
  }),
  dns: z.object({
    servers: z
      .preprocess(commaSeparated, z.array(z.string().regex(nameServer, 'an address, or address:port')).max(10))
      .default([])
      .describe(
        'Servers asked for what mail domains publish (keys, policies, mail servers), as address or address:port, ' +
          "separated by commas; empty = this computer's own.",
      ),
  }),
  rest: z.object({
    port: port.default(0).describe('Port of the local web interface; 0 = any free one. It listens on 127.0.0.1 only.'),
  }),
  lmtp: z.object({
    port: port.nullable().default(null).describe('Port that takes mail by LMTP on 127.0.0.1; null = off.'),
    socket: z.string().min(1).nullable().default(null).describe('Unix socket that takes mail by LMTP; null = off.'),
  }),
  smtp: z.object({
    port: port.nullable().default(null).describe('Port that takes mail by SMTP on 127.0.0.1; null = off.'),
    socket: z.string().min(1).nullable().default(null).describe('Unix socket that takes mail by SMTP; null = off.'),
  }),
  delivery: z.object({
    account: z
      .string()
      .nullable()
      .default(null)
      .describe('Address of the account that takes LMTP and SMTP mail for unknown recipients; null = refuse it.'),
    maxMegabytes: z.coerce
      .number()
      .int()
      .min(1)
      .max(500)
      .default(60)
      .describe('Largest message taken by LMTP and SMTP, in megabytes.'),
  }),
})

export type Config = z.output<typeof configSchema>
export type Origin = 'default' | 'file' | 'environment' | 'flag'

/** One setting as it is documented, by its dotted key. */
export interface ConfigKey {
  readonly key: string
  readonly path: readonly string[]
  /** the environment variable that sets it */
  readonly variable: string
  readonly description: string
}

/** All settings, read off the schema, in its order. */
export const configKeys: readonly ConfigKey[] = leaves(configSchema, [])

function leaves(schema: z.ZodObject, path: readonly string[]): ConfigKey[] {
  return Object.entries(schema.shape).flatMap(([name, field]) => {
    const here = [...path, name]
    if (field instanceof z.ZodObject) return leaves(field, here)
    const description = z.globalRegistry.get(field)?.description ?? ''
    return [{ key: here.join('.'), path: here, variable: variableOf(here), description }]
  })
}

function variableOf(path: readonly string[]): string {
  const words = path.map((part) => part.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase())
  return `CALIOPEN_${words.join('_')}`
}
