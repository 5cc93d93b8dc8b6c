import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from 'vite'
import { mainBuild } from '../build/main-build.ts'
import { measurePeers } from './peers.ts'
import type { ImportFigures, ReadFigures } from './probe.ts'
import { printTable } from './table.ts'

const here = import.meta.dirname
const root = join(here, '../..')
/** within the project, so that native modules are found from there */
const built = join(root, '.cache/bench')
/** Larger mailboxes get fewer attachments, so that 100,000 messages stay below 1.5 GB. */
const attachmentShare = (size: number): string => (size < 50_000 ? '0.05' : '0.005')

interface Figures {
  readonly size: number
  readonly rawMb: number
  readonly imported: ImportFigures
  readonly read: ReadFigures
  /** a whole process of the built command: start, first 50 threads, end */
  readonly commandMs: number
}

export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      sizes: { type: 'string', default: '1000,10000,100000' },
      peers: { type: 'boolean' },
      keep: { type: 'string' },
    },
  })
  await buildProbe()
  const directory = values.keep ?? mkdtempSync(join(tmpdir(), 'caliopen-bench-'))
  const sizes = values.sizes.split(',').map(Number)
  const all = sizes.map((size) => measure(directory, size))
  printFigures(all)
  printLatencies(all)
  const largest = sizes.at(-1)
  if (values.peers === true && largest !== undefined) measurePeers(join(directory, `mail-${largest}`), largest)
  if (values.keep === undefined) rmSync(directory, { recursive: true, force: true })
}

function measure(directory: string, size: number): Figures {
  const mail = join(directory, `mail-${size}`)
  if (!existsSync(join(mail, 'manifest.json'))) {
    mkdirSync(mail, { recursive: true })
    run('python3', [
      join(here, 'mailbox.py'),
      String(size),
      mail,
      '--mbox',
      '--maildir',
      '--attach',
      attachmentShare(size),
    ])
  }
  const manifest = join(mail, 'manifest.json')
  const mbox = join(mail, 'mail.mbox')
  const data = join(directory, `data-${size}`)
  rmSync(data, { recursive: true, force: true })
  const imported: ImportFigures = JSON.parse(probe('import', data, mbox))
  const read: ReadFigures = JSON.parse(probe('read', data, manifest))
  return { size, rawMb: statSync(mbox).size / 1e6, imported, read, commandMs: commandMs(data) }
}

const probe = (what: string, data: string, file: string): string =>
  run(process.execPath, [join(built, 'bench/probe.js'), what, data, file])

/** The probe is built as the programs are, so that it starts as they do. */
async function buildProbe(): Promise<void> {
  const { build: options, ...rest } = mainBuild(built, [])
  const rolldownOptions = { ...options?.rolldownOptions, input: { 'bench/probe': join(here, 'probe.ts') } }
  rmSync(built, { recursive: true, force: true })
  await build({ ...rest, build: { ...options, rolldownOptions } })
}

function commandMs(data: string): number {
  const command = join(root, 'dist/cli/main.js')
  const times = Array.from({ length: 5 }, () => {
    const started = performance.now()
    run(process.execPath, [command, 'threads', '--limit', '50'], { CALIOPEN_DATA: data })
    return performance.now() - started
  })
  return times.sort((a, b) => a - b)[2] ?? 0
}

function run(program: string, args: readonly string[], environment: Record<string, string> = {}): string {
  const result = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  })
  if (result.status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${result.status ?? result.signal}`)
  return result.stdout
}

function printFigures(all: readonly Figures[]): void {
  const row = (name: string, value: (figures: Figures) => string): string[] => [name, ...all.map(value)]
  const ratio = (part: number, whole: number) => (part / whole).toFixed(2)
  printTable(
    ['', ...all.map(({ size }) => size.toLocaleString('en'))],
    [
      row('raw mail, MB', ({ rawMb }) => rawMb.toFixed(0)),
      row('import, messages a second', ({ imported }) => (imported.imported / imported.wallS).toFixed(0)),
      row('import, CPU s per 10,000', ({ imported }) => ((imported.cpuS / imported.imported) * 10_000).toFixed(1)),
      row('import, main thread busy %', ({ imported }) => ((100 * imported.mainCpuS) / imported.wallS).toFixed(0)),
      row('import, peak memory MB', ({ imported }) => imported.peakMb.toFixed(0)),
      row(
        'import, stall of the main thread ms p99 / max',
        ({ imported }) => `${imported.stallP99Ms.toFixed(1)} / ${imported.stallMaxMs.toFixed(1)}`,
      ),
      row('import, failed', ({ imported }) => String(imported.failed)),
      row('database : raw', ({ read, rawMb }) => ratio(read.databaseMb, rawMb)),
      row('whole store : raw', ({ read, rawMb }) => ratio(read.databaseMb + read.blobsMb, rawMb)),
      row('core start to first 50 threads, ms', ({ read }) => read.startMs.toFixed(0)),
      row('`caliopen threads`, whole process, ms', (figures) => figures.commandMs.toFixed(0)),
      row('core at rest, PSS MB', ({ read }) => read.restMb.toFixed(0)),
    ],
  )
}

function printLatencies(all: readonly Figures[]): void {
  const names = all[0]?.read.latencies.map(({ name }) => name) ?? []
  const cell = (figures: Figures, name: string): string => {
    const found = figures.read.latencies.find((latency) => latency.name === name)
    return found === undefined ? '' : `${found.p50Ms.toFixed(2)} / ${found.p95Ms.toFixed(2)} (${found.rows})`
  }
  printTable(
    ['through core, ms p50 / p95 (rows)', ...all.map(({ size }) => size.toLocaleString('en'))],
    names.map((name) => [name, ...all.map((figures) => cell(figures, name))]),
  )
}
