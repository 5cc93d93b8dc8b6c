/**
 * Exchanges the one-time token of the address for a cookie that scripts cannot read, and takes it out of the address
 * at once, so that it is neither in the history nor in a bookmark.
 */
export async function openSession(): Promise<void> {
  const address = new URL(location.href)
  const token = address.searchParams.get('token')
  if (token === null) return
  address.searchParams.delete('token')
  history.replaceState(history.state, '', address.pathname + address.search + address.hash)
  await fetch('/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  })
}
