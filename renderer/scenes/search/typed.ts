import { useSyncExternalStore } from 'react'
import { partQuery } from './query-text.ts'

/**
 * The words that were typed into the field in this window. As long as they are what is searched, the last of them may be
 * the beginning of a word: what was found while typing must not go when Enter is pressed or a filter is chosen.
 */
let words = ''
const listeners = new Set<() => void>()

export function rememberTyped(query: string): void {
  const next = partQuery(query).words
  if (next === words) return
  words = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Whether this query was typed here; an address that was opened is taken as whole words. */
export function useTyped(query: string): boolean {
  const typed = useSyncExternalStore(subscribe, () => words)
  return typed !== '' && partQuery(query).words === typed
}
