const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** The HTML of a signature that was written as text: its lines, nothing else. */
export function signatureHtml(text: string): string {
  const escaped = text.replace(/[&<>"]/g, (char) => escapes[char] ?? char)
  return escaped === '' ? '' : `<div>${escaped.split('\n').join('<br>')}</div>`
}
