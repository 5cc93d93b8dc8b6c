/**
 * mboxrd quoting: a line that begins with any number of `>` and then `From ` gets one more `>`. Undoing it gives the
 * very bytes back, which is why it is the dialect that we write.
 */
const marker = Buffer.from('From ')
const newline = 0x0a
const quote = 0x3e

/** True at each line start where `>*From ` stands. Answers the offsets of those lines. */
function quotableLines(message: Buffer): number[] {
  const found: number[] = []
  for (let at = message.indexOf(marker); at !== -1; at = message.indexOf(marker, at + marker.length)) {
    let start = at
    while (start > 0 && message[start - 1] === quote) start -= 1
    if (start === 0 || message[start - 1] === newline) found.push(start)
  }
  return found
}

export function quoteFrom(message: Buffer): Buffer {
  const lines = quotableLines(message)
  if (lines.length === 0) return message
  const parts: Buffer[] = []
  let from = 0
  for (const line of lines) {
    parts.push(message.subarray(from, line), Buffer.from('>'))
    from = line
  }
  return Buffer.concat([...parts, message.subarray(from)])
}

export const unquoteFrom = (message: Buffer): Buffer => unquoteLines(message, quotableLines(message))

/**
 * Unquoted, unless a line of the text begins with a bare `From `: only the dialects with Content-Length have that, and
 * they quote nothing.
 */
export function unquoteMessage(message: Buffer): Buffer {
  const lines = quotableLines(message)
  return lines.some((line) => line > 0 && message[line] !== quote) ? message : unquoteLines(message, lines)
}

function unquoteLines(message: Buffer, quotable: readonly number[]): Buffer {
  const lines = quotable.filter((line) => message[line] === quote)
  if (lines.length === 0) return message
  const parts: Buffer[] = []
  let from = 0
  for (const line of lines) {
    parts.push(message.subarray(from, line))
    from = line + 1
  }
  return Buffer.concat([...parts, message.subarray(from)])
}
