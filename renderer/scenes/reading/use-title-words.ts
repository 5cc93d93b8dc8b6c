import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { TitleWords } from './row-title.ts'

/** The words that titles of discussions are made with. */
export function useTitleWords(): TitleWords {
  const { t } = useTranslation()
  return useMemo(
    () => ({
      you: t('common.you'),
      unknown: t('common.unknownSender'),
      self: t('reading.title.self'),
      andOthers: (names, count) => t('reading.title.andOthers', { names, count }),
      toMany: (name) => t('reading.title.toMany', { name }),
    }),
    [t],
  )
}
