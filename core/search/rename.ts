import { lex } from './lexer.ts'

/**
 * The same query, asking for another value where it asked for `before` in this field. What cannot be read stays as it
 * stands.
 */
export function renameInQuery(text: string, field: string, before: string, after: string): string {
  let renamed = text
  for (const lexeme of lex(text).toReversed()) {
    if (lexeme.kind !== 'term' || lexeme.field !== field || lexeme.group) continue
    if (lexeme.value.trim().toLowerCase() !== before.toLowerCase()) continue
    const end = lexeme.prefix ? lexeme.end - 1 : lexeme.end
    renamed = `${renamed.slice(0, lexeme.valueStart)}${quoted(after)}${renamed.slice(end)}`
  }
  return renamed
}

/** A value as it can stand after a field: quoted where a space, a quote or a parenthesis would end it. */
export function quoted(value: string): string {
  const plain = value.replaceAll(/["“”„«»]/g, "'")
  return /^[^\s()*"']+$/.test(plain) ? plain : `"${plain}"`
}

/** What is asked for in a field, each value once: `with:ada with:"bob b"` -> ada, bob b. Groups stand for their words. */
export function valuesOf(text: string, field: string): string[] {
  const found = new Set<string>()
  const fields: (string | null)[] = []
  let opening: string | null = null
  for (const lexeme of lex(text)) {
    if (lexeme.kind === 'open') fields.push(opening ?? fields.at(-1) ?? null)
    if (lexeme.kind === 'close') fields.pop()
    opening = null
    if (lexeme.kind !== 'term') continue
    if (lexeme.group) opening = lexeme.field
    else if ((lexeme.field ?? fields.at(-1) ?? null) === field) found.add(lexeme.value.trim())
  }
  return [...found].filter((value) => value !== '')
}
