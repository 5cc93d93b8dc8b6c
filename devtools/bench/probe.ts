import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import type { Client } from '../../core/defs/index.ts'
import { readConfig, thisComputer } from '../../main/configs/index.ts'
import { type Caliopen, startCaliopen } from '../../main/startup.ts'
import { type Manifest, queriesOf } from './queries.ts'

/** How often each question is asked; the first answer is reported apart, since it finds cold caches. */
const rounds = 30
const pageRows = 50

export interface ImportFigures {
  readonly wallS: number
  readonly cpuS: number
  /** of that, the thread that answers the window */
  readonly mainCpuS: number
  readonly peakMb: number
  /** of the thread that answers the window: delays beyond the sampling interval */
  readonly stallP99Ms: number
  readonly stallMaxMs: number
  readonly imported: number
  readonly failed: number
}

export interface Latency {
  readonly name: string
  readonly rows: number
  readonly firstMs: number
  readonly p50Ms: number
  readonly p95Ms: number
}

export interface ReadFigures {
  readonly startMs: number
  readonly restMb: number
  readonly databaseMb: number
  readonly blobsMb: number
  readonly latencies: readonly Latency[]
}

function start(directory: string): Promise<Caliopen> {
  const flags = { dataDirectory: directory, 'sync.enabled': false }
  return startCaliopen({ config: readConfig({ ...thisComputer(), flags }).config, host: 'node' })
}

async function measureImport(directory: string, file: string): Promise<ImportFigures> {
  const caliopen = await start(directory)
  const delays = monitorEventLoopDelay({ resolution: 1 })
  const cpu = process.cpuUsage()
  const mainCpu = process.threadCpuUsage()
  const started = performance.now()
  delays.enable()
  const report = await caliopen.door.client.imports.run({ paths: [file] })
  delays.disable()
  const wallS = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const main = process.threadCpuUsage(mainCpu)
  await caliopen.close()
  return {
    wallS,
    cpuS: (user + system) / 1e6,
    mainCpuS: (main.user + main.system) / 1e6,
    peakMb: process.resourceUsage().maxRSS / 1024,
    stallP99Ms: delays.percentile(99) / 1e6,
    stallMaxMs: delays.max / 1e6,
    imported: report.imported,
    failed: report.failed.length,
  }
}

async function measureReads(directory: string, file: string): Promise<ReadFigures> {
  const started = performance.now()
  const caliopen = await start(directory)
  const { client } = caliopen.door
  await client.threads.list({ view: 'all', limit: pageRows })
  const startMs = performance.now() - started
  await client.search.suggest({ text: 'warm' })
  const restMb = proportionalMb()
  const latencies: Latency[] = []
  for (const [name, ask] of questions(client, JSON.parse(readFileSync(file, 'utf8')))) {
    latencies.push(await time(name, ask))
  }
  const stats = await client.system.stats({})
  await caliopen.close()
  return { startMs, restMb, databaseMb: stats.databaseBytes / 1e6, blobsMb: stats.blobBytes / 1e6, latencies }
}

type Ask = () => Promise<number>

function questions(client: Client, manifest: Manifest): [string, Ask][] {
  const search = (query: string, typing: boolean) => async () =>
    (await client.search.messages({ query, typing, limit: pageRows })).items.length
  return [
    ['list: first page', async () => (await client.threads.list({ view: 'all', limit: pageRows })).items.length],
    ...queriesOf(manifest).map(({ name, query, typing = false }): [string, Ask] => [name, search(query, typing)]),
    ['suggest: one letter', async () => (await client.search.suggest({ text: 'a' })).items.length],
    ['suggest: a name', async () => (await client.search.suggest({ text: 'ann' })).items.length],
    ['snippets of 10 rows', snippets(client, manifest.probe.frequent)],
  ]
}

function snippets(client: Client, query: string): Ask {
  return async () => {
    const { items } = await client.search.messages({ query, limit: 10 })
    return (await client.search.snippets({ query, ids: items.map(({ message }) => message.id) })).items.length
  }
}

async function time(name: string, ask: Ask): Promise<Latency> {
  const times: number[] = []
  let rows = 0
  for (let round = 0; round <= rounds; round += 1) {
    const started = performance.now()
    rows = await ask()
    times.push(performance.now() - started)
  }
  const [firstMs = 0, ...rest] = times
  const sorted = rest.sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0
  return { name, rows, firstMs, p50Ms: at(0.5), p95Ms: at(0.95) }
}

/** Memory that is this process's own (PSS), where Linux tells; the resident size elsewhere. */
function proportionalMb(): number {
  try {
    const pss = /^Pss:\s+(\d+) kB/m.exec(readFileSync('/proc/self/smaps_rollup', 'utf8'))?.[1]
    return Number(pss ?? 0) / 1024
  } catch {
    return process.memoryUsage().rss / 1_048_576
  }
}

/**
 * What one process measures: `import DATA_DIRECTORY MBOX`, or `read DATA_DIRECTORY MANIFEST` of what is there. Prints one
 * line of JSON.
 */
const [what, directory = '', file = ''] = process.argv.slice(2)
const figures = what === 'import' ? await measureImport(directory, file) : await measureReads(directory, file)
process.stdout.write(`${JSON.stringify(figures)}\n`)
process.exit(0)
