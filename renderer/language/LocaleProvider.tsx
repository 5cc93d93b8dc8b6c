import type { ReactNode } from 'react'
import { I18nProvider } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { localeOf } from './choice.ts'

/** What dates, numbers, order and direction go by: follows the language shown. */
export function LocaleProvider({ children }: { readonly children: ReactNode }) {
  const { i18n } = useTranslation()
  return <I18nProvider locale={localeOf(i18n.language, navigator.languages)}>{children}</I18nProvider>
}
