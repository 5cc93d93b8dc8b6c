import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { english } from '../locales/en/index.ts'

/** Languages with a complete set of words. Another one: a folder in locales/ like `en`, and its line here. */
const resources = { en: { translation: english } }

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: (typeof resources)['en']
  }
}

/** Makes the words ready. `wanted` is the setting; `system` takes the first of the system's languages that we have. */
export async function startLanguage(wanted = 'system'): Promise<void> {
  const candidates = wanted === 'system' ? navigator.languages : [wanted]
  const known = candidates.map((tag) => tag.split('-')[0] ?? tag).find((tag) => Object.hasOwn(resources, tag)) ?? 'en'
  await i18next.use(initReactI18next).init({
    lng: known,
    fallbackLng: 'en',
    resources,
    interpolation: { escapeValue: false }, // React escapes
    returnNull: false,
  })
  document.documentElement.lang = known
  document.documentElement.dir = i18next.dir(known)
}
