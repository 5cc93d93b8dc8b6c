import { type FromLine, readFromLine } from './from-line.ts'
import { maxFromLineBytes, maxHeaderBytes, maxMessageBytes, windowBytes } from './limits.ts'
import { unquoteMessage } from './quoting.ts'

export interface MboxMessage {
  /** of the From_ line, in the file */
  readonly offset: number
  /** where the next message begins: a reading that starts there goes on after this one */
  readonly endOffset: number
  /** the message without its From_ line and the blank line behind it, unquoted; null when it is over the limit */
  readonly bytes: Buffer | null
  readonly sizeBytes: number
  readonly receivedMs: number | null
}

const fromMarker = Buffer.from('\nFrom ')
const LF = 0x0a
const emptyLine = Buffer.from('\n\n')
const emptyCrlfLine = Buffer.from('\n\r\n')

/** What lies at a place of the buffer: a From_ line, something else, or not enough bytes to say. */
function fromLineAt(buffer: Buffer, at: number, ended: boolean): FromLine | null | 'more' {
  const lineEnd = buffer.indexOf(LF, at)
  const nextEnd = lineEnd === -1 ? -1 : buffer.indexOf(LF, lineEnd + 1)
  if (lineEnd - at > maxFromLineBytes) return null
  if ((lineEnd === -1 || nextEnd === -1) && !ended) {
    return buffer.length - at > 2 * maxFromLineBytes ? null : 'more'
  }
  const line = buffer.toString('latin1', at, lineEnd === -1 ? buffer.length : lineEnd).trimEnd()
  const next = lineEnd === -1 ? '' : buffer.toString('latin1', lineEnd + 1, nextEnd === -1 ? buffer.length : nextEnd)
  return readFromLine(line, next, at === 0 || isBlankBefore(buffer, at))
}

function isBlankBefore(buffer: Buffer, at: number): boolean {
  return buffer[at - 2] === 0x0a || (buffer[at - 2] === 0x0d && buffer[at - 3] === 0x0a)
}

/**
 * Splits an mbox of any of the four dialects (mboxo, mboxrd, mboxcl, mboxcl2) in constant memory. Content-Length is
 * believed only where a From_ line or the end of the file stands right behind it. A chunk is copied before the next is
 * asked for, so its buffer may be used again. `startOffset` is the place in the
 * file of the first byte of `chunks`, which must be a From_ line.
 */
export async function* splitMbox(chunks: AsyncIterable<Buffer>, startOffset = 0): AsyncGenerator<MboxMessage> {
  const reader = createWindow(chunks)
  let offset = startOffset
  let head = await reader.more()
  while (head.buffer.length > 0) {
    const boundary = await nextBoundary(reader)
    const raw = reader.buffer().subarray(0, boundary.end)
    const lineEnd = raw.indexOf(LF)
    const from = fromLineAt(raw, 0, true)
    const sizeBytes = boundary.skippedBytes + raw.length
    const whole = raw.subarray(lineEnd === -1 ? raw.length : lineEnd + 1)
    yield {
      offset,
      endOffset: offset + sizeBytes,
      bytes: boundary.skippedBytes > 0 ? null : messageBytes(whole),
      sizeBytes,
      receivedMs: from === null || from === 'more' ? null : from.receivedMs,
    }
    offset += sizeBytes
    reader.drop(boundary.end)
    head = reader.buffer().length > 0 ? { buffer: reader.buffer() } : await reader.more()
  }
}

interface Window {
  buffer(): Buffer
  ended(): boolean
  more(): Promise<{ buffer: Buffer }>
  drop(bytes: number): void
}

