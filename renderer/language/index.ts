export {
  countText,
  dayText,
  fullDate,
  groupKey,
  groupLabel,
  levelText,
  momentText,
  plainLevel,
  rowTime,
  sizeText,
  timeOnly,
} from './format.ts'
export { startLanguage } from './language.ts'
export { useLocale } from './use-locale.ts'
