import { Notification } from 'electron'
import type { Notification as Told } from '../../core/defs/index.ts'
import type { Events } from '../../core/index.ts'
import type { MainWindow } from './window.ts'

/**
 * Shows on the desktop what core has to say, while the window is not looked at; whether and in what words, the settings
 * decide there. Returns what ends it.
 */
export function showNotifications(events: Events, window: MainWindow): () => void {
  return events.subscribe((event) => {
    if (event.type !== 'notifications.changed' || event.fresh === null) return
    if (window.isFocused() || !Notification.isSupported()) return
    const { title, text, goal } = event.fresh
    const notification = new Notification({ title, body: text, silent: event.sound !== true })
    notification.on('click', () => window.open(viewOf(goal)))
    notification.show()
  })
}

/** The address of the place in the window that a notification leads to (renderer/routing). */
function viewOf(goal: Told['goal']): string {
  const at = (place: string, id: string): string => `/${place}/${encodeURIComponent(id)}`
  switch (goal.kind) {
    case 'message':
      return goal.discussionId === ''
        ? at('messages', goal.messageId)
        : `${at('discussions', goal.discussionId)}?message=${encodeURIComponent(goal.messageId)}`
    case 'discussion':
      return at('discussions', goal.discussionId)
    case 'draft':
      return at('drafts', goal.draftId)
    case 'outbox':
      return '/drafts'
    case 'contact':
      return at('contacts', goal.contactId)
    case 'settings':
      return at('settings', goal.page)
    case 'none':
      return '/timeline'
  }
}
