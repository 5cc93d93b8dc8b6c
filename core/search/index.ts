export type { ZoneOffset } from './dates.ts'
export { createSearchManager, type SearchOptions } from './manager.ts'
export { parseQuery, type Query, type QueryContext } from './query.ts'
export { queryTokens, type SearchableMail, searchFields, tokenize } from './tokens.ts'
