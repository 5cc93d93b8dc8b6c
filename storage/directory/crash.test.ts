import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { openStores } from './index.ts'

const root = mkdtempSync(join(tmpdir(), 'caliopen-crash-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const rounds = 12
/** Every round starts two processes, on machines that may be busy. */
const timeoutMs = 300_000

/** Runs the writer until `batches` were answered for plus a while, kills it, and answers the last batch it printed. */
async function writeAndKill(directory: string, first: number, batches: number, restMs: number): Promise<number> {
  const script = fileURLToPath(new URL('./crash-writer.ts', import.meta.url))
  const child = spawn(process.execPath, [script, directory, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(root, 'compiled') },
  })
  const lines = createInterface({ input: child.stdout })
  let last = first - 1
  let timer: NodeJS.Timeout | null = null
  lines.on('line', (line) => {
    if (line !== 'open') last = Number(line)
    if (last - first + 1 >= batches) timer ??= setTimeout(() => child.kill('SIGKILL'), restMs)
  })
  await Promise.all([
    new Promise((resolve) => lines.once('close', resolve)),
    new Promise((resolve) => child.once('exit', resolve)),
  ])
  if (timer === null) throw new Error(`The writer ended by itself after batch ${last}`)
  return last
}

test(
  'killed at any moment, nothing that was answered for is lost and nothing is half there',
  async () => {
    const directory = mkdtempSync(join(root, 'data-'))
    let next = 0
    for (let round = 0; round < rounds; round++) {
      const last = await writeAndKill(directory, next, 1 + (round % 3), (round * 7) % 23)
      const { stores, rebuilt } = await openStores({ directory })
      try {
        expect(rebuilt).toBeNull()
        const { messages } = await stores.stats()
        // one more batch may have been committed and not yet answered for, but never a part of one
        expect([(last + 1) * 5, (last + 2) * 5]).toContain(messages)
        const newest = await stores.messages.list({ view: 'role:inbox', limit: 10 })
        for (const { copies } of newest.items) {
          expect((await stores.blobs.get(copies[0]!.blob))?.byteLength).toBe(copies[0]!.sizeBytes)
        }
        const wrong = (await stores.doctor(true)).filter((found) => !found.ok && found.check !== 'orphans')
        expect(wrong).toEqual([])
        expect((await stores.mailboxes.counts(['inbox']))[0]?.total).toBe(messages)
        next = messages / 5
      } finally {
        await stores.close()
      }
    }
  },
  timeoutMs,
)
