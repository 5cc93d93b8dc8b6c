import { useCallback } from 'react'
import type { CoreEvent } from '../../../core/defs/index.ts'
import { useEvent } from '../../client/index.ts'
import { navigate } from '../../routing/index.ts'
import { routeOf } from './goal.ts'

/**
 * Shows what is new on the desktop while the window is not looked at, through the browser that hosts it; the program's own
 * window does that itself. Nothing is asked for here: whoever wants it allows it in the settings.
 */
export function useDesktopNotifications(hostShowsThem: boolean): void {
  const show = useCallback(
    (event: CoreEvent) => {
      if (event.type !== 'notifications.changed' || event.fresh === null) return
      if (hostShowsThem || !('Notification' in window) || Notification.permission !== 'granted') return
      if (document.visibilityState === 'visible' && document.hasFocus()) return
      const { id, title, text, goal } = event.fresh
      const shown = new Notification(title, { body: text, tag: id })
      shown.onclick = () => {
        window.focus()
        const route = routeOf(goal)
        if (route) navigate(route)
        shown.close()
      }
    },
    [hostShowsThem],
  )
  useEvent(show)
}
