import { isOffered, type Language } from '../locales/index.ts'

/** `pt-BR` → `pt`, `zh_Hans` → `zh`. */
const languageOf = (tag: string): string => tag.split(/[-_]/)[0]?.toLowerCase() ?? ''

/** The language to show: the wanted one; for `system`, the first of the system's that there are words in; else English. */
export function chosenLanguage(wanted: string, system: readonly string[]): Language {
  const candidates = wanted === 'system' ? system : [wanted]
  return candidates.map(languageOf).find(isOffered) ?? 'en'
}

/**
 * The tag that dates, numbers and order go by: the system's own region where it speaks the language shown (`de-AT`), else
 * the language as such.
 */
export function localeOf(language: string, system: readonly string[]): string {
  const same = system.filter((tag) => languageOf(tag) === language)
  return same.find((tag) => tag.length > language.length) ?? (language === 'en' ? 'en-GB' : language)
}
