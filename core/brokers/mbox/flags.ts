/** IMAP flags from what mbox programs write into the headers: Status, X-Status (mutt, pine), X-Mozilla-Status. */
export function mboxFlags(message: Buffer): string[] {
  const head = message.toString('latin1', 0, 16_384)
  const end = head.search(/\r?\n\r?\n/)
  const headers = end === -1 ? head : head.slice(0, end)
  const status = `${field(headers, 'Status')}${field(headers, 'X-Status')}`
  const mozilla = Number.parseInt(field(headers, 'X-Mozilla-Status') || '0', 16)
  const flags: string[] = []
  if (status.includes('R') || (mozilla & 0x0001) !== 0) flags.push('\\Seen')
  if (status.includes('A') || (mozilla & 0x0002) !== 0) flags.push('\\Answered')
  if (status.includes('F') || (mozilla & 0x0004) !== 0) flags.push('\\Flagged')
  return flags
}

function field(headers: string, name: string): string {
  return new RegExp(`^${name}:[ \\t]*(\\S+)`, 'im').exec(headers)?.[1] ?? ''
}
