import type { Database, Statement } from 'better-sqlite3'
import { type Branch, wantedLeaves } from './branches.ts'
import { type Fragment, joined, matchingRows, type Range, timeRows, toFragment } from './filters.ts'
import { type Source, sourceOf } from './sources.ts'

export interface BranchReader {
  /** at most `limit` rows of the range, newest first */
  newest(branch: Branch, range: Range, limit: number): number[]
  /** the same with a score, the lower the better; 0 where the branch has no words */
  scored(branch: Branch, range: Range, limit: number): { row: number; score: number }[]
}

/** The narrow index has all that filters ask for. */
const facets = 'indexed by messages_facets'

/** Statements kept prepared: their texts are few, made of constants; the values are always bound. */
const maxStatements = 200

export interface Tuning {
  /**
   * Without words to find, rows are read in windows from the newest on, the first of this size: what is excluded by
   * words is looked up for a window at a time, so that `-the` costs what the page costs, not what the mailbox holds.
   */
  readonly windowRows: number
  /**
   * A filter that lets no more than this through leads, and its rows are looked up among the words one by one: each
   * costs about 30 microseconds, where a frequent word would be read from end to end for the few that are left.
   */
  readonly fewRows: number
}

export const measuredTuning: Tuning = { windowRows: 500, fewRows: 100 }
const windowGrowth = 8

/** Weights of the columns as the table has them: body, subject, from, to, cc, files. */
const weights = '1, 5, 3, 1, 1, 2'

export function createBranchReader(db: Database, { windowRows, fewRows }: Tuning): BranchReader {
  const statements = new Map<string, Statement<unknown[]>>()
  const prepare = (sql: string): Statement<unknown[]> => {
    const known = statements.get(sql)
    if (known !== undefined) return known
    if (statements.size >= maxStatements) statements.clear()
    const statement = db.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  const rowsOf = (fragment: Fragment, limit: number): number[] =>
    prepare(`${fragment.sql} limit ?`)
      .pluck()
      .all(...fragment.values, limit)
      .map(Number)

  function newest(branch: Branch, asked: Range, limit: number): number[] {
    const range = narrowed(branch, asked)
    if (range.low >= range.high) return []
    const source = sourceOf(branch)
    if (branch.match !== null) {
      const few = source.selective ? fewOf(source, branch, range) : null
      if (few === null) return rowsOf(matchStatement(branch.match, branch, range, 't.rowid'), limit)
      return having(branch.match, few, range, limit)
    }
    if (!looksUpWords(branch)) return rowsOf(sourceStatement(source, branch, range), limit)
    return inWindows(source, branch, range, limit)
  }

  /** All rows of a source that has only a few in the range, with the other filters applied; null if it has more. */
  function fewOf(source: Source, branch: Branch, range: Range): number[] | null {
    const bare = sourceStatement(source, { match: null, without: null, filters: [] }, range)
    return rowsOf(bare, fewRows + 1).length > fewRows ? null : rowsOf(sourceStatement(source, branch, range), fewRows)
  }

  /** Those of some rows that an expression matches, each looked up by itself. */
  function having(match: string, rows: readonly number[], { table }: Range, limit: number): number[] {
    const look = prepare(`select 1 from ${table} where ${table} match ? and rowid = cast(? as integer)`).pluck()
    const found: number[] = []
    for (const row of rows) {
      if (found.length === limit) break
      if (look.get(match, row) !== undefined) found.push(row)
    }
    return found
  }

  function inWindows(source: Source, branch: Branch, range: Range, limit: number): number[] {
    const rows: number[] = []
    let high = range.high
    for (let size = windowRows; rows.length < limit && high > range.low; size *= windowGrowth) {
      const bound = prepare(
        `${source.sql} and ${source.row} >= ? and ${source.row} < ? order by 1 desc limit 1 offset ?`,
      )
        .pluck()
        .get(...source.values, range.low, high, size)
      const low = bound === undefined ? range.low : Number(bound)
      rows.push(...rowsOf(sourceStatement(source, branch, { ...range, low, high }), limit - rows.length))
      high = low
    }
    return rows
  }

  function scored(branch: Branch, asked: Range, limit: number): { row: number; score: number }[] {
    if (branch.match === null) return newest(branch, asked, limit).map((row) => ({ row, score: 0 }))
    const range = narrowed(branch, asked)
    if (range.low >= range.high) return []
    const columns = `t.rowid as row, bm25(${range.table}, ${weights}) as score`
    const fragment = matchStatement(branch.match, branch, range, columns)
    return prepare(`${fragment.sql} limit ?`)
      .all(...fragment.values, limit)
      .map((found) => ({
        row: Number(Reflect.get(Object(found), 'row')),
        score: Number(Reflect.get(Object(found), 'score')),
      }))
  }

  return { newest, scored }
}

/** Dates that must hold become the range of rows itself. */
function narrowed(branch: Branch, range: Range): Range {
  let { low, high } = range
  for (const leaf of wantedLeaves(branch)) {
    if (leaf.kind !== 'time') continue
    const [from, to] = timeRows(leaf)
    low = Math.max(low, from)
    high = Math.min(high, to)
  }
  return { ...range, low, high }
}

const looksUpWords = (branch: Branch): boolean =>
  branch.without !== null || branch.filters.some((filter) => filter.kind === 'and' || filter.kind === 'or')

/** What is still to be asked of each row of `messages m`. */
function conditions(branch: Branch, range: Range): Fragment | null {
  const filters = branch.filters
    .filter((filter) => !(filter.kind === 'leaf' && filter.leaf.kind === 'time' && !filter.negative))
    .map((filter) => toFragment(filter, range))
  if (branch.without !== null) {
    const rows = matchingRows(branch.without, range)
    filters.push({ ...rows, sql: `m.row not in ${rows.sql}` })
  }
  return filters.length === 0 ? null : joined(filters, 'and')
}

function matchStatement(match: string, branch: Branch, range: Range, columns: string): Fragment {
  const rest = conditions(branch, range)
  // `cross join` fixes the order: the index of words leads, newest first, and stops at the limit.
  const join = rest === null ? '' : ` cross join messages m ${facets} on m.row = t.rowid`
  return {
    sql: `select ${columns} from ${range.table} t${join} where t.${range.table} match ? and t.rowid >= cast(? as integer) and t.rowid < cast(? as integer)${
      rest === null ? '' : ` and ${rest.sql}`
    } order by t.rowid desc`,
    values: [match, range.low, range.high, ...(rest?.values ?? [])],
  }
}

function sourceStatement(source: Source, branch: Branch, range: Range): Fragment {
  const rest = conditions(branch, range)
  const join = source.ofMessages || rest === null ? '' : ` cross join messages m ${facets} on m.row = ${source.row}`
  return {
    sql: `${source.sql.replace(' where ', `${join} where `)} and ${source.row} >= ? and ${source.row} < ?${
      rest === null ? '' : ` and ${rest.sql}`
    } order by ${source.row} desc`,
    values: [...source.values, range.low, range.high, ...(rest?.values ?? [])],
  }
}
