/** A piece that String.fromCharCode takes as arguments without running out of stack. */
const pieceBytes = 0x8000

export function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    binary += String.fromCharCode(...bytes.subarray(at, at + pieceBytes))
  }
  return btoa(binary)
}

/** For JSON.stringify: bytes anywhere in the input travel as base64, as the `bytes` definition reads them. */
export const bytesAsBase64 = (_key: string, value: unknown): unknown =>
  value instanceof Uint8Array ? toBase64(value) : value
