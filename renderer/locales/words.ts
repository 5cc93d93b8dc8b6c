/** What a language is made of: the words by file and key, as i18next reads them. */
export type Words = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** The words of a folder's files; `mail-frame.json` holds what is under `mailFrame`. */
export const wordsOf = (files: Readonly<Record<string, unknown>>): Words =>
  Object.fromEntries(
    Object.entries(files).map(([path, words]) => {
      const name = path.replace(/^.*\/|\.json$/g, '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
      return [name, words as Readonly<Record<string, unknown>>] // checked: each file is an object (locales.test.ts)
    }),
  )
