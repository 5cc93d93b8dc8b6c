export { createSearchManager, type SearchOptions } from './manager.ts'
export { parseQuery, type QueryContext } from './query.ts'
export { queryTokens, searchFields, tokenize } from './tokens.ts'
