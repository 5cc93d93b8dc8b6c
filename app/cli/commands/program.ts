import { z } from 'zod'
import { operationList, operations } from '../../../core/defs/index.ts'
import { configKeys } from '../../../main/configs/index.ts'
import { command, field, flag } from '../command.ts'
import { UsageError } from '../usage-error.ts'

const port = z.coerce.number().int().min(0).max(65_535).optional()

const serve = command({
  words: ['serve'],
  summary: 'Run without a window until stopped; prints the address to open and the token for programs',
  options: {
    port: field(port, 'N', { description: 'Port of the web interface; any free one without it' }),
    lmtp: field(port, 'PORT', { description: 'Take mail by LMTP on this port of 127.0.0.1' }),
    smtp: field(port, 'PORT', { description: 'Take mail by SMTP on this port of 127.0.0.1' }),
  },
  async run({ port: rest, lmtp, smtp }, io) {
    const core = await io.open({ 'sync.enabled': undefined, 'rest.port': rest, 'lmtp.port': lmtp, 'smtp.port': smtp })
    const served = await core.serve()
    io.line(served, `${served.url}\nToken for programs: ${served.token}`)
    if (!io.signal.aborted) await new Promise((resolve) => io.signal.addEventListener('abort', resolve))
  },
})

const doctor = command({
  words: ['doctor'],
  summary: operations.system.doctor.summary,
  options: { checkOnly: flag('Say what is wrong and repair nothing') },
  async run({ checkOnly }, io) {
    const { client } = await io.open()
    const { findings } = await client.system.doctor({ repair: !checkOnly }, { signal: io.signal, priority: 'batch' })
    if (findings.some(({ ok, repaired }) => !ok && !repaired)) io.failed()
    const text = findings.map(({ check, ok, repaired, message }) => {
      const state = ok ? 'good' : repaired ? 'repaired' : 'not good'
      return `${check.padEnd(10)} ${state.padEnd(9)} ${message}`
    })
    io.document({ findings }, text.join('\n'))
  },
})

const stats = command({
  words: ['stats'],
  summary: operations.system.stats.summary,
  async run(_, io) {
    const { client } = await io.open()
    const found = await client.system.stats({}, { signal: io.signal })
    io.document(
      found,
      Object.entries(found)
        .map(
          ([name, value]) =>
            `${name.padEnd(14)} ${name.endsWith('Ms') && value !== null ? new Date(value).toISOString() : value}`,
        )
        .join('\n'),
    )
  },
})

const config = command({
  words: ['config'],
  summary: 'Every setting, its value and where it comes from',
  async run(_, io) {
    const { config: values, origins, file } = io.configuration()
    const settings = configKeys.map(({ key, path, variable, description }) => {
      const value = path.reduce<unknown>(
        (at, name) => (at instanceof Object ? Reflect.get(at, name) : undefined),
        values,
      )
      return { key, value, origin: origins[key] ?? 'default', variable, description }
    })
    const text = settings.map(
      ({ key, value, origin, description }) => `${key} = ${JSON.stringify(value)} (${origin})\n    ${description}`,
    )
    io.document({ file, settings }, [`File: ${file}`, ...text].join('\n'))
  },
})

const call = command({
  words: ['call'],
  summary: 'Any operation of core, by name, with its input as JSON; “call list” names them',
  positionals: {
    operation: field(z.string(), 'NOUN.VERB', { description: operationList.map(({ name }) => name).join(' ') }),
    input: field(z.string().optional(), 'JSON', { description: 'The input; - reads it from standard input' }),
  },
  async run({ operation, input }, io) {
    if (operation === 'list') {
      for (const {
        name,
        operation: { kind, summary },
      } of operationList) {
        io.line({ name, kind, summary }, `${name.padEnd(22)} ${summary}`)
      }
      return
    }
    if (!operationList.some(({ name }) => name === operation)) {
      throw new UsageError(`There is no operation ${operation}; “caliopen call list” names them`, 'operation')
    }
    const text = input === '-' ? Buffer.from(await io.input()).toString('utf8') : (input ?? '{}')
    const json = readJson(text)
    const { door } = await io.open()
    const output = await door.call(operation, json, { signal: io.signal, priority: 'interactive' })
    io.document(output, JSON.stringify(output, null, 2))
  },
})

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError('The input is not valid JSON', 'input')
  }
}

export const programCommands = [serve, doctor, stats, config, call]