/** The part of the file in memory: the message being read and as much behind it as came with it. */
function createWindow(chunks: AsyncIterable<Buffer>): Window {
  const source = chunks[Symbol.asyncIterator]()
  // what was given out lies before `end` and is never written again; several chunks share what is asked of the memory
  let room = Buffer.alloc(0)
  let start = 0
  let end = 0
  let ended = false
  const append = (chunk: Buffer): void => {
    if (end + chunk.length > room.length) {
      const held = room.subarray(start, end)
      room = Buffer.allocUnsafeSlow(Math.max(windowBytes, 2 * (held.length + chunk.length)))
      end = held.copy(room)
      start = 0
    }
    end += chunk.copy(room, end)
  }
  return {
    buffer: () => room.subarray(start, end),
    ended: () => ended,
    async more() {
      const next = await source.next()
      if (next.done === true) ended = true
      else append(next.value)
      return { buffer: room.subarray(start, end) }
    },
    drop(bytes) {
      start += bytes
    },
  }
}

/** Reads on until the next From_ line (or the end); bytes over the limit are let go and counted. */
async function nextBoundary(reader: Window): Promise<{ end: number; skippedBytes: number }> {
  const counted = await contentLengthBoundary(reader)
  if (counted !== null) return { end: counted, skippedBytes: 0 }
  let skippedBytes = 0
  let from = 1
  for (;;) {
    const buffer = reader.buffer()
    const at = buffer.indexOf(fromMarker, from - 1)
    if (at === -1) {
      if (reader.ended()) return { end: buffer.length, skippedBytes }
      if (buffer.length > maxMessageBytes) {
        skippedBytes += buffer.length - fromMarker.length
        reader.drop(buffer.length - fromMarker.length)
        from = 1
      } else {
        from = Math.max(1, buffer.length - fromMarker.length)
      }
      await reader.more()
      continue
    }
    const line = fromLineAt(buffer, at + 1, reader.ended())
    if (line === 'more') await reader.more()
    else if (line === null) from = at + 2
    else return { end: at + 1, skippedBytes }
  }
}

/** Where the message ends by its Content-Length, if that can be believed. */
async function contentLengthBoundary(reader: Window): Promise<number | null> {
  let body = bodyStart(reader.buffer())
  while (body === -1 && !reader.ended() && reader.buffer().length < maxHeaderBytes) {
    await reader.more()
    body = bodyStart(reader.buffer())
  }
  if (body === -1 || body > maxHeaderBytes) return null
  const length = /^Content-Length:[ \t]*(\d{1,12})[ \t]*\r?$/im.exec(reader.buffer().toString('latin1', 0, body))
  if (length === null) return null
  const end = body + Number(length[1])
  if (end > maxMessageBytes) return null
  while (reader.buffer().length < end + 2 * maxFromLineBytes && !reader.ended()) await reader.more()
  const buffer = reader.buffer()
  if (end > buffer.length) return null
  const gap = /^(\r?\n)*/.exec(buffer.toString('latin1', end, end + 8))?.[0].length ?? 0
  if (end + gap >= buffer.length && reader.ended()) return buffer.length
  const line = fromLineAt(buffer, end + gap, reader.ended())
  return line === null || line === 'more' || gap === 0 ? null : end + gap
}

/** The place behind the empty line that ends the headers, -1 if it is not in the first `maxHeaderBytes` of the buffer. */
function bodyStart(buffer: Buffer): number {
  // a whole window searched for what a file has nowhere would be the most expensive thing that reading does
  const head = buffer.subarray(0, maxHeaderBytes)
  const lf = head.indexOf(emptyLine)
  const crlf = (lf === -1 ? head : head.subarray(0, lf + 1)).indexOf(emptyCrlfLine)
  if (crlf !== -1) return crlf + emptyCrlfLine.length
  return lf === -1 ? -1 : lf + emptyLine.length
}

/** Without the blank line that parts messages, and unquoted unless the dialect does not quote. */
function messageBytes(whole: Buffer): Buffer {
  return unquoteMessage(whole.subarray(0, whole.length - separatorBytes(whole)))
}

function separatorBytes(whole: Buffer): number {
  const tail = whole.toString('latin1', Math.max(0, whole.length - 4))
  if (tail.endsWith('\r\n\r\n')) return 2
  return tail.endsWith('\n\n') ? 1 : 0
}
