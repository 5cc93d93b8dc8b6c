import { z } from 'zod'

/** Output of an operation that is a file: shown or saved as it is, or JSON with base64. */
const file = z.object({ name: z.string(), type: z.string(), bytes: z.instanceof(Uint8Array) })
type FileAnswer = z.output<typeof file>

/** The file in an output, null if it is none. */
export function asFile(output: unknown): FileAnswer | null {
  const parsed = file.safeParse(output)
  return parsed.success ? parsed.data : null
}

/** JSON unless a file was asked for: by `?download=1`, or an Accept that names other types. */
export function wantsFile(accept: string | undefined, download: unknown): boolean {
  if (download === '1' || download === 'true') return true
  return accept !== undefined && accept !== '*/*' && accept !== '' && !accept.includes('json')
}

/**
 * Headers of a file that somebody else wrote: saved, never opened as a page of ours, whatever it claims to be.
 * RFC 6266 for the name, RFC 8187 for its encoding.
 */
export function fileHeaders({ name, type, bytes }: FileAnswer): Record<string, string> {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%/]/g, '_')
  const encoded = encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)
  return {
    'content-type': /^[\w.+-]{1,127}\/[\w.+-]{1,127}$/.test(type) ? type : 'application/octet-stream',
    'content-length': String(bytes.byteLength),
    'content-disposition': `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`,
    'content-security-policy': "default-src 'none'; sandbox",
  }
}

/** JSON text with every `Uint8Array` as base64. */
export function toJsonText(output: unknown): string {
  return JSON.stringify(output, function replace(this: unknown, key: string, value: unknown) {
    // A Buffer has turned itself into an object before it comes here: look at what it was.
    const original: unknown = typeof this === 'object' && this !== null ? Reflect.get(this, key) : value
    return original instanceof Uint8Array ? Buffer.from(original).toString('base64') : value
  })
}
