export { queryTokens, type SearchableMail, searchFields, tokenize } from './tokens.ts'
