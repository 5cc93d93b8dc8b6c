import { Notification } from 'electron'
import type { CoreEvent } from '../../core/defs/index.ts'
import type { Events } from '../../core/index.ts'
import type { MainWindow } from './window.ts'

/** More messages at once than this are told in one notification. */
const shownOneByOne = 3

/** Tells of new mail in an inbox while the window is not looked at. Returns what ends it. */
export function notifyOfMail(events: Events, window: MainWindow): () => void {
  return events.subscribe((event) => {
    if (event.type !== 'messages.added' || event.fresh.length === 0) return
    if (window.isFocused() || !Notification.isSupported()) return
    for (const { title, body, view } of notificationsFor(event.fresh)) {
      const notification = new Notification({ title, body })
      notification.on('click', () => window.open(view))
      notification.show()
    }
  })
}

type Fresh = Extract<CoreEvent, { type: 'messages.added' }>['fresh']

function notificationsFor(fresh: Fresh): { title: string; body: string; view: string }[] {
  if (fresh.length > shownOneByOne) {
    const from = [...new Set(fresh.map((message) => message.from))].slice(0, shownOneByOne).join(', ')
    return [{ title: `${fresh.length} new messages`, body: from, view: '/timeline' }]
  }
  return fresh.map(({ from, subject, threadId }) => ({
    title: from,
    body: subject,
    view: `/threads/${encodeURIComponent(threadId)}`,
  }))
}
