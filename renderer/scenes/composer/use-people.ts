import { useEffect, useState } from 'react'
import type { Recipient } from '../../../core/defs/index.ts'
import { useClient } from '../../client/index.ts'

const SHOWN = 6
const NOBODY: readonly Recipient[] = []

/** People whose name or address begins with what was typed. Each keystroke stops the question before it. */
export function usePeople(text: string): readonly Recipient[] {
  const client = useClient()
  const [people, setPeople] = useState(NOBODY)
  useEffect(() => {
    const typed = text.trim()
    if (typed === '') {
      setPeople(NOBODY)
      return undefined
    }
    const abort = new AbortController()
    client.search
      .suggest({ text: typed.slice(0, 200), kinds: ['person'], limit: SHOWN }, { signal: abort.signal })
      .then(
        ({ items }) => {
          if (!abort.signal.aborted)
            setPeople(items.flatMap((item) => personOf(item.label, item.value, item.details) ?? []))
        },
        () => undefined, // no suggestions: the address can still be typed
      )
    return () => abort.abort()
  }, [client, text])
  return people
}

function personOf(label: string, value: string, details: string): Recipient | null {
  const address = [value, details, label].map((part) => /[^\s<>"():]+@[^\s<>"()]+/.exec(part)?.[0]).find(Boolean)
  return address === undefined ? null : { address, label: label === address ? '' : label }
}
