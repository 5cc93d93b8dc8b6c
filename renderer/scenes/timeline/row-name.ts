/** What a row is called by screen readers, always in this order: state, who, subject, time, privacy, importance, extras. */
export function rowName(parts: {
  readonly unread: string | null
  readonly who: string
  readonly subject: string
  readonly time: string
  readonly privacy: string
  readonly importance: string
  readonly extras: readonly (string | null)[]
}): string {
  const { unread, who, subject, time, privacy, importance, extras } = parts
  return [unread, who, subject, time, privacy, importance, ...extras].filter(Boolean).join(', ')
}
