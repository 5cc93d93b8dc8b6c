/** What was written in an answer, without the quote below it and the line that leads it in; '' if nothing was yet. */
export function ownWords(text: string): string {
  const lines = text.split('\n')
  const quoteAt = lines.findIndex((line) => line.startsWith('>'))
  const own = (quoteAt < 0 ? lines : lines.slice(0, quoteAt)).map((line) => line.trim()).filter((line) => line !== '')
  return (quoteAt < 0 ? own : own.slice(0, -1)).join(' ')
}
