import Sqlite from 'better-sqlite3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { everything } from '../contracts/suite/everything.ts'
import { beginning, history } from '../contracts/suite/history.ts'
import { createMemoryStores } from '../memory/index.ts'
import { createCommit } from './commit.ts'
import { migrate } from './connection/index.ts'
import { doctorReads, doctorWrites } from './doctor/index.ts'
import { migrations } from './migrations/index.ts'
import { readOperations } from './operations.ts'
import { openWrites } from './writes.ts'

/** What a reader thread answers, as the contracts have it; without the thread. */
function answers(db: Sqlite.Database): Parameters<typeof everything>[0] {
  const operations = readOperations(db, () => {
    throw new Error('no blobs here')
  })
  const later = new Proxy(operations, {
    get: (target, noun) =>
      new Proxy(Reflect.get(target, noun), {
        get:
          (verbs, verb) =>
          async (...args: unknown[]) =>
            Reflect.get(verbs, verb)(...args),
      }),
  })
  return later as unknown as Parameters<typeof everything>[0] // checked by readOperations: the same verbs, synchronous
}

test('whatever was done, the database answers what plain reading of it all answers', async () => {
  let refused = 0
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      const db = new Sqlite(':memory:')
      migrate(db, migrations)
      const writes = openWrites(db)
      const commit = createCommit(db, writes)
      const memory = createMemoryStores()
      for (const changes of [beginning, ...steps]) {
        const result = commit(structuredClone(changes))
        expect(result).toEqual(await memory.commit(changes))
        if (!result.ok) refused += 1
      }
      expect(await everything(answers(db))).toEqual(await everything(memory))
      const doctor = doctorWrites(db, writes)
      expect(doctor.examineThreads(0, 99, false).wrong).toBe(0)
      expect(doctor.examineDiscussions(0, 99, false).wrong).toBe(0)
      expect(doctor.examineViews('threads', false) + doctor.examineViews('discussions', false)).toBe(0)
      expect(doctorReads(db).wrongCounts()).toBe(0)
      db.close()
    }),
    { numRuns: 60 },
  )
  expect(refused).toBeGreaterThan(0)
})
