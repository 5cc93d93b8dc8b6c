import { readFile, stat } from 'node:fs/promises'
import { maxMessageBytes } from '../../../core/brokers/mbox/index.ts'
import type { FileMessage } from './source.ts'

/** One file, one message. */
export async function* readMessageFile(
  path: string,
  flags: readonly string[] = [],
  receivedMs: number | null = null,
): AsyncGenerator<FileMessage> {
  const { size, mtimeMs } = await stat(path)
  if (size > maxMessageBytes) yield tooLarge(path, 0, size)
  else {
    const bytes = await readFile(path)
    const fileMs = Math.round(mtimeMs)
    yield { kind: 'message', bytes, flags, receivedMs, fileMs, source: path, offset: 0, endOffset: bytes.length }
  }
}

export function tooLarge(source: string, offset: number, sizeBytes: number): FileMessage {
  const megabytes = Math.round(sizeBytes / 1_000_000)
  return {
    kind: 'failure',
    problem: {
      code: 'limit',
      message: `A message of ${megabytes} MB was not imported: the largest that is read is ${maxMessageBytes / 1024 / 1024} MB. The file is unchanged.`,
      source,
      offset,
    },
  }
}
