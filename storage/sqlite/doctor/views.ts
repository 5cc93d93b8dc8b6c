import type { Database } from 'better-sqlite3'

/** A table that follows from what each row of another says of itself. */
interface Claimed {
  readonly of: 'threads' | 'discussions'
  readonly owner: 'thread' | 'discussion'
  readonly table: string
  readonly columns: string
  /** the rows that there should be */
  readonly claims: string
}

const claimed: readonly Claimed[] = [
  {
    of: 'threads',
    owner: 'thread',
    table: 'thread_views',
    columns: 'view, unread, importance, last, thread',
    claims: `select j.value, t.unread > 0, t.importance, t.last, t.row from threads t, json_each(t.views) j where t.last > 0`,
  },
  {
    of: 'threads',
    owner: 'thread',
    table: 'set_threads',
    columns: 'participant_set, hidden, last, thread',
    // flat: three numbers a set
    claims: `select t.sets ->> j.key, t.sets ->> (j.key + 1), t.sets ->> (j.key + 2), t.row
      from threads t, json_each(t.sets) j where j.key % 3 = 0`,
  },
  {
    of: 'discussions',
    owner: 'discussion',
    table: 'discussion_views',
    columns: 'view, unread, importance, last, discussion',
    claims: `select j.value, d.unread, d.importance, d.last, d.row from discussions d, json_each(d.views) j
      where d.last > 0`,
  },
]

/** Compares such tables whole with what is claimed, and writes them anew where they differ and that is asked for. */
export function viewChecks(db: Database) {
  const checks = claimed.map(({ of, owner, table, columns, claims }) => ({
    of,
    wrong: db
      .prepare<[], number>(
        `with claims (${columns}) as (${claims})
         select count(distinct ${owner}) from
         (select * from (select * from claims except select ${columns} from ${table})
          union all select * from (select ${columns} from ${table} except select * from claims))`,
      )
      .pluck(),
    empty: db.prepare(`delete from ${table}`),
    fill: db.prepare(`insert or replace into ${table} (${columns}) ${claims}`),
  }))

  /** how many threads or discussions have rows that are missing, wrong or too many */
  return (what: 'threads' | 'discussions', repair: boolean): number => {
    let found = 0
    for (const { wrong, empty, fill } of checks.filter(({ of }) => of === what)) {
      const count = wrong.get() ?? 0
      found += count
      if (!repair || count === 0) continue
      db.transaction(() => {
        empty.run()
        fill.run()
      }).immediate()
    }
    return found
  }
}
