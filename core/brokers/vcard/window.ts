/**
 * A piece of a file as bytes with one character each (latin1), UTF-16 made UTF-8 first. `consumed` turns a place in the
 * piece into one in the file.
 */
export interface Window {
  readonly text: string
  /** whether the file ends with it */
  readonly last: boolean
  consumed(place: number): number
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/** `from`: where in the file. A byte order mark is passed over. */
export function openWindow(file: Uint8Array, from: number, sizeBytes: number): Window {
  const { encoding, markBytes } = encodingOf(file)
  const start = Math.max(from, markBytes)
  // whole UTF-16 units, counted from the beginning of the text
  const end = Math.min(file.length, start + sizeBytes + (sizeBytes % 2))
  const piece = Buffer.from(file.buffer, file.byteOffset + start, Math.max(0, end - start))
  const last = end >= file.length
  if (encoding === 'utf-8') {
    return { text: piece.toString('latin1'), last, consumed: (place) => start + place }
  }
  // a pair cut in two would be lost: the second half comes with the next window
  const units = piece.subarray(0, piece.length - (piece.length % 2))
  const text = Buffer.from(new TextDecoder(encoding, { ignoreBOM: true }).decode(units)).toString('latin1')
  return {
    text,
    last,
    consumed: (place) =>
      place >= text.length ? end : start + Buffer.from(text.slice(0, place), 'latin1').toString('utf8').length * 2,
  }
}

function encodingOf(file: Uint8Array): { encoding: Encoding; markBytes: number } {
  const [a = -1, b = -1, c = -1] = file
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', markBytes: 3 }
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', markBytes: 2 }
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', markBytes: 2 }
  // without a mark: every vCard begins with an ASCII letter
  if (a === 0 && b > 0) return { encoding: 'utf-16be', markBytes: 0 }
  return a > 0 && b === 0 ? { encoding: 'utf-16le', markBytes: 0 } : { encoding: 'utf-8', markBytes: 0 }
}
