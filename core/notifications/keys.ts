import { z } from 'zod'
import type { CoreContext } from '../ports.ts'
import { notificationLimits } from './limits.ts'

const checkpointId = 'contact-keys'
const known = z.record(z.string(), z.array(z.string()))

/** Which keys contacts had, so that a change is seen whatever brought it: a file, a message, a directory. */
export function createKeyWatch({ stores, clock }: CoreContext) {
  async function idsToLookAt(before: Readonly<Record<string, unknown>>, asked: readonly string[] | null) {
    if (asked !== null) return asked
    const ids = new Set(Object.keys(before))
    let cursor: string | undefined
    do {
      const page = await stores.records.list('contact', { cursor, limit: notificationLimits.contactsAtOnce })
      for (const { id } of page.items) ids.add(id)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    return [...ids]
  }

  return {
    /** Those of these contacts (null: of all) that had keys and have one that they had not, the user's own entries aside. */
    async changed(contactIds: readonly string[] | null): Promise<{ id: string; name: string }[]> {
      const saved = known.safeParse((await stores.records.get('checkpoint', checkpointId))?.state ?? {})
      const before = saved.success ? saved.data : {}
      const after = { ...before }
      const told: { id: string; name: string }[] = []
      for (const id of await idsToLookAt(before, contactIds)) {
        const contact = await stores.records.get('contact', id)
        const had = before[id] ?? []
        const has = contact?.keys ?? []
        const strange = has.some((key) => key.source !== 'user' && !had.includes(key.id))
        if (contact !== null && had.length > 0 && strange) told.push({ id, name: contact.name.full })
        if (has.length > 0) after[id] = has.map((key) => key.id)
        else delete after[id]
      }
      if (JSON.stringify(after) !== JSON.stringify(before)) {
        const value = { id: checkpointId, updatedAtMs: clock.nowMs(), state: after }
        await stores.commit({ recordPuts: [{ noun: 'checkpoint', value }] })
      }
      return told
    },
  }
}
