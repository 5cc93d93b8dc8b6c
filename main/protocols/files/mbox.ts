import { createReadStream } from 'node:fs'
import { chunkBytes, mboxFlags, splitMbox } from '../../../core/brokers/mbox/index.ts'
import { tooLarge } from './eml.ts'
import type { FileMessage } from './source.ts'

/** The messages of an mbox file, from the From_ line at `fromOffset` on. */
export function readMboxFile(path: string, fromOffset: number): AsyncIterable<FileMessage> {
  return readMbox(createReadStream(path, { start: fromOffset, highWaterMark: chunkBytes }), path, fromOffset)
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
