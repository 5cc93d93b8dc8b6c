import type { Database } from 'better-sqlite3'
import { fail, type Page } from '../../../core/defs/index.ts'
import type { SearchNode } from '../../contracts/index.ts'
import { fromCursor, toCursor } from '../../derived/index.ts'
import type { InternedReads } from '../interned/index.ts'
import { type Branch, branchesOf } from './branches.ts'
import { normalise } from './expression.ts'
import type { Range } from './filters.ts'
import { createBranchReader, type Tuning } from './read-branch.ts'
import { resolver } from './resolve.ts'

export interface MatchRequest {
  readonly node: SearchNode
  readonly sort: 'newest' | 'relevance'
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Relevance is weighed among this many of the newest matches: bm25 of all matches would grow with the mailbox. */
const relevanceWindow = 2_000
/** A ranking of this many recent messages will do for the beginning of a word. */
const enoughRecent = 500
const beyondLastRow = Number.MAX_SAFE_INTEGER

/** Rows that match, a page at a time. Newest first, every branch is read from its index down from the cursor. */
export function createMatch(
  db: Database,
  interned: InternedReads,
  tuning: Tuning,
): (request: MatchRequest) => Page<number> {
  const readBranch = createBranchReader(db, tuning)
  const resolve = resolver(db, interned)
  const recentFrom = db.prepare<[], number | null>('select recent_from from search_state').pluck()

  const read = (branches: readonly Branch[], range: Range, limit: number): number[] => {
    const rows = branches.flatMap((branch) => readBranch.newest(branch, range, limit))
    return branches.length < 2 ? rows : [...new Set(rows)].sort((a, b) => b - a).slice(0, limit)
  }

  const byRelevance = (branches: readonly Branch[], request: MatchRequest): Page<number> => {
    const { offset, high } = relevanceCursor(request.cursor)
    const scores = new Map<number, number>()
    // Beginnings of words are weighed among the recent messages alone where that is enough for some pages.
    const recent = hasPrefix(request.node) ? (recentFrom.get() ?? null) : null
    const scoredIn = (branch: Branch) => {
      const whole = { table: 'message_tokens', low: 0, high } as const
      if (recent === null || recent >= high) return readBranch.scored(branch, whole, relevanceWindow)
      const found = readBranch.scored(branch, { table: 'recent_tokens', low: recent, high }, relevanceWindow)
      return found.length >= enoughRecent ? found : readBranch.scored(branch, whole, relevanceWindow)
    }
    for (const branch of branches) {
      for (const { row, score } of scoredIn(branch)) scores.set(row, Math.min(score, scores.get(row) ?? 0))
    }
    // bm25 in SQLite: the lower, the better
    const ranked = [...scores].sort(([rowA, a], [rowB, b]) => a - b || rowB - rowA).map(([row]) => row)
    const items = ranked.slice(offset, offset + request.limit)
    const next = offset + items.length
    const top = high === beyondLastRow ? ranked.reduce((most, row) => Math.max(most, row), 0) + 1 : high
    return { items, nextCursor: next < ranked.length ? `r${next.toString(36)}-${toCursor(top)}` : null }
  }

  /** Beginnings of words are read from the recent messages if these have enough of them: most often they do. */
  const newest = (node: SearchNode, branches: readonly Branch[], high: number, limit: number): number[] => {
    const low = hasPrefix(node) ? recentFrom.get() : null
    if (low !== null && low !== undefined && low < high) {
      const rows = read(branches, { table: 'recent_tokens', low, high }, limit)
      if (rows.length === limit) return rows
    }
    return read(branches, { table: 'message_tokens', low: 0, high }, limit)
  }

  return (request) => {
    const branches = branchesOf(normalise(resolve(request.node)))
    if (request.sort === 'relevance') return byRelevance(branches, request)
    const high = fromCursor(request.cursor) ?? beyondLastRow
    const found = newest(request.node, branches, high, request.limit + 1)
    const items = found.slice(0, request.limit)
    const last = items.at(-1)
    return { items, nextCursor: found.length > items.length && last !== undefined ? toCursor(last) : null }
  }
}

/** `r<place in the ranking>-<row above all that are ranked>`: mail that comes in between changes no ranking. */
function relevanceCursor(cursor: string | undefined): { offset: number; high: number } {
  if (cursor === undefined) return { offset: 0, high: beyondLastRow }
  const match = /^r([0-9a-z]{1,4})-([0-9a-z]{1,11})$/.exec(cursor)
  if (match?.[1] === undefined) {
    throw fail('invalid', 'This page of the results cannot be found. Search again.', {
      field: 'cursor',
      details: `cursor ${cursor}`,
    })
  }
  return { offset: Number.parseInt(match[1], 36), high: fromCursor(match[2]) ?? beyondLastRow }
}

/** True if some word is asked for by its beginning: in the whole index that reads every word that has it, to the end. */
function hasPrefix(node: SearchNode): boolean {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.nodes.some(hasPrefix)
    case 'not':
      return hasPrefix(node.node)
    case 'tokens':
      return node.prefix
    default:
      return false
  }
}
