import { open } from 'node:fs/promises'
import { chunkBytes, mboxFlags, splitMbox } from '../../../core/brokers/mbox/index.ts'
import { tooLarge } from './eml.ts'
import type { FileMessage } from './source.ts'

/** The messages of an mbox file, from the From_ line at `fromOffset` on. */
export function readMboxFile(path: string, fromOffset: number): AsyncIterable<FileMessage> {
  return readMbox(chunksOf(path, fromOffset), path, fromOffset)
}

/** One buffer for the whole file: a new one for each megabyte would keep the collector of the host's thread busy. */
async function* chunksOf(path: string, start: number): AsyncGenerator<Buffer> {
  const file = await open(path)
  try {
    const chunk = Buffer.allocUnsafeSlow(chunkBytes)
    for (let position = start; ; ) {
      const { bytesRead } = await file.read(chunk, 0, chunkBytes, position)
      if (bytesRead === 0) return
      position += bytesRead
      yield chunk.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

export async function* readMbox(
  chunks: AsyncIterable<Buffer>,
  source: string,
  fromOffset: number,
): AsyncGenerator<FileMessage> {
  for await (const message of splitMbox(chunks, fromOffset)) {
    const { bytes, offset, endOffset, receivedMs, sizeBytes } = message
    if (bytes === null) yield tooLarge(source, offset, sizeBytes)
    else yield { kind: 'message', bytes, flags: mboxFlags(bytes), receivedMs, source, offset, endOffset }
  }
}
