import type { Notification } from '../../../core/defs/index.ts'
import { inboxView, type Route } from '../../routing/index.ts'

/** Where a notification leads; null when there is nowhere to go. */
export function routeOf(goal: Notification['goal']): Route | null {
  switch (goal.kind) {
    case 'message':
      return { name: 'message', id: goal.messageId, view: 'all' }
    case 'discussion':
      return {
        name: 'discussion',
        id: goal.discussionId,
        view: inboxView,
        unread: false,
        threadId: null,
        messageId: null,
      }
    case 'draft':
      return { name: 'draft', id: goal.draftId }
    case 'outbox':
      return { name: 'drafts' }
    case 'contact':
      return { name: 'contact', id: goal.contactId }
    case 'settings':
      return { name: 'settings', page: goal.page }
    case 'none':
      return null
  }
}
