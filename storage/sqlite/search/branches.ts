import { butNot, type Leaf, type Normal, negated, toMatch } from './expression.ts'

/** One way to match: all of its parts hold. The answer to a query is the union of its branches. */
export interface Branch {
  /** FTS5 expression; null if no word has to be there */
  readonly match: string | null
  /** FTS5 expression of what must not match, where `match` could not take it in */
  readonly without: string | null
  /** filters, and whatever could not be split further */
  readonly filters: readonly Normal[]
}

/** More alternatives than this are left together in one filter: a query of OR within OR must not multiply for ever. */
const maxBranches = 16

/**
 * Splits a query so that each branch can be read newest first from one index. Alternatives of words alone stay one
 * FTS5 expression; alternatives of words and filters become branches.
 */
export function branchesOf(node: Normal): Branch[] {
  if (node.kind === 'none') return []
  if (node.kind !== 'or' || toMatch(node) !== null) return split(node.kind === 'and' ? node.nodes : [node])
  const texts = node.nodes.filter((child) => toMatch(child) !== null)
  const others = node.nodes.filter((child) => toMatch(child) === null)
  if (others.length > maxBranches) return [{ match: null, without: null, filters: [node] }]
  const together = texts.length > 0 ? split([{ kind: 'or', nodes: texts }]) : []
  return [...together, ...others.flatMap(branchesOf)]
}

/** All of `nodes` hold: multiplies the alternatives among them out as long as they stay few. */
function split(nodes: readonly Normal[]): Branch[] {
  const or = nodes.find((node) => node.kind === 'or' && toMatch(node) === null)
  if (or?.kind === 'or' && or.nodes.length <= maxBranches) {
    const rest = nodes.filter((node) => node !== or)
    const branches = or.nodes.flatMap((child) => split([...(child.kind === 'and' ? child.nodes : [child]), ...rest]))
    if (branches.length <= maxBranches) return branches
  }
  const wanted = nodes.flatMap((node) => toMatch(node) ?? [])
  const unwanted = nodes.flatMap((node) => toMatch(negated(node)) ?? [])
  const filters = nodes.filter(
    (node) => node.kind !== 'all' && toMatch(node) === null && toMatch(negated(node)) === null,
  )
  if (wanted.length > 0) return [{ match: butNot(wanted, unwanted), without: null, filters }]
  return [{ match: null, without: unwanted.length > 0 ? `(${unwanted.join(' OR ')})` : null, filters }]
}

/** The filters of a branch that are plain conditions, for whoever looks for an index. */
export const wantedLeaves = (branch: Branch): Leaf[] =>
  branch.filters.flatMap((filter) => (filter.kind === 'leaf' && !filter.negative ? [filter.leaf] : []))
