import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { migrate } from '../connection/index.ts'
import { migrations } from '../migrations/index.ts'
import { remoteReads } from './index.ts'

test('looking up some UIDs or messages costs the same in a mailbox of any size', () => {
  const db = new Sqlite(':memory:')
  migrate(db, migrations)
  const statements: string[] = []
  remoteReads(
    new Proxy(db, {
      get(target, name) {
        if (name !== 'prepare') return Reflect.get(target, name)
        return (sql: string) => {
          statements.push(sql)
          return target.prepare(sql)
        }
      },
    }),
  )
  const lookups = statements.filter((sql) => sql.includes('json_each'))
  expect(lookups).toHaveLength(2)
  for (const sql of lookups) {
    const plan = db.prepare(`explain query plan ${sql}`).all(...[...sql.matchAll(/\?/g)].map(() => '1'))
    const steps = plan.map((step) => String(Reflect.get(Object(step), 'detail')))
    expect(steps.filter((step) => step.startsWith('SCAN'))).toEqual([
      expect.stringMatching(/^SCAN (j|json_each) VIRTUAL TABLE INDEX 1:$/),
    ])
    expect(steps.filter((step) => step.startsWith('SEARCH r'))).toEqual([
      expect.stringMatching(/mailbox=\? AND uid=\?|message=\?/),
    ])
  }
  db.close()
})
