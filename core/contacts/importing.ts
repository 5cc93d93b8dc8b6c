import { fail, type Handlers, type Operations } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import type { Book } from './book.ts'
import type { Changes } from './changes.ts'
import { ImportSessions } from './import-session.ts'
import { planImport } from './plan-import.ts'
import { runImport } from './run-import.ts'

type Importing = Pick<Handlers<Operations['contacts']>, 'previewImport' | 'importPage' | 'runImport'>

export interface ImportingTools {
  readonly book: Book
  readonly changes: Changes
  countryOf(): Promise<string | null>
}

/** Files of vCards: first what they would do, then the doing. */
export function createImporting(context: CoreContext, { book, changes, countryOf }: ImportingTools): Importing {
  const { clock, random } = context
  const sessions = new ImportSessions()

  return {
    async previewImport({ bytes, importId, more }, call) {
      const nowMs = clock.nowMs()
      const session = importId === undefined ? sessions.open(random.id(), nowMs) : sessions.get(importId, nowMs)
      try {
        session.add(bytes)
        if (more) return session.preview(false)
        await planImport(context, book, session, await countryOf(), call)
        session.isPlanned = true
        return session.preview(true)
      } catch (thrown) {
        sessions.close(session.id)
        throw thrown
      }
    },

    async importPage({ importId, list, cursor, limit }) {
      const session = sessions.get(importId, clock.nowMs())
      const from = /^\d{1,9}$/.test(cursor ?? '') ? Number(cursor) : 0
      const page = (count: number) => (from + limit < count ? String(from + limit) : null)
      switch (list) {
        case 'fresh': {
          const items = session.fresh.slice(from, from + limit).map((item) => ({ list, ...item }))
          return { items, nextCursor: page(session.fresh.length) }
        }
        case 'merges': {
          const items = session.merges.slice(from, from + limit).map((item) => ({ list, ...item }))
          return { items, nextCursor: page(session.merges.length) }
        }
        case 'problems': {
          const items = session.problems.slice(from, from + limit).map((item) => ({ list, ...item }))
          return { items, nextCursor: page(session.problems.length) }
        }
      }
    },

    async runImport({ importId, choices }, call) {
      const session = sessions.get(importId, clock.nowMs())
      if (!session.isPlanned) throw fail('invalid', 'This file is not here whole yet. Nothing was changed.')
      sessions.close(importId)
      return runImport(context, changes, session, choices, await countryOf(), call)
    },
  }
}
