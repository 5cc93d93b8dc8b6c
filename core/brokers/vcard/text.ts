/** Text in values of vCards: RFC 6350 3.4, RFC 2426 5. */

/** `\n`, `\,`, `\;`, `\\`, and `\:` that some write; any other backslash stands for itself. */
export function unescapeText(raw: string): string {
  if (!raw.includes('\\')) return raw
  return raw.replace(/\\([\\;,:nN])/g, (_, character: string) => (/[nN]/.test(character) ? '\n' : character))
}

/** Also semicolons, which must be escaped in 3.0 and may be in 4.0. */
export function escapeText(text: string): string {
  return oneLine(text.replace(/[\\;,]/g, (character) => `\\${character}`))
}

/** A value as it was written stays as it was, but it can never begin a line of its own. */
export const oneLine = (value: string): string => value.replace(/\r\n|\r|\n/g, '\\n')

/** Splits a raw value at a separator that no backslash stands before; the pieces are still escaped. */
export function splitRaw(raw: string, separator: ',' | ';'): string[] {
  if (!raw.includes('\\')) return raw.split(separator)
  const pieces: string[] = []
  let start = 0
  for (let at = 0; at < raw.length; at++) {
    if (raw[at] === '\\') at++
    else if (raw[at] === separator) {
      pieces.push(raw.slice(start, at))
      start = at + 1
    }
  }
  pieces.push(raw.slice(start))
  return pieces
}
