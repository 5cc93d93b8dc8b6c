/** Every place in the window. The address is the state: back, forward and reload work because nothing else says where we are. */
export type Route =
  | { readonly name: 'timeline'; readonly unread: boolean }
  | { readonly name: 'view'; readonly view: string; readonly unread: boolean }
  | {
      readonly name: 'discussion'
      readonly id: string
      readonly view: string
      readonly unread: boolean
      /** of one thread in it only */
      readonly threadId: string | null
      /** the message to land on */
      readonly messageId: string | null
    }
  | { readonly name: 'thread'; readonly id: string; readonly view: string; readonly unread: boolean }
  | { readonly name: 'message'; readonly id: string; readonly view: string }
  | { readonly name: 'search'; readonly query: string; readonly messageId: string | null }
  | { readonly name: 'drafts' }
  | { readonly name: 'draft'; readonly id: string }
  | { readonly name: 'contacts' }
  | { readonly name: 'contact'; readonly id: string }
  | { readonly name: 'connections' }
  | { readonly name: 'settings'; readonly page: string }
  | { readonly name: 'welcome' }

export const inboxView = 'role:inbox'

/** Reads an address; anything unknown is the timeline, so that an old or mistyped address still opens the program. */
export function parseRoute(path: string, search: string): Route {
  const query = new URLSearchParams(search)
  const [first = '', second = ''] = path.split('/').filter(Boolean).map(decode)
  const unread = query.get('unread') === '1'
  const view = query.get('in') ?? inboxView
  switch (first) {
    case 'view':
      return second ? { name: 'view', view: second, unread } : { name: 'timeline', unread }
    case 'discussions':
      return second
        ? {
            name: 'discussion',
            id: second,
            view,
            unread,
            threadId: query.get('thread'),
            messageId: query.get('message'),
          }
        : { name: 'timeline', unread }
    case 'threads':
      return second ? { name: 'thread', id: second, view, unread } : { name: 'timeline', unread }
    case 'messages':
      return second ? { name: 'message', id: second, view } : { name: 'timeline', unread }
    case 'search':
      return { name: 'search', query: query.get('q') ?? '', messageId: query.get('message') }
    case 'drafts':
      return second ? { name: 'draft', id: second } : { name: 'drafts' }
    case 'contacts':
      return second ? { name: 'contact', id: second } : { name: 'contacts' }
    case 'connections':
      return { name: 'connections' }
    case 'settings':
      return { name: 'settings', page: second || 'accounts' }
    case 'welcome':
      return { name: 'welcome' }
    default:
      return { name: 'timeline', unread }
  }
}

/** The address of a place; `parseRoute` reads it back to the same place. */
export function formatRoute(route: Route): string {
  switch (route.name) {
    case 'timeline':
      return address('/timeline', { unread: route.unread ? '1' : null })
    case 'view':
      return address(`/view/${encodeURIComponent(route.view)}`, { unread: route.unread ? '1' : null })
    case 'discussion':
      return address(`/discussions/${encodeURIComponent(route.id)}`, {
        in: listed(route.view),
        unread: route.unread ? '1' : null,
        thread: route.threadId,
        message: route.messageId,
      })
    case 'thread':
      return address(`/threads/${encodeURIComponent(route.id)}`, {
        in: listed(route.view),
        unread: route.unread ? '1' : null,
      })
    case 'message':
      return address(`/messages/${encodeURIComponent(route.id)}`, { in: listed(route.view) })
    case 'search':
      return address('/search', { q: route.query, message: route.messageId })
    case 'drafts':
      return '/drafts'
    case 'draft':
      return `/drafts/${encodeURIComponent(route.id)}`
    case 'contacts':
      return '/contacts'
    case 'contact':
      return `/contacts/${encodeURIComponent(route.id)}`
    case 'connections':
      return '/connections'
    case 'settings':
      return `/settings/${encodeURIComponent(route.page)}`
    case 'welcome':
      return '/welcome'
  }
}

/** Which list stands beside the reading pane at this place; null where there is none. */
export function listOf(route: Route): { readonly view: string; readonly unread: boolean } | null {
  switch (route.name) {
    case 'timeline':
      return { view: inboxView, unread: route.unread }
    case 'view':
    case 'discussion':
    case 'thread':
      return { view: route.view, unread: route.unread }
    case 'message':
      return { view: route.view, unread: false }
    default:
      return null
  }
}

/** The place of a list without anything opened. */
export function listRoute(view: string, unread = false): Route {
  return view === inboxView ? { name: 'timeline', unread } : { name: 'view', view, unread }
}

/** The place of a discussion, opened from a list. */
export const discussionRoute = (
  id: string,
  list: { readonly view: string; readonly unread: boolean },
): Extract<Route, { name: 'discussion' }> => ({
  name: 'discussion',
  id,
  view: list.view,
  unread: list.unread,
  threadId: null,
  messageId: null,
})

const listed = (view: string): string | null => (view === inboxView ? null : view)

function address(path: string, query: Readonly<Record<string, string | null>>): string {
  const parameters = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) if (value !== null) parameters.set(key, value)
  const text = parameters.toString()
  return text ? `${path}?${text}` : path
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part // a stray % in a typed address: taken as it stands
  }
}
