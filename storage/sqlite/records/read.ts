import type { Database } from 'better-sqlite3'
import { fail, type Page, type RecordNoun, type RecordOf, recordNouns } from '../../../core/defs/index.ts'
import { parseRecord } from './rows.ts'

interface RecordRow {
  readonly id: string
  readonly value: string
}

interface ListRequest {
  scope?: string | undefined
  cursor?: string | undefined
  limit: number
  descending?: boolean
}

/** Thread side of RecordStore. */
export function recordReads(db: Database) {
  const get = db.prepare<[string, string], string>('select value from records where noun = ? and id = ?').pluck()
  const count = db.prepare<[string], number>('select count(*) from records where noun = ?').pluck()
  const countScope = db
    .prepare<[string, string], number>('select count(*) from records where noun = ? and scope = ?')
    .pluck()
  const list = (where: string, order: string) =>
    db.prepare<[string, string, string, number], RecordRow>(
      `select id, value from records where noun = ? and ${where} order by id ${order} limit ?`,
    )
  // without a scope its place is bound all the same, to ''
  const rising = list("? = '' and id > ?", 'asc')
  const falling = list("? = '' and id < ?", 'desc')
  const risingInScope = list('scope = ? and id > ?', 'asc')
  const fallingInScope = list('scope = ? and id < ?', 'desc')

  return {
    get<N extends RecordNoun>(noun: N, id: string): RecordOf<N> | null {
      const value = get.get(noun, id)
      return value === undefined ? null : parseRecord(noun, id, value)
    },
    list<N extends RecordNoun>(noun: N, { scope, cursor, limit, descending = false }: ListRequest): Page<RecordOf<N>> {
      if (scope !== undefined && recordNouns[noun].scope === null) {
        throw fail('invalid', 'These records are not listed by a scope.', { field: 'scope', details: noun })
      }
      const statement =
        scope === undefined ? (descending ? falling : rising) : descending ? fallingInScope : risingInScope
      const from = cursor ?? (descending ? lastId : '')
      const found = statement.all(noun, scope ?? '', from, limit + 1)
      const items = found.slice(0, limit).map((row) => parseRecord(noun, row.id, row.value))
      return { items, nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null }
    },
    count: (noun: RecordNoun, scope?: string): number =>
      (scope === undefined ? count.get(noun) : countScope.get(noun, scope)) ?? 0,
  }
}

/** Sorts after every id (U+10FFFF, the highest code point). */
const lastId = '\u{10ffff}'
