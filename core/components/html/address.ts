import { domainToASCII } from 'node:url'

/** An address that somebody's server would be asked for. */
export interface WebAddress {
  /** lower case, without port; punycode where it was not ASCII */
  readonly host: string
  /** path and query, from the first slash; '' where there is none */
  readonly path: string
}

/** Well-formed and lower-case, as nearly all are: no need to go through the parser of addresses. */
const ordinary = /^(?:https?:)?\/\/([a-z0-9.-]+)(?::\d+)?(\/[^\s\\]*)?$/

/**
 * Host and path of an address on the web, read as browsers do (white space and control characters inside are ignored,
 * backslashes are slashes); null for everything that no server would be asked for: cid:, data:, fragments, mere paths.
 */
export function webAddress(value: string, base: string | null = null): WebAddress | null {
  const [, host, path] = ordinary.exec(value) ?? []
  if (host !== undefined) return { host: host.endsWith('.') ? host.slice(0, -1) : host, path: path ?? '' }
  const url = parse(value, base)
  if (url === null || !fetched.has(url.protocol) || url.hostname === '' || url.hostname === nowhere) return null
  return { host: url.hostname.replace(/\.$/, ''), path: `${url.pathname}${url.search}` }
}

/** The whole address as a browser would ask for it; null as in `webAddress`. */
export function fullAddress(value: string, base: string | null): string | null {
  const url = parse(value, base)
  return url === null || !fetched.has(url.protocol) || url.hostname === nowhere ? null : url.href
}

const fetched = new Set(['http:', 'https:', 'ftp:', 'ws:', 'wss:'])
const nowhere = 'relative.invalid'

/** Whether this could be more than a path, so that parsing it is worth while. */
const absolute = /^[^/?#]{0,40}:|[\\/]\s*[\\/]/

function parse(value: string, base: string | null): URL | null {
  if (base === null && !absolute.test(value)) return null
  try {
    return new URL(value, base ?? `https://${nowhere}/`)
  } catch {
    return null
  }
}

/** The host in the letters that people see, and in those that the DNS knows; null if it is none. */
export const asciiHost = (host: string): string | null => domainToASCII(host.toLowerCase()) || null
