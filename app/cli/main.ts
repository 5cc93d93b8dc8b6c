import { fail, toProblem } from '../../core/defs/index.ts'
import type { Events } from '../../core/index.ts'
import { type ReadConfig, readConfig, thisComputer } from '../../main/configs/index.ts'
import { requireNode } from '../node-version.ts'
import { type Asked, readArguments } from './arguments.ts'
import type { Io, OpenCore } from './command.ts'
import { commands } from './commands/index.ts'
import { helpFor, helpForAll } from './help.ts'
import { createSpeech, endWithReader, flushed, type Streams, sayProblem } from './output.ts'
import { followTasks } from './progress.ts'
import { UsageError } from './usage-error.ts'

requireNode()

/** Exit codes: done, failed, wrong usage. */
const exit = { done: 0, failed: 1, usage: 2 } as const

const streams: Streams = process
const stop = new AbortController()
const closing: (() => Promise<void>)[] = []

endWithReader(streams, () => process.exit(exit.done))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Once: stop what runs and close the data. Twice: the person does not want to wait for that.
    if (stop.signal.aborted) process.exit(exit.failed)
    stop.abort()
  })
}
endWithParent()

const code = await run(process.argv.slice(2))
await Promise.all([flushed(streams.stdout), flushed(streams.stderr)])
process.exit(code)

async function run(argv: readonly string[]): Promise<number> {
  const jsonWanted = argv.includes('--json')
  try {
    const asked = readArguments(argv, commands)
    return await runCommand(asked)
  } catch (thrown) {
    sayProblem(streams, jsonWanted, toProblem(thrown))
    if (!(thrown instanceof UsageError)) return exit.failed
    streams.stderr.write('“caliopen --help” explains what there is.\n')
    return exit.usage
  }
}

async function runCommand(asked: Asked): Promise<number> {
  const { command, json } = asked
  const speech = createSpeech(streams, json)
  if (asked.version) return done(() => speech.document({ version: __CALIOPEN_VERSION__ }, __CALIOPEN_VERSION__))
  if (command === null) return done(() => speech.document({ help: helpForAll(commands) }, helpForAll(commands)))
  if (asked.help) return done(() => speech.document({ help: helpFor(command) }, helpFor(command)))

  let code: number = exit.done
  const configuration = (set: Readonly<Record<string, unknown>> = {}): ReadConfig =>
    readConfig({ ...thisComputer(), flags: { dataDirectory: asked.data, ...set } })
  const io: Io = {
    ...speech,
    json,
    signal: stop.signal,
    configuration,
    open: (set) => openCore(configuration({ 'sync.enabled': false, ...set }), speech.note),
    failed: () => {
      code = exit.failed
    },
  }
  try {
    await command.run(asked.values, io)
  } finally {
    for (const close of closing.reverse()) await close()
  }
  return code
}

function done(say: () => void): number {
  say()
  return exit.done
}

/** Core and the interfaces are loaded here and not above: help and mistakes answer at once. */
async function openCore({ config }: ReadConfig, note: Io['note']): Promise<OpenCore> {
  const { startCaliopen } = await import('../../main/startup.ts')
  const caliopen = await startCaliopen({ config, host: 'node' })
  closing.push(() => caliopen.close())
  if (caliopen.notice !== null) note(caliopen.notice)
  if (caliopen.recovery !== null) {
    note(caliopen.recovery.message)
    // What runs until it is stopped does this beside its work; a single command would answer without what was lost.
    if (!config.sync.enabled) await recovered(caliopen.recovery.finished, caliopen.events, note)
  }
  return {
    door: caliopen.door,
    client: caliopen.door.client,
    subscribe: (listener) => caliopen.events.subscribe(listener),
    async serve() {
      const { serve } = await import('../server/serve.ts')
      const served = await serve(caliopen, config, __CALIOPEN_VERSION__)
      closing.push(() => served.close())
      return served.addresses
    },
  }
}

async function recovered(finished: Promise<void>, events: Events, note: Io['note']): Promise<void> {
  const end = followTasks((listener) => events.subscribe(listener), { note })
  const stopped = new Promise<never>((_, reject) => {
    const cancelled = () =>
      reject(fail('cancelled', 'This was stopped. Nothing is lost: it goes on with the next command.'))
    if (stop.signal.aborted) cancelled()
    stop.signal.addEventListener('abort', cancelled, { once: true })
  })
  try {
    // What is there already can be worked with, whatever keeps the rest.
    await Promise.race([finished.catch((thrown) => note(toProblem(thrown).message)), stopped])
  } finally {
    end()
  }
}

/** Started through app/cli/bin.mjs from an older Node: killed with it, even when it cannot say goodbye. */
function endWithParent(): void {
  if (process.channel === undefined) return
  process.channel.unref()
  process.once('disconnect', () => process.exit(exit.failed))
}
