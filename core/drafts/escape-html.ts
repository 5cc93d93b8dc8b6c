export const escapeHtml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')

/** Plain text as HTML, line for line. */
export const textToHtml = (text: string): string => escapeHtml(text).replace(/\r\n|\r|\n/g, '<br>')

/** Deeper quotes are of no use to anybody, and each is an element in another. */
const maxQuoteDepth = 20

/** Plain text as HTML, with what its `>` marks quote in elements of quotes (RFC 3676 4.5). */
export function quotedTextToHtml(text: string): string {
  let html = ''
  let depth = 0
  let begun = false
  for (const line of text.split(/\r\n|\r|\n/)) {
    const marks = /^>(?: ?>)*/.exec(line)?.[0] ?? ''
    const wanted = Math.min(marks.replaceAll(' ', '').length, maxQuoteDepth)
    if (wanted === depth && begun) html += '<br>'
    for (; depth < wanted; depth += 1) html += '<blockquote type="cite">'
    for (; depth > wanted; depth -= 1) html += '</blockquote>'
    html += escapeHtml(marks === '' ? line : line.slice(marks.length).replace(/^ /, ''))
    begun = true
  }
  return html + '</blockquote>'.repeat(depth)
}
