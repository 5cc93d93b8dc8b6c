import { useLocale as useAriaLocale } from 'react-aria-components'

/** The tag that dates, numbers and order go by: the language shown, with the system's region where it speaks it. */
export const useLocale = (): string => useAriaLocale().locale
