import { basename } from 'node:path'
import type { Handlers, ImportReport, Operations } from '../../../core/defs/index.ts'
import type { Scheduler } from '../scheduler/index.ts'
import { type ImportDependencies, importPaths } from './import.ts'
import type { Uploads } from './uploads.ts'

export interface ImportHandlerDependencies {
  readonly scheduler: Pick<Scheduler, 'run'>
  readonly uploads: Uploads
  /** where messages of an import go: an account of this computer, or the one named */
  readonly importInto: (accountId: string | undefined) => Promise<ImportDependencies>
}

/** Operations `imports.*`: each import is a task that can be watched and stopped. */
export function createImportHandlers({
  scheduler,
  uploads,
  importInto,
}: ImportHandlerDependencies): Handlers<Operations['imports']> {
  const run = async (
    paths: readonly string[],
    accountId: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ImportReport> => {
    const dependencies = await importInto(accountId)
    const job = { key: 'import', kind: 'import' as const, label: paths.map((path) => basename(path)).join(', ') }
    return scheduler.run(
      job,
      (task) =>
        importPaths(dependencies, paths, {
          signal: task.signal,
          onProgress: ({ source, done, size }) => task.report({ step: basename(source), done, total: size }),
        }),
      signal,
    )
  }

  return {
    run: ({ paths, accountId }, { signal }) => run(paths, accountId, signal),
    begin: async ({ name, sizeBytes }) => ({ uploadId: await uploads.begin(name, sizeBytes) }),
    async chunk({ uploadId, offset, bytes }) {
      await uploads.append(uploadId, offset, bytes)
      return {}
    },
    async finish({ uploadId }, { signal }) {
      try {
        return await run([await uploads.finish(uploadId)], undefined, signal)
      } finally {
        await uploads.discard(uploadId)
      }
    },
  }
}
