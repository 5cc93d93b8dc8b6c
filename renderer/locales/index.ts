import { english } from './en/index.ts'
import type { Words } from './words.ts'

export { english } from './en/index.ts'
export type { Words } from './words.ts'

interface Offered {
  /** as its own speakers write it in a list */
  readonly name: string
  /** The language alone: who reads another one never fetches it. */
  readonly load: () => Promise<Words>
}

/** The languages of the window, English first, since it stands in for a word that another one lacks. */
export const offered = {
  en: { name: 'English', load: async () => english },
  fr: { name: 'Français', load: async () => (await import('./fr/index.ts')).words },
} as const satisfies Readonly<Record<string, Offered>>

export type Language = keyof typeof offered

export const isOffered = (tag: string): tag is Language => Object.hasOwn(offered, tag)

/** For a choice: each by its own name. */
export const languages = Object.keys(offered)
  .filter(isOffered)
  .map((key) => ({ key, label: offered[key].name, lang: key }))
