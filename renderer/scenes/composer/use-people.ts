import { useEffect, useState } from 'react'
import type { Recipient, RecipientSuggestion } from '../../../core/defs/index.ts'
import { useClient } from '../../client/index.ts'

const SHOWN = 6

/** Somebody, or a group with everybody in it. */
export interface Offered extends Recipient {
  readonly members: readonly Recipient[]
}

export interface People {
  readonly people: readonly Offered[]
  /** the answer to what stands in the field now; until then nobody is offered who was found for less */
  readonly settled: boolean
}

const NOBODY: { readonly typed: string; readonly people: readonly Offered[] } = { typed: '', people: [] }

/** People whose name or address begins with what was typed. Each keystroke stops the question before it. */
export function usePeople(text: string): People {
  const client = useClient()
  const [found, setFound] = useState(NOBODY)
  const typed = text.trim()
  useEffect(() => {
    if (typed === '') {
      setFound(NOBODY)
      return undefined
    }
    const abort = new AbortController()
    client.contacts.suggest({ text: typed.slice(0, 200), limit: SHOWN }, { signal: abort.signal }).then(
      ({ items }) => {
        if (abort.signal.aborted) return
        setFound({ typed, people: items.flatMap(offeredOf) })
      },
      () => {
        // No suggestions: the address can still be typed.
        if (!abort.signal.aborted) setFound({ typed, people: [] })
      },
    )
    return () => abort.abort()
  }, [client, typed])
  const settled = found.typed === typed
  return { people: settled ? found.people : found.people.filter((person) => fits(person, typed)), settled }
}

const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** Whether somebody who was found for the beginning of a word is still meant by more of it. */
function fits({ label, address }: Recipient, typed: string): boolean {
  const words = folded(`${label} ${address}`).split(/[\s@._-]+/)
  return folded(typed)
    .split(/\s+/)
    .every((part) => words.some((word) => word.startsWith(part)))
}

function offeredOf({ name, addresses, group }: RecipientSuggestion): Offered[] {
  if (group) return [{ address: '', label: name, members: addresses.map((address) => ({ address, label: '' })) }]
  return addresses.map((address) => {
    const person = { address, label: name === address ? '' : name }
    return { ...person, members: [person] }
  })
}
