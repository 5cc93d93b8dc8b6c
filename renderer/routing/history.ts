import { useMemo, useSyncExternalStore } from 'react'
import { formatRoute, parseRoute, type Route } from './route.ts'

const changed = 'caliopen:navigated'

interface Entry {
  /** how many entries of ours lie behind this one: 0 = there is nothing to go back to */
  readonly index: number
}

const isEntry = (state: unknown): state is Entry => typeof state === 'object' && state !== null && 'index' in state
const index = (): number => (isEntry(history.state) ? history.state.index : 0)

/** Goes to a place. `replace` leaves no entry behind: for moving along a list, and for corrections of the address. */
export function navigate(route: Route, options: { readonly replace?: boolean } = {}): void {
  const to = formatRoute(route)
  if (to === location.pathname + location.search) return
  // The fixture switch of a development build stays in the address.
  const address = import.meta.env.DEV && location.hash ? to + location.hash : to
  if (options.replace) history.replaceState({ index: index() }, '', address)
  else history.pushState({ index: index() + 1 }, '', address)
  dispatchEvent(new Event(changed))
}

export const goBack = (): void => history.back()
export const goForward = (): void => history.forward()

export const currentRoute = (): Route => parseRoute(location.pathname, location.search)

function subscribe(notify: () => void): () => void {
  addEventListener(changed, notify)
  addEventListener('popstate', notify)
  return () => {
    removeEventListener(changed, notify)
    removeEventListener('popstate', notify)
  }
}

/** Where the window is; the component renders again when that changes. */
export function useRoute(): Route {
  const address = useSyncExternalStore(subscribe, () => location.pathname + location.search)
  return useMemo(() => {
    const [path = '/', search = ''] = address.split(/(?=\?)/, 2)
    return parseRoute(path, search)
  }, [address])
}

/** Whether there is somewhere to go back to within the program. */
export const useCanGoBack = (): boolean => useSyncExternalStore(subscribe, () => index() > 0)
