export { createKeywordTags, type KeywordTags } from './keyword-tags.ts'
export { atomOf, keywordFor, keywordKey, keywordsIn, labelMark, withAliases } from './names.ts'
