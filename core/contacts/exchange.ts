import type { CallContext, MessageSummary } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import { limits } from './limits.ts'

export interface Exchange {
  readonly months: { month: string; sent: number; received: number }[]
  readonly sent: number
  readonly received: number
  readonly more: boolean
  readonly lastMs: number | null
}

/** Messages that one of these addresses wrote to the user or was written by the user, by month, the latest ones. */
export async function exchangeWith(
  { stores, clock }: CoreContext,
  addresses: readonly string[],
  { signal, priority }: CallContext,
): Promise<Exchange> {
  if (addresses.length === 0) return { months: [], sent: 0, received: 0, more: false, lastMs: null }
  const wanted = new Set(addresses)
  const firstMs = beginning(clock.nowMs())
  const counted: { month: string; sent: number; received: number }[] = []
  const state = { seen: 0, sent: 0, received: 0, more: false, lastMs: null as number | null }
  const options = { priority, ...(signal === undefined ? {} : { signal }) }
  let cursor: string | undefined
  do {
    const node = {
      kind: 'and' as const,
      nodes: [
        { kind: 'with' as const, addresses: [...addresses] },
        { kind: 'time' as const, fromMs: firstMs, toMs: null },
        { kind: 'visible' as const },
      ],
    }
    const page = await stores.search.match({ node, sort: 'newest', cursor, limit: limits.exchangePage }, options)
    for (const message of await stores.messages.get(page.items, options)) count(message)
    state.seen += page.items.length
    cursor = page.nextCursor ?? undefined
    state.more = cursor !== undefined
  } while (cursor !== undefined && state.seen < limits.exchangeMessages)
  const { sent, received, more, lastMs } = state
  return { months: counted.toSorted((a, b) => (a.month < b.month ? -1 : 1)), sent, received, more, lastMs }

  function count(message: MessageSummary): void {
    const from = message.participants.some(({ type, address }) => type === 'from' && wanted.has(address.toLowerCase()))
    // what others wrote to both is no exchange between them
    if (!message.own && !from) return
    const month = new Date(message.sortMs).toISOString().slice(0, 7)
    let bucket = counted.find((one) => one.month === month)
    if (bucket === undefined) {
      bucket = { month, sent: 0, received: 0 }
      counted.push(bucket)
    }
    const way = message.own ? 'sent' : 'received'
    bucket[way]++
    state[way]++
    state.lastMs = Math.max(state.lastMs ?? 0, message.sortMs)
  }
}

/** The first of the month, so many months ago, UTC. */
function beginning(nowMs: number): number {
  const now = new Date(nowMs)
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - limits.exchangeMonths + 1, 1)
}
