export { createKeywordTags, importantTagId, type KeywordTags } from './keyword-tags.ts'
export { atomOf, keywordFor, keywordKey, keywordsIn, labelMark, withAliases } from './names.ts'
