export { countText, fullDate, groupKey, groupLabel, momentText, rowTime, sizeText, timeOnly } from './format.ts'
export { startLanguage } from './language.ts'
export { useLocale } from './use-locale.ts'
