import { firstRowOf } from '../../derived/index.ts'
import { type Leaf, type Normal, toMatch } from './expression.ts'

/** A piece of a statement with its values, in order. The text is made of constants only. */
export interface Fragment {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

/** What a filter may look at: `messages m`, and the range of rows that is being read from an index of words. */
export interface Range {
  readonly table: 'message_tokens' | 'recent_tokens'
  readonly low: number
  /** exclusive */
  readonly high: number
}

const flagBit = { seen: 1, flagged: 2, answered: 4, forwarded: 8, draft: 16 } as const

export function toFragment(node: Normal, range: Range): Fragment {
  switch (node.kind) {
    case 'all':
      return { sql: '1', values: [] }
    case 'none':
      return { sql: '0', values: [] }
    case 'leaf': {
      const fragment = leafFragment(node.leaf, node, range)
      return node.negative && node.leaf.kind !== 'flag' ? { ...fragment, sql: `not ${fragment.sql}` } : fragment
    }
    default:
      return joined(
        node.nodes.map((child) => toFragment(child, range)),
        node.kind,
      )
  }
}

export function joined(fragments: readonly Fragment[], word: 'and' | 'or'): Fragment {
  if (fragments.length === 0) return { sql: '1', values: [] }
  return {
    sql: `(${fragments.map(({ sql }) => sql).join(` ${word} `)})`,
    values: fragments.flatMap(({ values }) => values),
  }
}

/** Rows of an FTS5 expression within the range, as the right side of `in`. */
export function matchingRows(match: string, { table, low, high }: Range): Fragment {
  return {
    sql: `(select rowid from ${table} where ${table} match ? and rowid >= cast(? as integer) and rowid < cast(? as integer))`,
    values: [match, low, high],
  }
}

function leafFragment(leaf: Leaf, node: Extract<Normal, { kind: 'leaf' }>, range: Range): Fragment {
  switch (leaf.kind) {
    case 'tokens': {
      const rows = matchingRows(toMatch({ ...node, negative: false }) ?? '', range)
      return { ...rows, sql: `(m.row in ${rows.sql})` }
    }
    case 'flag': {
      const bit = flagBit[leaf.flag]
      return { sql: `m.flags & ${bit} = ${leaf.value !== node.negative ? bit : 0}`, values: [] }
    }
    case 'has':
      return {
        sql: { attachment: '(m.attachment_count > 0)', link: '(m.has_link = 1)', invite: '(m.has_invite = 1)' }[
          leaf.what
        ],
        values: [],
      }
    case 'time': {
      const [low, high] = timeRows(leaf)
      return { sql: '(m.row >= ? and m.row < ?)', values: [low, high] }
    }
    case 'size':
      return {
        sql: '(m.size_bytes >= ? and m.size_bytes <= ?)',
        values: [leaf.minBytes ?? 0, leaf.maxBytes ?? Number.MAX_SAFE_INTEGER],
      }
    case 'visible':
      return { sql: '(m.hidden = 0)', values: [] }
    case 'mailbox':
      return {
        sql: '(exists (select 1 from memberships s where s.mailbox = (select row from mailboxes where id = ?) and s.message = m.row))',
        values: [leaf.mailboxIds[0] ?? ''],
      }
    case 'tagged':
      return {
        sql: '(exists (select 1 from message_tags g where g.tag = ? and g.message = m.row))',
        values: [leaf.tag],
      }
    case 'sets':
      return { sql: '(m.participant_set in (select value from json_each(?)))', values: [leaf.rows] }
    case 'rows':
      return { sql: '(m.row in (select value from json_each(?)))', values: [leaf.rows] }
    case 'importance':
      return { sql: '(m.importance between ? and ?)', values: [leaf.min, leaf.max] }
    case 'privacy':
      return { sql: '(ifnull(m.overall between ? and ?, 0))', values: [leaf.min, leaf.max] }
    case 'tracker':
      return { sql: '(m.tracker = ?)', values: [leaf.value ? 1 : 0] }
    case 'listed':
      return { sql: '(m.list_key is not null and m.list_key = ?)', values: [leaf.list] }
  }
}

/** Seconds to rows: sortMs in [fromMs, toMs), whole seconds (storage/contracts/search.ts). */
export function timeRows({ fromMs, toMs }: Extract<Leaf, { kind: 'time' }>): [low: number, high: number] {
  return [fromMs === null ? 0 : firstRowOf(fromMs), toMs === null ? Number.MAX_SAFE_INTEGER : firstRowOf(toMs)]
}
