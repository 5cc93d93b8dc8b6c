import type { Handlers, Operations, RemoteContent, TrackerReport } from '../../../core/defs/index.ts'
import type { Connections } from '../../../core/index.ts'

type Privacy = Handlers<Operations['privacy']>

/** What a browser would fetch by itself as soon as a message is shown; links and forms wait for a click. */
const fetchedByItself: ReadonlySet<RemoteContent['kind']> = new Set([
  'image',
  'font',
  'style',
  'media',
  'frame',
  'prefetch',
  'other',
])

/**
 * A window that shows a message asks what is remote in it, and gives none of that to it: so each such answer is what was
 * refused, listed with its message.
 */
export function listingBlocked(privacy: Privacy, { ledger }: Pick<Connections, 'ledger'>): Privacy {
  return {
    ...privacy,
    async trackers(input, call) {
      const report = await privacy.trackers(input, call)
      ledger.blocked(input.id, blockedHosts(report))
      return report
    },
  }
}

/** By host, those that track and those that do not apart. */
function blockedHosts({ items, alwaysShow }: Pick<TrackerReport, 'items' | 'alwaysShow'>) {
  const hosts = new Map<string, { host: string; tracker: boolean; times: number }>()
  for (const { kind, host, tracker } of items) {
    if (host === '' || !fetchedByItself.has(kind) || (alwaysShow && kind === 'image' && !tracker)) continue
    const key = `${tracker} ${host}`
    hosts.set(key, { host, tracker, times: (hosts.get(key)?.times ?? 0) + 1 })
  }
  return [...hosts.values()]
}
