import { useLocale as useAriaLocale } from 'react-aria-components'

/** The tag that dates and numbers are written by: the system's own region, whatever language the words are in. */
export const useLocale = (): string => useAriaLocale().locale
