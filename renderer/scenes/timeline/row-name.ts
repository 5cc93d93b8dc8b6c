/** What a row is called by screen readers, always in this order: state, who, subject, time, extras. */
export function rowName(parts: {
  readonly unread: string | null
  readonly who: string
  readonly count: string | null
  readonly subject: string
  readonly time: string
  readonly starred: string | null
  readonly attachment: string | null
}): string {
  const { unread, who, count, subject, time, starred, attachment } = parts
  return [unread, who, count, subject, time, starred, attachment].filter(Boolean).join(', ')
}
