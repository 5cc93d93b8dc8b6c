// Parsers of mailauth that come without types.

declare module 'mailauth/lib/parse-received.js' {
  interface Clause {
    readonly value: string
    readonly comment?: string
  }
  /** clauses by lower-case keyword (`from`, `by`, `with`, `envelope-from`), and `tls`; false for what is no header */
  export function parseReceived(line: string): { readonly [clause: string]: Clause | string | undefined } | false
  /** the address of the connection, never one that the client claimed */
  export function getClientAddress(from: Clause): string | false
}

declare module 'mailauth/lib/parse-dkim-headers.js' {
  /** RFC 8601 for a value without a name before it; RFC 6376 tag list for a whole header */
  export default function headerParser(line: string): { readonly parsed: { readonly [key: string]: unknown } }
}

declare module 'mailauth/lib/arc/trustlist.js' {
  const list: { readonly trusted: readonly string[] }
  export default list
}
