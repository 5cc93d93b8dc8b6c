import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { english, type Language, offered } from '../locales/index.ts'
import { chosenLanguage } from './choice.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof english }
  }
}

/** Where the choice is kept besides the settings, since those are known only after the first paint. */
const place = 'language'

/** Makes the words ready, in the language that the window was last shown in, or else the system's. */
export async function startLanguage(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: english } },
    interpolation: { escapeValue: false }, // React escapes
    returnNull: false,
  })
  await showLanguage(localStorage.getItem(place) ?? 'system')
}

let latest = 0

/** Shows the window in the wanted language (`system`: the system's) as soon as its words are here. */
export async function showLanguage(wanted: string): Promise<void> {
  latest += 1
  const mine = latest
  const language = chosenLanguage(wanted, navigator.languages)
  if (!(await load(language))) return // the program behind the window is gone: what is shown stays
  if (mine !== latest) return // another one was chosen meanwhile
  await i18next.changeLanguage(language)
  localStorage.setItem(place, wanted)
  document.documentElement.lang = language
  document.documentElement.dir = i18next.dir(language)
}

async function load(language: Language): Promise<boolean> {
  if (i18next.hasResourceBundle(language, 'translation')) return true
  try {
    i18next.addResourceBundle(language, 'translation', await offered[language].load())
    return true
  } catch {
    return false
  }
}
