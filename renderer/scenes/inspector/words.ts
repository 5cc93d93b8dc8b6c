import { useTranslation } from 'react-i18next'
import type { Contribution } from '../../../core/defs/index.ts'

/** The words of what core names: features and advice. A name without words (of a plug-in) is shown as it is. */
export function useFeatureWords() {
  const { i18n, t } = useTranslation()
  const look = (group: 'title' | 'advice' | 'value', name: string): string | null => {
    for (const language of [i18n.resolvedLanguage ?? 'en', 'en']) {
      const words: unknown = i18n.getResource(language, 'translation', `features.${group}.${name}`)
      if (typeof words === 'string') return words
    }
    return null
  }
  return {
    title: (feature: string): string => look('title', feature) ?? spaced(feature),
    advice: (advice: string): string => look('advice', advice) ?? spaced(advice),
    value: (feature: string, value: Contribution['value']): string =>
      typeof value === 'string' && value !== ''
        ? (look('value', `${feature}.${value}`) ?? value)
        : isShare(value)
          ? t('inspector.inMessages', { messages: value.messages, count: value.of })
          : plain(value),
  }
}

/** Of a discussion: in how many of the messages that were judged. */
const isShare = (value: Contribution['value']): value is { messages: number; of: number } =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  typeof value['messages'] === 'number' &&
  typeof value['of'] === 'number'

const spaced = (name: string): string => name.replaceAll('-', ' ')

/** Numbers and lists as they are; yes and no are in the title already. */
function plain(value: Contribution['value']): string {
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return value.map(plain).filter(Boolean).join(', ')
  if (typeof value === 'string') return value
  if (typeof value === 'object' && value !== null) return Object.values(value).map(plain).filter(Boolean).join(' · ')
  return ''
}
