import type { SearchStore } from '../../contracts/index.ts'
import type { MemoryState } from '../state.ts'

/** Reads the state as it is; commit.ts keeps `state.search` in step with the messages. */
export function createMemorySearch(state: MemoryState): SearchStore {
  return {
    match: async () => ({ items: [], nextCursor: null }),
    coverage: async () => ({ messages: state.search.size, oldestMs: null }),
    people: async () => [],
    subjects: async () => [],
  }
}
