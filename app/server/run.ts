import path from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig, thisComputer } from '../../main/configs/index.ts'
import { startCaliopen } from '../../main/startup.ts'
import { thisMachine } from './browsers.ts'
import { fillWithDemo } from './demo.ts'
import { openWindow } from './open-window.ts'
import { serve } from './serve.ts'

/** Core in Node, with its window in a browser: what runs where Electron is not there. Ends with the window. */
export async function runServer(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      port: { type: 'string' },
      open: { type: 'boolean', default: false },
      demo: { type: 'boolean', default: false },
    },
  })
  const flags = { dataDirectory: values.data, 'rest.port': values.port }
  const { config } = readConfig({ ...thisComputer(), flags })
  const stopped = untilStopped()
  const caliopen = await startCaliopen({ config, host: 'node' })
  if (caliopen.notice !== null) process.stderr.write(`caliopen: ${caliopen.notice}\n`)
  if (caliopen.recovery !== null) process.stderr.write(`caliopen: ${caliopen.recovery.message}\n`)
  try {
    if (values.demo) await fillWithDemo(caliopen.door.client, caliopen.clock.nowMs())
    const served = await serve(caliopen, config, __CALIOPEN_VERSION__)
    try {
      const { url } = served.addresses
      const profile = path.join(config.dataDirectory, 'window')
      const opened = values.open ? await openWindow(url, profile, thisMachine) : { kind: 'address' as const }
      if (opened.kind === 'app') {
        await Promise.race([opened.closed, stopped])
        opened.close()
      } else {
        say(opened.kind === 'tab' ? 'Caliopen runs in your browser. Ctrl-C ends it.' : `Open Caliopen at ${url}`)
        await stopped
      }
    } finally {
      await served.close()
    }
  } finally {
    await caliopen.close()
  }
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
    if (process.channel !== undefined) {
      process.channel.unref()
      process.once('disconnect', () => resolve())
    }
  })
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
