import { createClient } from '../../core/call.ts'
import { type CoreEvent, fail, operationList } from '../../core/defs/index.ts'
import type { Connection } from '../client/index.ts'
import { type FixtureInput, fixtureHandlers } from './handlers.ts'
import { fixtureStore } from './mail.ts'
import { stateOf } from './states.ts'

/** Long enough to see what waiting looks like, short enough not to wait. */
const answerAfterMs = 30

/**
 * Core in memory, with invented mail: for building, photographing and testing scenes without a program behind them.
 * `scenario`: '' (a full mailbox), `first-sync`, `offline`, `empty`, `welcome`, `large` (100,000 threads).
 */
export function fixtureConnection(scenario: string): Connection {
  const listeners = new Set<(event: CoreEvent) => void>()
  const emit = (event: CoreEvent) => {
    for (const listener of listeners) listener(event)
  }
  const nowMs = Date.now()
  const state = stateOf(scenario, nowMs)
  const store = fixtureStore(nowMs, scenario === 'large' ? 100_000 : 400)
  if (scenario === 'empty' || scenario === 'welcome') store.messages.clear()
  if (scenario === 'welcome') store.accounts = []
  const handlers = fixtureHandlers(store, state, emit)
  const operationByName = new Map<string, (typeof operationList)[number]>(
    operationList.map((named) => [named.name, named]),
  )
  const client = createClient(async (name, input, { signal }) => {
    await new Promise((resolve) => setTimeout(resolve, answerAfterMs))
    signal?.throwIfAborted()
    const handler = handlers[name]
    const named = operationByName.get(name)
    if (!handler || !named) throw fail('unsupported', `The fixture does not know ${name}.`)
    return structuredClone(await handler(named.operation.input.parse(input ?? {}) as FixtureInput))
  })
  return {
    client,
    subscribe: (onEvent) => {
      listeners.add(onEvent)
      return () => listeners.delete(onEvent)
    },
  }
}
