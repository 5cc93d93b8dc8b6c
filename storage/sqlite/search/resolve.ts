import type { Database } from 'better-sqlite3'
import type { SearchNode } from '../../contracts/index.ts'
import type { InternedReads } from '../interned/index.ts'
import { messageRows } from '../messages/by-id.ts'
import type { ResolvedNode } from './expression.ts'

/** Lists that one name may stand for; more than these have names too short to mean one list. */
const maxLists = 20
/** Messages of somebody up to this many are sorted for each page; more are found sooner by looking at the newest. */
const fewMessages = 2_000

/** Puts rows in the place of what is named: lists by the beginnings of their names, tags, people, messages. */
export function resolver(db: Database, interned: InternedReads): (node: SearchNode) => ResolvedNode {
  const lists = db
    .prepare<[string, string, number], number>('select row from names where name >= ? and name < ? limit ?')
    .pluck()
  const setsOf = db.prepare<[number], number>('select participant_set from set_addresses where address = ?').pluck()
  const countOf = db
    .prepare<[string, number], number>(
      `select count(*) from (select 1 from messages indexed by messages_by_set
       where participant_set in (select value from json_each(?)) limit ?)`,
    )
    .pluck()
  const rowsOf = messageRows(db)

  function resolve(node: SearchNode): ResolvedNode {
    switch (node.kind) {
      case 'and':
      case 'or':
        return { kind: node.kind, nodes: node.nodes.map(resolve) }
      case 'not':
        return { kind: 'not', node: resolve(node.node) }
      case 'list': {
        const found = lists.all(`list:${node.listId}`, `list:${node.listId}\u{10ffff}`, maxLists)
        return { kind: 'or', nodes: found.map((list) => ({ kind: 'listed', list })) }
      }
      case 'tag': {
        const tags = node.tagIds.flatMap((id) => interned.nameRow(`tag:${id}`) ?? [])
        return { kind: 'or', nodes: tags.map((tag) => ({ kind: 'tagged', tag })) }
      }
      case 'with': {
        const addresses = node.addresses.flatMap((address) => interned.addressRow(address) ?? [])
        const sets = [...new Set(addresses.flatMap((address) => setsOf.all(address)))]
        if (sets.length === 0) return { kind: 'none' }
        const rows = JSON.stringify(sets)
        return { kind: 'sets', rows, few: (countOf.get(rows, fewMessages + 1) ?? 0) <= fewMessages }
      }
      case 'ids': {
        const rows = rowsOf(node.messageIds)
        return rows.length === 0 ? { kind: 'none' } : { kind: 'rows', rows: JSON.stringify(rows) }
      }
      default:
        return node
    }
  }
  return resolve
}
