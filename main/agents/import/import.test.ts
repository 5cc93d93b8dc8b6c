import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Mailbox } from '../../../core/defs/index.ts'
import type { IngestItem, IngestOutcome } from '../../../core/index.ts'
import { createUploads, type ImportDependencies, importPaths } from './index.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caliopen-import-'))
})
afterEach(() => rm(folder, { recursive: true }))

const fromLine = 'From ana@example.org Thu Jan  1 00:00:01 2015\n'

/** Keeps what it is given, and can die after a number of messages. */
function fakeDependencies(dieAfter = Number.POSITIVE_INFINITY) {
  const seen: string[] = []
  const saved = new Map<string, unknown>()
  let budget = dieAfter
  const deps: ImportDependencies = {
    ingest: {
      async add(items: readonly IngestItem[]) {
        if (budget < items.length) throw new Error('killed')
        budget -= items.length
        return items.map((item): IngestOutcome => {
          const subject = /^Subject: (.*)$/m.exec(Buffer.from(item.bytes).toString())?.[1] ?? ''
          const status = subject === 'bad' ? 'failed' : seen.includes(subject) ? 'duplicate' : 'added'
          if (status === 'added') seen.push(subject)
          return { status, messageId: subject, problem: null }
        })
      },
    },
    ensureMailbox: async (path) => ({ id: path, path }) as Mailbox,
    checkpoints: {
      get: async (id) => saved.get(id) ?? null,
      put: async (id, state) => void saved.set(id, state),
      remove: async (id) => void saved.delete(id),
    },
  }
  return {
    deps,
    seen,
    saved,
    revive: () => {
      budget = Number.POSITIVE_INFINITY
    },
  }
}

test('the report counts what is new, what was there and what failed, with file and offset', async () => {
  const file = join(folder, 'x.mbox')
  await writeFile(file, ['a', 'b', 'a', 'bad'].map((subject) => `${fromLine}Subject: ${subject}\n\nBody\n\n`).join(''))
  const { deps } = fakeDependencies()
  const report = await importPaths(deps, [file])
  expect(report).toMatchObject({ imported: 2, duplicates: 1, failed: [{ source: file, code: 'internal' }] })
  expect(report.failed[0]?.offset).toBeGreaterThan(100)
})

test('an import that died goes on where it was, and its report counts everything once', async () => {
  const file = join(folder, 'x.mbox')
  await writeFile(file, Array.from({ length: 1000 }, (_, n) => `${fromLine}Subject: ${n}\n\nBody\n\n`).join(''))
  const { deps, seen, saved, revive } = fakeDependencies(650)
  await expect(importPaths(deps, [file])).rejects.toThrow('killed')
  expect(saved.size).toBe(1)
  revive()
  const report = await importPaths(deps, [file])
  expect(seen.length).toBe(1000)
  expect(report.imported + report.duplicates).toBe(1000)
  expect(saved.size).toBe(0)
})

test('an import that is stopped, or finds the disk full, leaves nothing out when it goes on', async () => {
  const file = join(folder, 'x.mbox')
  await writeFile(file, Array.from({ length: 1000 }, (_, n) => `${fromLine}Subject: s${n}\n\nBody\n\n`).join(''))
  const { deps, seen } = fakeDependencies()
  let calls = 0
  const stopping: ImportDependencies = {
    ...deps,
    ingest: {
      async add(items, options) {
        calls += 1
        if (calls !== 2) return deps.ingest.add(items, options)
        const problem = { code: 'cancelled', message: 'Stopped.' } as const
        return items.map(() => ({ status: 'failed', messageId: null, problem }))
      },
    },
  }
  await expect(importPaths(stopping, [file])).rejects.toMatchObject({ code: 'cancelled' })
  await importPaths(deps, [file])
  expect(new Set(seen).size).toBe(1000)
})

test('a file handed over in pieces is whole, and pieces out of turn are refused', async () => {
  const uploads = createUploads(join(folder, 'uploads'))
  const id = await uploads.begin('../../etc/Inbox.mbox', 6)
  await uploads.append(id, 0, new Uint8Array([1, 2, 3]))
  await expect(uploads.append(id, 2, new Uint8Array([9]))).rejects.toMatchObject({ code: 'invalid' })
  await expect(uploads.finish(id)).rejects.toMatchObject({ code: 'invalid' })
  await uploads.append(id, 3, new Uint8Array([4, 5, 6]))
  const path = await uploads.finish(id)
  expect(path.startsWith(join(folder, 'uploads'))).toBe(true)
  expect(path.endsWith('Inbox.mbox')).toBe(true)
  expect((await stat(path)).size).toBe(6)
  await uploads.discard(id)
  await expect(stat(path)).rejects.toThrow()
})
