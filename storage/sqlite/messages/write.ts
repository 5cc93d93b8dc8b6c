import type { Database } from 'better-sqlite3'
import type { Message } from '../../../core/defs/index.ts'
import type { Score } from '../../contracts/index.ts'
import { sameSecond } from '../../derived/index.ts'
import { type Interned, readId } from '../interned/index.ts'
import type { PeopleWrites } from '../people/index.ts'
import type { SearchWrites } from '../search/index.ts'
import type { Touched } from '../touched.ts'
import { type Columns, scoreColumns, toColumns } from './columns.ts'
import { freeRows } from './free-rows.ts'
import { type MessagePlace, messagePlaces } from './places.ts'
import { repeatedWrites } from './repeated.ts'
import { type MessageRow, messageColumns, toMessage } from './rows.ts'

export type MessageWrites = ReturnType<typeof messageWrites>

interface Parts {
  readonly search: SearchWrites
  readonly people: PeopleWrites
  readonly touched: Touched
  readonly interned: Interned
  /** row of a thread, of a set by its id; made if it is new */
  readonly threadRow: (id: string) => number
  readonly setRow: (id: string) => number
  /** the message of this row is gone: so is what others keep of it */
  readonly forget: (row: number) => void
}

/** What the change set says of a message elsewhere. */
export interface Beside {
  /** brings its search row too */
  readonly searched: boolean
  /** puts it into a mailbox outside junk and trash */
  readonly visible: boolean
  /** says that it would report on its reader */
  readonly tracker: boolean
}

type Values = Columns & { readonly thread: number; readonly participant_set: number }

const scoreNames = ['importance', 'rules', 'technic', 'context', 'comportment', 'overall'] as const

export function messageWrites(db: Database, parts: Parts) {
  const { search, people, touched, interned } = parts
  const places = messagePlaces(db)
  const readRow = db.prepare<[number], MessageRow>(`select ${messageColumns} from messages m where m.row = ?`)
  const rawRow = db.prepare<[number], Values>('select * from messages where row = ?')
  const remove = db.prepare<[number]>('delete from messages where row = ?')
  const setHidden = db.prepare<[number, number]>('update messages set hidden = ? where row = ?')
  const setTracker = db.prepare<[number, number]>('update messages set tracker = ? where row = ?')
  const setScores = db.prepare<unknown[]>(
    `update messages set ${scoreNames.map((name) => `${name} = ?`).join(', ')} where row = ?`,
  )
  const rows = freeRows(db)
  const repeated = repeatedWrites(db, touched)
  const insert = inserter(db)
  const update = updater(db)

  /** The row stays while the second does; it also stays when a search row would be left behind (see ChangeSet.messages). */
  function rowFor(before: MessagePlace, message: Message, searchComes: boolean): number {
    if (sameSecond(before.sort_ms, message.sortMs)) return before.row
    const searched = search.has(before.row)
    if (searched && !searchComes) return before.row
    if (searched) search.remove([before.row])
    const row = rows.free(message.sortMs)
    repeated.move(before.row, row)
    return row
  }

  function valuesOf(message: Message): Values {
    return {
      ...toColumns(message, interned),
      thread: parts.threadRow(message.threadId),
      participant_set: message.participantSetId === '' ? 0 : parts.setRow(message.participantSetId),
    }
  }

  function replace(before: MessagePlace, message: Message, { searched }: Beside): void {
    touched.message(before.row)
    places.forget(message.id)
    const old = readRow.get(before.row)
    const values = valuesOf(message)
    const row = rowFor(before, message, searched)
    update(row, rawRow.get(row), values)
    repeated.update(row, before, values)
    touched.added(row, values.thread)
    people.changed(old === undefined ? null : toMessage(old, interned), message)
  }

  function removeRow(row: number): void {
    const old = readRow.get(row)
    if (old === undefined) return
    touched.message(row)
    places.forget(readId(old.id))
    repeated.remove(row)
    parts.forget(row)
    search.remove([row])
    remove.run(row)
    people.changed(toMessage(old, interned), null)
  }

  return {
    begin: places.begin,
    find: places.find,
    read(id: string): Message | null {
      const place = places.find(id)
      const row = place && readRow.get(place.row)
      return row === undefined ? null : toMessage(row, interned)
    },
    put(message: Message, beside: Beside): void {
      const before = places.find(message.id)
      if (before !== undefined) {
        replace(before, message, beside)
        return
      }
      const row = rows.free(message.sortMs)
      const values = valuesOf(message)
      insert(row, values, beside)
      places.added(message.id, { ...values, row, hidden: beside.visible ? 0 : 1, tracker: beside.tracker ? 1 : 0 })
      touched.added(row, values.thread)
      people.changed(null, message)
    },
    /** what a message was judged to be; unknown ones are passed over */
    score({ messageId, privacy, importance }: Score): void {
      const before = places.find(messageId)
      if (before === undefined) return
      touched.message(before.row)
      places.forget(messageId)
      const scores = scoreColumns(privacy, importance)
      setScores.run(...scoreNames.map((name) => scores[name]), before.row)
      repeated.update(before.row, before, { ...before, importance: scores.importance })
    },
    removeRow,
    remove(id: string): void {
      const place = places.find(id)
      if (place !== undefined) removeRow(place.row)
    },
    hide(row: number, hidden: boolean): void {
      setHidden.run(hidden ? 1 : 0, row)
      repeated.hide(row, hidden)
    },
    /** whether the message would report on its reader */
    setTracker(message: MessagePlace, tracker: boolean): void {
      if ((message.tracker === 1) !== tracker) setTracker.run(tracker ? 1 : 0, message.row)
    },
  }
}

/** Writes a new row. */
function inserter(db: Database) {
  let statement: ReturnType<typeof db.prepare<unknown[]>> | null = null
  let names: (keyof Values)[] = []
  return (row: number, values: Values, { visible, tracker }: Beside): void => {
    if (statement === null) {
      names = Object.keys(values) as (keyof Values)[] // checked: of that very object
      const all = ['row', 'hidden', 'tracker', ...names]
      statement = db.prepare(`insert into messages (${all.join(', ')}) values (${all.map(() => '?').join(', ')})`)
    }
    statement.run(row, visible ? 0 : 1, tracker ? 1 : 0, ...names.map((name) => values[name]))
  }
}

/** Writes what differs only: naming the other columns too would write all of their indexes again. */
function updater(db: Database) {
  const statements = new Map<string, ReturnType<typeof db.prepare<unknown[]>>>()
  return (row: number, before: Values | undefined, after: Values): void => {
    const names = Object.keys(after) as (keyof Values)[] // checked: of that very object
    const changed = names.filter((name) => !same(before?.[name], after[name]))
    if (changed.length === 0) return
    const sql = `update messages set ${changed.map((name) => `${name} = ?`).join(', ')} where row = ?`
    const statement = statements.get(sql) ?? db.prepare<unknown[]>(sql)
    if (statements.size >= maxUpdates) statements.clear()
    statements.set(sql, statement)
    statement.run(...changed.map((name) => after[name]), row)
  }
}

/** Combinations of changed columns that are kept prepared. */
const maxUpdates = 50

function same(before: unknown, after: unknown): boolean {
  if (before instanceof Uint8Array && after instanceof Uint8Array) return Buffer.compare(before, after) === 0
  return before === after
}
