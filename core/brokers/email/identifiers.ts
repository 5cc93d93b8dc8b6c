import { limits } from './limits.ts'

/**
 * Message-IDs in a header value, without angle brackets, in order, each once. Tolerates what RFC 5322 section 3.6.4
 * forbids: comments and phrases between them, missing brackets, ids that were folded in the middle.
 */
export function readIdentifiers(value: string): string[] {
  const bracketed = [...value.matchAll(/<([^<>]*)>/g)].map((match) => match[1] ?? '')
  const found = bracketed.length > 0 ? bracketed : value.split(/[\s,]+/).filter((token) => token.includes('@'))
  const ids = new Set<string>()
  for (const raw of found) {
    const id = raw.replace(/\s+/g, '')
    if (isIdentifier(id)) ids.add(id)
  }
  return keepEnds([...ids], limits.references)
}

/** The Message-ID of the message itself: the first that is one; a bare word counts, since some programs write no more. */
export function readMessageId(value: string): string | null {
  const [first] = readIdentifiers(value)
  if (first !== undefined) return first
  const bare = value.trim().replace(/^<|>$/g, '')
  return isIdentifier(bare) && !/\s/.test(bare) && bare.length >= 8 ? bare : null
}

/** RFC 2919: only the identifier, in lower case. */
export function readListId(value: string): string | null {
  const id = (/<([^<>]+)>/.exec(value)?.[1] ?? value).trim().toLowerCase()
  return id === '' || id.length > 255 || /\s/.test(id) ? null : id
}

/** RFC 2369 addresses that a reader may act on: only mail and web. */
export function readListUris(value: string): string[] {
  const uris = [...value.matchAll(/<([^<>]{1,2000})>/g)].map((match) => (match[1] ?? '').replace(/\s+/g, ''))
  return uris.filter((uri) => /^(mailto:|https?:\/\/)/i.test(uri)).slice(0, 10)
}

/** Where a list takes posts. RFC 2369: "NO" means that it takes none. */
export function readPostAddress(value: string): string | null {
  const mailto = readListUris(value).find((uri) => /^mailto:/i.test(uri))
  const address = decodeSafely(mailto?.slice('mailto:'.length).split('?')[0] ?? '').trim()
  return address === '' || address.length > limits.addressChars ? null : address
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a stray per cent sign: the address as it stands
  }
}

/** Ids that say nothing: threads made of them would hold strangers together. */
const meaningless = /^[@.\-_]*$|^(unknown|undisclosed|none|null|no-?id|localhost|invalid)(@.*)?$/i

const isIdentifier = (id: string): boolean =>
  id.length >= 3 && id.length <= limits.identifierChars && !meaningless.test(id)

/** The first ones lead to the root of the thread, the last ones to the parent. */
function keepEnds(ids: string[], limit: number): string[] {
  return ids.length <= limit ? ids : [...ids.slice(0, limit / 2), ...ids.slice(-limit / 2)]
}
