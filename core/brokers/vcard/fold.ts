/** RFC 6350 3.2: lines of at most 75 octets without the line break; a continued line begins with a space. */
const lineOctets = 75

/** Folds a line between characters, never within one. */
export function fold(line: string): string {
  if (line.length * 3 <= lineOctets) return line
  const bytes = Buffer.from(line)
  if (bytes.length <= lineOctets) return line
  const pieces: string[] = []
  let start = 0
  while (start < bytes.length) {
    let end = Math.min(bytes.length, start + lineOctets - (start === 0 ? 0 : 1))
    // 10xxxxxx goes on with a character (RFC 3629)
    while (end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--
    pieces.push(bytes.toString('utf8', start, end))
    start = end
  }
  return pieces.join('\r\n ')
}
