/** What was written in a draft, without the signature, the quote below and the line that leads it in; '' if nothing was yet. */
export function ownWords(text: string): string {
  const lines = text.split('\n')
  const quoteAt = lines.findIndex((line) => line.startsWith('>'))
  const signatureAt = lines.indexOf('-- ')
  const leadsIn = quoteAt >= 0 && (signatureAt < 0 || signatureAt > quoteAt)
  const end = leadsIn ? quoteAt : signatureAt
  const own = (end < 0 ? lines : lines.slice(0, end)).map((line) => line.trim()).filter((line) => line !== '')
  return (leadsIn ? own.slice(0, -1) : own).join(' ')
}
