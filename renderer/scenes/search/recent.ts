const KEY = 'search.recent'

/** Searches that are offered again. */
const KEPT = 8

/** What was searched lately in this window, latest first. Kept by the window: it is nobody else's business. */
export const recentSearches = {
  read(): string[] {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
      return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string').slice(0, KEPT) : []
    } catch {
      return [] // written by something else: begin anew
    }
  },
  add(query: string): void {
    if (query.trim() === '') return
    const others = recentSearches.read().filter((one) => one !== query)
    localStorage.setItem(KEY, JSON.stringify([query, ...others].slice(0, KEPT)))
  },
}
