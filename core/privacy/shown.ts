import type { CoreContext } from '../ports.ts'

export interface Shown {
  /** domains whose pictures are always shown */
  domains(): Promise<ReadonlySet<string>>
  setShown(domain: string, show: boolean): Promise<void>
  /** advice that is not given now */
  silenced(kind: string, id: string): Promise<ReadonlySet<string>>
  silence(kind: string, id: string, advice: string, days: number): Promise<void>
}

const dayMs = 24 * 3_600_000

/** What the user has said once and for all about pictures and advice. Few records, kept in memory. */
export function createShown({ stores, clock }: CoreContext): Shown {
  let domains: Promise<Set<string>> | null = null
  let silenced: Promise<Map<string, number>> | null = null

  async function all<N extends 'shownDomain' | 'silencedAdvice'>(noun: N) {
    const found: Awaited<ReturnType<typeof stores.records.list<N>>>['items'] = []
    let cursor: string | undefined
    do {
      const page = await stores.records.list(noun, { cursor, limit: 500 })
      found.push(...page.items)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    return found
  }

  const readDomains = (): Promise<Set<string>> => {
    domains ??= all('shownDomain').then((items) => new Set(items.map(({ id }) => id)))
    return domains
  }
  const readSilenced = (): Promise<Map<string, number>> => {
    silenced ??= all('silencedAdvice').then((items) => new Map(items.map(({ id, untilMs }) => [id, untilMs])))
    return silenced
  }

  return {
    domains: readDomains,
    async setShown(id, show) {
      await stores.commit(
        show
          ? { recordPuts: [{ noun: 'shownDomain', value: { id } }] }
          : { recordRemoves: [{ noun: 'shownDomain', id }] },
      )
      domains = null
    },
    async silenced(kind, id) {
      const start = `${kind}:${id}:`
      const nowMs = clock.nowMs()
      const found = [...(await readSilenced())].flatMap(([key, untilMs]) =>
        key.startsWith(start) && untilMs > nowMs ? [key.slice(start.length)] : [],
      )
      return new Set(found)
    },
    async silence(kind, id, advice, days) {
      const value = { id: `${kind}:${id}:${advice}`, untilMs: clock.nowMs() + days * dayMs }
      await stores.commit({ recordPuts: [{ noun: 'silencedAdvice', value }] })
      silenced = null
    },
  }
}
