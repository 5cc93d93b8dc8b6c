import { useEffect, useState } from 'react'
import type { Suggestion } from '../../../core/defs/index.ts'
import { useClient } from '../../client/index.ts'
import { matchScore } from './match-score.ts'
import { lastWord, writeFilter } from './query-text.ts'
import { recentSearches } from './recent.ts'

const SHOWN = 8

/** One line under the field. */
export interface Choice {
  readonly key: string
  readonly kind: 'search' | 'recent' | Suggestion['kind']
  readonly label: string
  readonly details: string
  /** `filter`: becomes a chip in place of what was typed; `query`: is searched; `view`, `discussion`, `thread`: is opened */
  readonly does:
    | { readonly filter: string }
    | { readonly query: string }
    | { readonly view: string }
    | { readonly discussion: string }
    | { readonly thread: string }
}

const NOTHING: readonly Suggestion[] = []

/** What may be meant by what was typed so far. Each keystroke stops the question before it. */
export function useSuggestions(words: string, active: boolean): readonly Choice[] {
  const client = useClient()
  const [answer, setAnswer] = useState({ word: '', items: NOTHING })
  const { word, field } = lastWord(words)
  useEffect(() => {
    // Before the first key: core reads its lists of people and subjects now, not when an answer is waited for.
    if (active) client.search.suggest({ text: '', limit: 1 }).catch(() => undefined) // the first key asks again
  }, [client, active])
  useEffect(() => {
    const kinds = kindsOf(field)
    if (!active || word === '' || kinds.length === 0) {
      setAnswer({ word: '', items: NOTHING })
      return undefined
    }
    const abort = new AbortController()
    client.search.suggest({ text: word.slice(0, 200), kinds, limit: SHOWN }, { signal: abort.signal }).then(
      ({ items }) => {
        if (!abort.signal.aborted) setAnswer({ word, items })
      },
      () => undefined, // no suggestions: the search itself still works
    )
    return () => abort.abort()
  }, [client, word, field, active])

  if (!active) return []
  if (words.trim() === '') {
    return recentSearches
      .read()
      .map((query): Choice => ({ key: `recent ${query}`, kind: 'recent', label: query, details: '', does: { query } }))
  }
  // What was found for less of the word stays only while it still fits: Enter must not open what is no longer meant.
  const items =
    answer.word === word
      ? answer.items
      : answer.items.filter(({ label, value }) => matchScore(`${label} ${value}`, word) > 50)
  return distinct(items).map(
    (item): Choice => ({ ...item, key: `${item.kind} ${item.value}`, does: doesOf(item, field) }),
  )
}

/** Discussions of the same name cannot be told apart here: the newest stands for all, and a search finds the others. */
function distinct(items: readonly Suggestion[]): Suggestion[] {
  const seen = new Set<string>()
  return items.filter(({ kind, label }) => {
    if (kind !== 'subject') return true
    const known = seen.has(label)
    seen.add(label)
    return !known
  })
}

function kindsOf(field: string | null): Suggestion['kind'][] {
  switch (field) {
    case null:
      return ['person', 'discussion', 'mailbox', 'tag', 'subject']
    case 'from':
    case 'to':
    case 'cc':
    case 'with':
      return ['person']
    case 'tag':
      return ['tag']
    case 'in':
      return ['mailbox']
    case 'subject':
      return ['subject']
    default:
      return []
  }
}

function doesOf({ kind, value, label, details }: Suggestion, field: string | null): Choice['does'] {
  if (kind === 'person') return { filter: writeFilter(field ?? 'from', value) }
  if (kind === 'subject') return field === 'subject' ? { filter: writeFilter('subject', label) } : { thread: value }
  if (kind === 'discussion') return { discussion: value }
  if (kind === 'tag') return field === 'tag' ? { filter: writeFilter('tag', label) } : { view: `tag:${value}` }
  // Details begin with the path where it is more than the name.
  const path = details.includes(' · ') ? details.split(' · ')[0] : label
  return field === 'in' ? { filter: writeFilter('in', path ?? label) } : { view: `mailbox:${value}` }
}
