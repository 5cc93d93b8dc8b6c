/**
 * Text for one line of a window: control characters and the marks that turn the direction of text around (they make
 * `exe.gpj` look like a picture's name) are taken out, white space is collapsed, halves of surrogate pairs replaced.
 */
export function oneLine(text: string, limit: number): string {
  const line = text
    .slice(0, limit * 2)
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim()
  return cutText(line, limit).toWellFormed()
}

/** At most `limit` UTF-16 units, never half a character. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text
  const end = /[\ud800-\udbff]/.test(text.charAt(limit - 1)) ? limit - 1 : limit
  return text.slice(0, end)
}
