export { NotificationBell } from './NotificationBell.tsx'
export { useDesktopNotifications } from './use-desktop-notifications.ts'
