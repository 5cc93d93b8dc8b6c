import type { Database } from 'better-sqlite3'
import type { SearchNode } from '../../contracts/index.ts'

/** Lists that one name may stand for; more than these have names too short to mean one list. */
const maxLists = 20

/** Puts the lists that there are in the place of the beginnings of their names, so that each is read from its index. */
export function knownLists(db: Database): (node: SearchNode) => SearchNode {
  // A walk over the distinct names only: one step of the index each.
  const names = db
    .prepare<[string, string, string, number], string>(
      `with recursive names (name) as (
         select min(lower(list_id)) from messages where list_id is not null and lower(list_id) >= ?
         union all
         select (select min(lower(list_id)) from messages where list_id is not null and lower(list_id) > names.name)
         from names where names.name < ?
       )
       select name from names where name is not null and name < ? limit ?`,
    )
    .pluck()

  const between = (low: string, high: string, limit: number): string[] => names.all(low, high, high, limit)

  const expand = (node: SearchNode): SearchNode => {
    switch (node.kind) {
      case 'and':
      case 'or':
        return { ...node, nodes: node.nodes.map(expand) }
      case 'not':
        return { kind: 'not', node: expand(node.node) }
      case 'list': {
        const { listId } = node
        const found = between(listId, `${listId}\u{10ffff}`, maxLists)
        return { kind: 'or', nodes: found.map((name) => ({ kind: 'list', listId: name })) }
      }
      default:
        return node
    }
  }
  return expand
}
