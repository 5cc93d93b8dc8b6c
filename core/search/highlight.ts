import type { SearchField, SearchNode } from '../../storage/contracts/index.ts'
import type { Highlighted } from '../defs/index.ts'
import { scan } from './scan.ts'

/** What a query looks for in text: consecutive tokens, the last one as a beginning if `prefix`. */
export interface Term {
  readonly fields: readonly SearchField[]
  readonly tokens: readonly string[]
  readonly prefix: boolean
}

export type Hit = Highlighted['hits'][number]

/** The words that a query wants, without those that it excludes. */
export function termsOf(node: SearchNode): Term[] {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.nodes.flatMap(termsOf)
    case 'tokens':
      return [node]
    default:
      return []
  }
}

/** The terms that may stand in a field. */
export const termsIn = (terms: readonly Term[], ...fields: readonly SearchField[]): Term[] =>
  terms.filter((term) => term.fields.length === 0 || term.fields.some((field) => fields.includes(field)))

interface Token {
  readonly token: string
  readonly start: number
  readonly end: number
}

/** Where terms stand in a text, in order and without overlaps. The text is read as the index has read it. */
export function hitsOf(text: string, terms: readonly Term[]): Hit[] {
  if (terms.length === 0) return []
  const tokens: Token[] = []
  scan(text, (token, start, end) => tokens.push({ token, start, end }) > 0)
  const hits: Hit[] = []
  for (let at = 0; at < tokens.length; at += 1) {
    for (const term of terms) {
      const end = endOf(tokens, at, term)
      const start = tokens[at]?.start
      if (end !== null && start !== undefined) hits.push([start, end])
    }
  }
  return merged(hits)
}

/** Where the term ends that begins with the token at `at`; null if it is not there. */
function endOf(tokens: readonly Token[], at: number, { tokens: wanted, prefix }: Term): number | null {
  let end: number | null = null
  for (const [i, token] of wanted.entries()) {
    const there = tokens[at + i]
    const beginning = prefix && i === wanted.length - 1
    if (there === undefined || !(beginning ? there.token.startsWith(token) : there.token === token)) return null
    // Of two characters of a script without spaces only the one that was typed; of a word all of it.
    const isPair = beginning && token.length < there.token.length && [...there.token].length === 2
    end = isPair && there.end - there.start === there.token.length ? there.start + token.length : there.end
  }
  return end
}

function merged(hits: Hit[]): Hit[] {
  const result: Hit[] = []
  for (const [start, end] of hits.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = result.at(-1)
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end)
    else result.push([start, end])
  }
  return result
}

export const highlight = (text: string, terms: readonly Term[]): Highlighted => ({ text, hits: hitsOf(text, terms) })
