import type { Client } from '../../../core/defs/index.ts'

/** What would win most, of what the user does everywhere and of this computer; the best first. */
export async function adviceOf(client: Pick<Client, 'privacy'>): Promise<string[]> {
  const gains = new Map<string, number>()
  for (const kind of ['device', 'own'] as const) {
    const { items } = await client.privacy.explain({ kind, ids: [kind] }, { priority: 'batch' })
    for (const { technic, context, comportment } of items) {
      for (const { advice, points, of } of [technic, context, comportment].flatMap((facet) => facet.contributions)) {
        if (advice !== null) gains.set(advice, (gains.get(advice) ?? 0) + of - points)
      }
    }
  }
  return [...gains].sort(([, a], [, b]) => b - a).map(([advice]) => advice)
}
