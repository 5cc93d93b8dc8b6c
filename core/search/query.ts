import type { z } from 'zod'
import type { SearchField, SearchNode } from '../../storage/contracts/index.ts'
import type { queryIssue } from '../defs/index.ts'
import type { ZoneOffset } from './dates.ts'
import { type FieldContext, fieldNode, isField, type MailboxName, type TagName, textNode } from './fields.ts'
import { type Lexeme, lex } from './lexer.ts'
import { maxQueryDepth, maxQueryTerms, minTypedPrefixUnits } from './limits.ts'

export type QueryIssue = z.output<typeof queryIssue>

export interface QueryContext {
  readonly nowMs: number
  readonly zone: ZoneOffset
  readonly mailboxes: readonly MailboxName[]
  /** addresses of the person's own accounts, for `from:me` */
  readonly own: readonly string[]
  /** for `tag:` */
  readonly tags?: readonly TagName[]
  /** for `with:`: the addresses of whoever is called so */
  readonly people?: (name: string) => readonly string[]
  /** somebody is typing: the last word is taken as a beginning if nothing follows it */
  readonly typing?: boolean
}

export interface Query {
  readonly node: SearchNode
  /** what was not understood; the rest is in `node` */
  readonly issues: QueryIssue[]
  /** true if the query says itself which mailboxes to look in */
  readonly places: boolean
}

type Term = Extract<Lexeme, { kind: 'term' }>

/**
 * Reads the query language. Never throws; whatever it cannot read becomes an issue with its place.
 *
 *     query  = or+                                  all of them must match
 *     or     = unary ("OR" unary)*                  OR binds tighter than the space, as in other mail programs
 *     unary  = ("-" | "NOT")* (group | term)
 *     group  = [field ":"] "(" query ")"
 *     term   = [field ":"] (word ["*"] | '"' phrase '"' ["*"])
 */
export function parseQuery(text: string, context: QueryContext): Query {
  return new QueryParser(text, context).parse()
}

/** Where a recursive descent stands; made for one query and thrown away. */
class QueryParser {
  readonly #text: string
  readonly #typing: boolean
  readonly #lexemes: readonly Lexeme[]
  readonly #fields: FieldContext
  readonly #issues: QueryIssue[] = []
  #next = 0
  #depth = 0
  #terms = 0
  #places = false

  constructor(text: string, context: QueryContext) {
    this.#text = text
    this.#typing = context.typing === true
    this.#lexemes = lex(text)
    this.#fields = {
      ...context,
      tags: context.tags ?? [],
      people: context.people ?? (() => []),
      issue: (start, end, message) => this.#issue(start, end, message),
    }
  }

  parse(): Query {
    const nodes = this.#sequence(null)
    const nothing: SearchNode = { kind: this.#text.trim() === '' ? 'all' : 'none' }
    if (nodes.length === 0 && nothing.kind === 'none' && this.#issues.length === 0) {
      this.#issue(0, this.#text.length, 'There is no word in this to search for.')
    }
    return { node: nodes.length === 0 ? nothing : both(nodes), issues: this.#issues, places: this.#places }
  }

  /** Up to the end of the text or of the group. */
  #sequence(field: string | null): SearchNode[] {
    const nodes: SearchNode[] = []
    while (this.#next < this.#lexemes.length && this.#peek()?.kind !== 'close') {
      const node = this.#alternatives(field)
      if (node !== null) nodes.push(node)
    }
    return nodes
  }

  #alternatives(field: string | null): SearchNode | null {
    const nodes: SearchNode[] = []
    for (;;) {
      const node = this.#unary(field)
      if (node !== null) nodes.push(node)
      if (this.#peek()?.kind !== 'or') break
      this.#next += 1
    }
    return nodes.length > 1 ? { kind: 'or', nodes } : (nodes[0] ?? null)
  }

  #unary(field: string | null): SearchNode | null {
    let negative = false
    for (let lexeme = this.#peek(); lexeme?.kind === 'minus' || lexeme?.kind === 'not'; lexeme = this.#peek()) {
      negative = !negative
      this.#next += 1
    }
    const node = this.#primary(field)
    return node !== null && negative ? { kind: 'not', node } : node
  }

  #primary(field: string | null): SearchNode | null {
    const lexeme = this.#peek()
    if (lexeme === undefined || lexeme.kind === 'close' || lexeme.kind === 'or') return null
    this.#next += 1
    if (lexeme.kind === 'open') return this.#group(lexeme, field)
    if (lexeme.kind !== 'term') return null
    if (lexeme.group && lexeme.field !== null) return this.#fieldGroup(lexeme, lexeme.field, field)
    this.#terms += 1
    if (this.#terms > maxQueryTerms) {
      if (this.#terms === maxQueryTerms + 1) {
        this.#issue(lexeme.start, this.#text.length, `Only the first ${maxQueryTerms} words are searched for.`)
      }
      return null
    }
    return this.#term(lexeme, field)
  }

  #fieldGroup(lexeme: Term, name: string, outer: string | null): SearchNode | null {
    if (!isField(name)) this.#unknown(lexeme, name)
    const open = this.#peek()
    if (open?.kind !== 'open') return null
    this.#next += 1
    return this.#group(open, isField(name) ? name : outer)
  }

  #group(open: Lexeme, field: string | null): SearchNode | null {
    this.#depth += 1
    if (this.#depth > maxQueryDepth) {
      this.#issue(open.start, open.end, `Parentheses go ${maxQueryDepth} deep at most.`)
      this.#next = this.#lexemes.length
      return null
    }
    const nodes = this.#sequence(field)
    this.#depth -= 1
    if (this.#peek()?.kind === 'close') this.#next += 1
    else if (!this.#typing) this.#issue(open.start, open.end, 'This parenthesis is not closed.')
    return nodes.length === 0 ? null : both(nodes)
  }

  #term(term: Term, outer: string | null): SearchNode | null {
    const prefix = term.prefix || this.#isBeingTyped(term)
    if (term.field !== null && isField(term.field)) {
      return this.#field({ ...term, field: term.field, prefix })
    }
    if (term.field !== null) this.#unknown(term, term.field)
    const value = term.field === null ? term.value : `${term.field}:${term.value}`
    return outer === null
      ? textNode({ value, prefix }, anyField)
      : this.#field({ ...term, field: outer, value, prefix })
  }

  #field(value: { field: string; value: string; prefix: boolean; start: number; end: number }): SearchNode | null {
    const node = fieldNode(value, this.#fields)
    if (value.field === 'in' && node !== null) this.#places = true
    return node
  }

  /** `12:30`, `Re:` and URLs have colons too; only what looks like a filter is remarked on. */
  #unknown(term: Term, field: string): void {
    if (term.value.startsWith('/') || (term.value === '' && !term.group)) return
    this.#issue(
      term.start,
      term.start + field.length + 1,
      `There is no filter “${field}:”; it is searched for as words.`,
    )
  }

  #isBeingTyped(term: Term): boolean {
    return this.#typing && !term.quoted && term.end === this.#text.length && term.value.length >= minTypedPrefixUnits
  }

  #peek(): Lexeme | undefined {
    return this.#lexemes[this.#next]
  }

  #issue(start: number, end: number, message: string): void {
    this.#issues.push({ start, end, message })
  }
}

const anyField: readonly SearchField[] = []

function both(nodes: readonly SearchNode[]): SearchNode {
  return nodes.length === 1 ? (nodes[0] ?? { kind: 'all' }) : { kind: 'and', nodes }
}
