/** Fields of the query language that are shown as chips. */
const FIELDS =
  'from|to|cc|with|subject|list|in|tag|has|filename|is|before|after|older|newer|larger|smaller|body|privacy|importance|tracker'
const FILTER = new RegExp(`(?<=^|\\s)-?(?:${FIELDS}):(?:"[^"]*"|\\([^)]*\\)|[^\\s"]+)(?=\\s|$)`, 'gi')

export interface QueryParts {
  /** whole filters, `from:amira` */
  readonly filters: readonly string[]
  /** the words that are left */
  readonly words: string
}

/** Parts a query for the eye: filters become chips, words stay text. Core reads the joined text; nothing is interpreted here. */
export function partQuery(query: string): QueryParts {
  const filters = query.match(FILTER) ?? []
  const words = query.replace(FILTER, ' ').replace(/\s+/g, ' ').trim()
  return { filters, words }
}

export const joinQuery = ({ filters, words }: QueryParts): string =>
  [...filters, words.trim()].filter(Boolean).join(' ')

/** A filter's two halves, quotes left out: `from` and `Amira Haddad`. */
export function filterText(filter: string): { name: string; value: string; negated: boolean } {
  const negated = filter.startsWith('-')
  const [name = '', value = ''] = filter.slice(negated ? 1 : 0).split(/:(.*)/s, 2)
  return { name: name.toLowerCase(), value: value.replace(/^"(.*)"$/s, '$1'), negated }
}

/** A filter as it is written in a query. */
export const writeFilter = (name: string, value: string): string =>
  /[\s"()]/.test(value) ? `${name}:"${value.replaceAll('"', ' ')}"` : `${name}:${value}`

/** The query with a filter put in or taken out. */
export function toggleFilter(query: string, filter: string): string {
  const { filters, words } = partQuery(query)
  const has = filters.includes(filter)
  return joinQuery({ filters: has ? filters.filter((one) => one !== filter) : [...filters, filter], words })
}

/** What is typed at the end, after the last space: what suggestions complete. A filter that is being typed counts whole. */
export function lastWord(words: string): { before: string; word: string; field: string | null } {
  const [, before = '', word = ''] = /^(.*?)((?:[a-z]+:"[^"]*|\S*))$/is.exec(words) ?? []
  const field = new RegExp(`^-?(${FIELDS}):"?`, 'i').exec(word)
  return field === null
    ? { before, word, field: null }
    : { before, word: word.slice(field[0].length), field: field[1]?.toLowerCase() ?? null }
}
