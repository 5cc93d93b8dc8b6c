import type { SearchNode } from '../../contracts/index.ts'

/** A tree without `not` above anything but leaves: negation pushed down (De Morgan), constants folded away. */
export type Normal =
  | { readonly kind: 'and' | 'or'; readonly nodes: readonly Normal[] }
  | { readonly kind: 'leaf'; readonly leaf: Leaf; readonly negative: boolean }
  | { readonly kind: 'all' | 'none' }

type Tree = 'and' | 'or' | 'not' | 'all' | 'none'
/** What resolve.ts puts rows in the place of. */
type Named = 'list' | 'tag' | 'with' | 'ids'

export type Leaf =
  | Exclude<SearchNode, { kind: Tree | Named }>
  /** rows of names */
  | { readonly kind: 'listed'; readonly list: number }
  | { readonly kind: 'tagged'; readonly tag: number }
  /** JSON rows of participant sets; `few`: they have so few messages that these may be sorted */
  | { readonly kind: 'sets'; readonly rows: string; readonly few: boolean }
  /** JSON rows of messages */
  | { readonly kind: 'rows'; readonly rows: string }

/** A query with rows in it instead of names. */
export type ResolvedNode =
  | { readonly kind: 'and' | 'or'; readonly nodes: readonly ResolvedNode[] }
  | { readonly kind: 'not'; readonly node: ResolvedNode }
  | { readonly kind: 'all' | 'none' }
  | Leaf
type TokensLeaf = Extract<SearchNode, { kind: 'tokens' }>

export function normalise(node: ResolvedNode, negative = false): Normal {
  switch (node.kind) {
    case 'not':
      return normalise(node.node, !negative)
    case 'all':
    case 'none':
      return { kind: (node.kind === 'all') === negative ? 'none' : 'all' }
    case 'and':
    case 'or': {
      const kind = (node.kind === 'and') === negative ? 'or' : 'and'
      return join(
        kind,
        node.nodes.map((child) => normalise(child, negative)),
      )
    }
    case 'tokens':
      if (node.tokens.length === 0) return { kind: negative ? 'all' : 'none' }
      return { kind: 'leaf', leaf: node, negative }
    case 'mailbox': {
      const leaves = node.mailboxIds.map((id) => ({ kind: 'mailbox' as const, mailboxIds: [id] }))
      return join(
        negative ? 'and' : 'or',
        leaves.map((leaf) => ({ kind: 'leaf', leaf, negative })),
      )
    }
    default:
      return { kind: 'leaf', leaf: node, negative }
  }
}

function join(kind: 'and' | 'or', nodes: readonly Normal[]): Normal {
  const [absorbing, neutral] = kind === 'and' ? (['none', 'all'] as const) : (['all', 'none'] as const)
  const flat = nodes.flatMap((node) => (node.kind === kind ? node.nodes : [node]))
  if (flat.some((node) => node.kind === absorbing)) return { kind: absorbing }
  const rest = flat.filter((node) => node.kind !== neutral)
  return rest.length === 0
    ? { kind: neutral }
    : rest.length === 1
      ? (rest[0] ?? { kind: neutral })
      : { kind, nodes: rest }
}

/**
 * A tree as one FTS5 expression, or null if it cannot be one: filters in it, or only negations (FTS5 has no `NOT a`).
 * It goes to SQLite as a bound value; every token stands in quotes, and tokens have no quotes in them.
 */
export function toMatch(node: Normal): string | null {
  switch (node.kind) {
    case 'leaf':
      return node.leaf.kind === 'tokens' && !node.negative ? phrase(node.leaf) : null
    case 'or': {
      const parts = node.nodes.map(toMatch)
      return parts.includes(null) ? null : `(${parts.join(' OR ')})`
    }
    case 'and': {
      const unwanted = node.nodes.flatMap((child) => toMatch(negated(child)) ?? [])
      const wanted = node.nodes.flatMap((child) => toMatch(child) ?? [])
      if (wanted.length === 0 || wanted.length + unwanted.length < node.nodes.length) return null
      return butNot(wanted, unwanted)
    }
    default:
      return null
  }
}

export function butNot(wanted: readonly string[], unwanted: readonly string[]): string {
  const all = `(${wanted.join(' AND ')})`
  return unwanted.length === 0 ? all : `(${all} NOT (${unwanted.join(' OR ')}))`
}

/** The opposite of a leaf; anything else stays what it is, and is looked at by itself. */
export function negated(node: Normal): Normal {
  return node.kind === 'leaf' ? { ...node, negative: !node.negative } : { kind: 'none' }
}

function phrase({ fields, tokens, prefix }: TokensLeaf): string {
  const words = tokens.map((token) => token.replaceAll('"', ' ')).join(' ')
  const columns = fields.length === 0 ? '' : `{${fields.join(' ')}} : `
  return `${columns}"${words}"${prefix ? ' *' : ''}`
}
