import type { Database } from 'better-sqlite3'
import type { Page } from '../../../core/defs/index.ts'
import type { SearchNode } from '../../contracts/index.ts'

/** Thread side of SearchStore: the same methods, synchronous. Prepare statements here, once. */
export function searchReads(_db: Database) {
  return {
    match(_request: {
      node: SearchNode
      sort: 'newest' | 'relevance'
      cursor?: string | undefined
      limit: number
    }): Page<string> {
      return { items: [], nextCursor: null }
    },
    coverage(): { messages: number; oldestMs: number | null } {
      return { messages: 0, oldestMs: null }
    },
    people(_limit: number): { address: string; label: string; count: number; lastMs: number }[] {
      return []
    },
    subjects(_limit: number): { threadId: string; subject: string; lastMs: number }[] {
      return []
    },
  }
}
