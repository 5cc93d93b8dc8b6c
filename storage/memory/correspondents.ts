import type { Correspondent } from '../contracts/index.ts'
import { peopleOf, recipientsOf } from '../derived/index.ts'
import type { MemoryState } from './state.ts'

/** Everybody met, by address. */
export function correspondentsIn(state: MemoryState): Map<string, Correspondent> {
  const found = new Map<string, Correspondent>()
  const rising = [...state.messages.values()].sort((a, b) => a.row - b.row)
  for (const { message } of rising) {
    const recipients = recipientsOf(message)
    for (const [address, label] of peopleOf(message)) {
      const known = found.get(address) ?? unknown(address)
      const written = message.own && recipients.has(address)
      found.set(address, {
        address,
        label: label === '' ? known.label : label,
        written: known.written + (written ? 1 : 0),
        lastWrittenMs: written ? Math.max(known.lastWrittenMs, message.sortMs) : known.lastWrittenMs,
        received: known.received + (message.own ? 0 : 1),
        lastReceivedMs: message.own ? known.lastReceivedMs : Math.max(known.lastReceivedMs, message.sortMs),
      })
    }
  }
  return found
}

export function labelsOf(state: MemoryState, addresses: readonly string[]): Map<string, string> {
  const all = correspondentsIn(state)
  return new Map(addresses.map((address) => [address, all.get(address)?.label ?? '']))
}

function unknown(address: string): Correspondent {
  return { address, label: '', written: 0, lastWrittenMs: 0, received: 0, lastReceivedMs: 0 }
}
