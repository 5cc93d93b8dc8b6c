export { isOffered, languages } from '../locales/index.ts'
export {
  countText,
  dayText,
  fullDate,
  groupKey,
  groupLabel,
  levelText,
  listText,
  momentText,
  percentText,
  plainLevel,
  rowTime,
  sizeText,
  timeOnly,
} from './format.ts'
export { LocaleProvider } from './LocaleProvider.tsx'
export { showLanguage, startLanguage } from './language.ts'
export { useLocale } from './use-locale.ts'
