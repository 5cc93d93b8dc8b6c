import { z } from 'zod'
import type { Notification } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import { lifetimes, notificationLimits } from './limits.ts'

/** What makes a notification. `key`: there is one of each at most, and a newer one takes its place. */
export interface Draft extends Pick<Notification, 'kind' | 'title' | 'text' | 'goal'> {
  readonly key: string | null
  readonly accountId?: string | null
  readonly count?: number
  readonly messages?: Notification['messages']
  readonly advice?: string
}

/** Ids sort by time, so that the list needs no other order; a key stands in them, so that one is found again. */
const timeDigits = 15

/** The notifications that are kept: few, bounded, the oldest gone first. */
export function createShelf({ stores, clock, random, hash }: CoreContext) {
  const keyMark = (key: string): string => `-k${hash(key).slice(0, 20)}`

  /** The latest first; those that have run out are taken away. */
  async function all(): Promise<{ items: Notification[]; expired: number }> {
    const nowMs = clock.nowMs()
    const { items } = await stores.records.list('notification', {
      limit: 2 * notificationLimits.kept,
      descending: true,
    })
    const gone = items.filter(
      ({ expiresAtMs }, at) => (expiresAtMs !== null && expiresAtMs <= nowMs) || at >= notificationLimits.kept,
    )
    await remove(gone)
    return { items: items.filter((item) => !gone.includes(item)), expired: gone.length }
  }

  async function remove(gone: readonly Pick<Notification, 'id'>[]): Promise<void> {
    if (gone.length === 0) return
    await stores.commit({ recordRemoves: gone.map(({ id }) => ({ noun: 'notification', id })) })
  }

  return {
    all,
    remove,
    async put(changed: readonly Notification[]): Promise<void> {
      if (changed.length === 0) return
      await stores.commit({ recordPuts: changed.map((value) => ({ noun: 'notification', value })) })
    },
    /** null when it says what the one of the same key says already */
    async add({ key, ...draft }: Draft): Promise<Notification | null> {
      const nowMs = clock.nowMs()
      const lifetimeMs = lifetimes[draft.kind]
      const value: Notification = {
        accountId: null,
        count: 1,
        advice: null,
        ...draft,
        title: draft.title.slice(0, notificationLimits.titleLength),
        text: draft.text.slice(0, notificationLimits.textLength),
        id: `${String(nowMs).padStart(timeDigits, '0')}-${random.id()}${key === null ? '' : keyMark(key)}`,
        createdAtMs: nowMs,
        expiresAtMs: lifetimeMs === null ? null : nowMs + lifetimeMs,
        read: false,
      }
      const same = key === null ? [] : (await all()).items.filter(({ id }) => id.endsWith(keyMark(key)))
      if (same.some(({ title, text }) => title === value.title && text === value.text)) return null
      await stores.commit({
        recordPuts: [{ noun: 'notification', value }],
        recordRemoves: same.map(({ id }) => ({ noun: 'notification', id })),
      })
      return value
    },
    /** true if there was one */
    async removeKey(key: string): Promise<boolean> {
      const found = (await all()).items.filter(({ id }) => id.endsWith(keyMark(key)))
      await remove(found)
      return found.length > 0
    },
  }
}

const checkpointId = 'notifications'
const memory = z.object({ silenced: z.array(z.string()).default([]), advisedAtMs: z.number().default(0) })

/** What was said about advice: which is never to be given again, and when one was given last. */
export function createAdviceMemory({ stores, clock }: CoreContext) {
  const read = async () => memory.parse((await stores.records.get('checkpoint', checkpointId))?.state ?? {})
  return {
    read,
    async change(change: (state: z.output<typeof memory>) => Partial<z.output<typeof memory>>): Promise<void> {
      const before = await read()
      const state = { ...before, ...change(before) }
      const value = { id: checkpointId, updatedAtMs: clock.nowMs(), state }
      await stores.commit({ recordPuts: [{ noun: 'checkpoint', value }] })
    },
  }
}
