import type { Highlighted } from '../defs/index.ts'
import { type Hit, highlight, hitsOf, type Term } from './highlight.ts'
import { maxSnippetSourceUnits, snippetUnits } from './limits.ts'

/** How much of a snippet stands before its first hit. */
const leadUnits = 60

/**
 * The piece of a body with the most hits close together, cut at words and written in one line; null if none is in it.
 */
export function snippetOf(text: string, terms: readonly Term[]): Highlighted | null {
  const source = text.slice(0, maxSnippetSourceUnits)
  const hits = hitsOf(source, terms)
  const first = densest(hits)
  if (first === null) return null
  const from = wordStart(source, Math.max(0, first[0] - leadUnits), first[0])
  const to = wordEnd(source, Math.min(source.length, Math.max(from + snippetUnits, first[1])))
  const line = `${from > 0 ? '…' : ''}${source.slice(from, to).replace(/\s+/g, ' ').trim()}${to < source.length ? '…' : ''}`
  return highlight(line, terms)
}

/** The hit that most others follow within one snippet. */
function densest(hits: readonly Hit[]): Hit | null {
  let best: Hit | null = null
  let most = 0
  let end = 0
  for (const [at, hit] of hits.entries()) {
    while (end < hits.length && (hits[end]?.[0] ?? 0) < hit[0] + snippetUnits - leadUnits) end += 1
    if (end - at > most) {
      most = end - at
      best = hit
    }
  }
  return best
}

/** The first word that begins in [at, limit], so that no word is shown by half. */
function wordStart(text: string, at: number, limit: number): number {
  if (at === 0) return 0
  const space = text.slice(at - 1, limit).search(/\s/)
  return space < 0 ? at : at + space
}

function wordEnd(text: string, at: number): number {
  const longest = 20
  const space = text.slice(at, at + longest).search(/\s/)
  return space < 0 ? at : at + space
}
